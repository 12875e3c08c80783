"""Gives each conversation an id that nobody can guess or make up."""

import secrets

from itsdangerous import BadSignature, Signer

ID_BYTES = 32
PREFIX = "web-"


class Sessions:
    """Signs ids, and knows its own signature again after a restart."""

    def __init__(self, secret: bytes) -> None:
        self._signer = Signer(secret, salt="conversation")

    def new(self) -> str:
        """A new conversation's id, signed."""
        return self._signer.sign(PREFIX + secrets.token_urlsafe(ID_BYTES)).decode()

    def conversation(self, token: str | None) -> str | None:
        """The id in a token; None where it was not signed here."""
        try:
            conversation = self._signer.unsign(token or "").decode()
        except (BadSignature, ValueError):
            return None
        return conversation if conversation.startswith(PREFIX) else None
