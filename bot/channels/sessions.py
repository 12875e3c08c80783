"""Gives each conversation an id that nobody can guess or make up.

An id begins with its browser's, so that all that came from a browser can be deleted.
"""

import secrets

from itsdangerous import BadSignature, Signer

ID_BYTES = 32
PREFIX = "web-"
# Between the browser and, from the second one on, its conversation.
MARK = "~"


class Sessions:
    """Signs ids, and knows its own signature again after a restart."""

    def __init__(self, secret: bytes) -> None:
        self._signer = Signer(secret, salt="conversation")

    def new(self) -> str:
        """The id of a new browser's first conversation, signed."""
        return self._signer.sign(PREFIX + secrets.token_urlsafe(ID_BYTES)).decode()

    def another(self, conversation: str) -> str:
        """The id of another conversation of the same browser, signed."""
        later = browser_of(conversation) + MARK + secrets.token_urlsafe(ID_BYTES)
        return self._signer.sign(later).decode()

    def conversation(self, token: str | None) -> str | None:
        """The id in a token; None where it was not signed here."""
        try:
            conversation = self._signer.unsign(token or "").decode()
        except (BadSignature, ValueError):
            return None
        return conversation if conversation.startswith(PREFIX) else None


def browser_of(conversation: str) -> str:
    """What the ids of all conversations of a browser begin with."""
    return conversation.split(MARK)[0]
