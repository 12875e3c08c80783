"""Gives each conversation an id that nobody can guess or make up."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from itsdangerous import BadSignature, Signer

from bot.errors import BotError

SECRET_FILE = "secret"
SECRET_BYTES = 32
PREFIX = "web-"


class SecretError(BotError):
    """The secret that ids are signed with is damaged."""


class Sessions:
    """Signs ids, and knows its own signature again after a restart."""

    def __init__(self, folder: Path) -> None:
        """Reads the secret that ids are signed with, or makes one."""
        self._signer = Signer(_secret(folder), salt="conversation")

    def new(self) -> str:
        """A new conversation's id, signed."""
        return self._signer.sign(PREFIX + secrets.token_urlsafe(SECRET_BYTES)).decode()

    def conversation(self, token: str | None) -> str | None:
        """The id in a token; None where it was not signed here."""
        try:
            conversation = self._signer.unsign(token or "").decode()
        except (BadSignature, ValueError):
            return None
        return conversation if conversation.startswith(PREFIX) else None


def _secret(folder: Path) -> bytes:
    path = folder / SECRET_FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and put in its place whole; whoever comes first, all read it.
        number, aside = tempfile.mkstemp(dir=folder)
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        os.unlink(aside)
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise SecretError(
            f"{path} is damaged. Delete it; conversations so far cannot be continued."
        )
    return secret
