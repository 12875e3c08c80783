"""Gives each conversation an id that nobody can guess or make up."""

import contextlib
import os
import secrets
from pathlib import Path

from itsdangerous import BadSignature, Signer

SECRET_FILE = "secret"
SECRET_BYTES = 32
PREFIX = "web-"


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
            return self._signer.unsign(token or "").decode()
        except (BadSignature, ValueError):
            return None


def _secret(folder: Path) -> bytes:
    path = folder / SECRET_FILE
    folder.mkdir(parents=True, exist_ok=True)
    # Whoever comes first makes it, for this one alone to read; all others read it.
    with contextlib.suppress(FileExistsError):
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()
