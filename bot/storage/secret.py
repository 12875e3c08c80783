"""The secret that conversations' ids are signed with."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.errors import BotError
from bot.storage.adding import add_once
from bot.storage.tables import SECRETS

SECRET_FILE = "secret"
SECRET_BYTES = 32
NAME = "conversations"


class SecretError(BotError):
    """The secret is damaged; the message says what to do."""


def secret_in(folder: Path) -> bytes:
    """The secret of a folder; where there is none, one is made.

    Raises:
        SecretError: it is too short to be one.
    """
    path = folder / SECRET_FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and put in its place whole; whoever comes first, all read it.
        number, aside = tempfile.mkstemp(dir=folder)
        with os.fdopen(number, "wb") as file:
            file.write(new_secret())
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        os.unlink(aside)
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise SecretError(
            f"{path} is damaged. Delete it; conversations so far cannot be continued."
        )
    return secret


def shared_secret(connection: Connection) -> bytes:
    """The secret of all servers that share a database; the first makes it."""
    add_once(connection, SECRETS, {"name": NAME, "value": new_secret()})
    kept = select(SECRETS.c.value).where(SECRETS.c.name == NAME)
    return bytes(connection.execute(kept).scalar_one())


def share_secret(connection: Connection, secret: bytes) -> None:
    """Has all servers that share a database sign with this one from now on."""
    connection.execute(SECRETS.delete().where(SECRETS.c.name == NAME))
    connection.execute(SECRETS.insert(), {"name": NAME, "value": secret})


def new_secret() -> bytes:
    """A secret that nobody can guess."""
    return secrets.token_bytes(SECRET_BYTES)
