"""Moves a store from a folder into PostgreSQL, where one machine is too few."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.errors import StoreError
from bot.storage.folder_lock import FolderLock
from bot.storage.postgres import PostgresDatabase
from bot.storage.secret import secret_in, share_secret
from bot.storage.sqlite import SqliteDatabase
from bot.storage.tables import EXCHANGES, METADATA, OF_CONVERSATIONS

# In the order in which they stand there.
MOVED = tuple(t for t in METADATA.tables.values() if t in OF_CONVERSATIONS)
# As many rows are in memory at a time.
AT_A_TIME = 1_000


def move(folder: Path, address: str) -> dict[str, int]:
    """Copies all that a folder keeps; the folder stays as it is.

    Args:
        folder: Where a server kept it, which must not be running.
        address: Of a PostgreSQL database in which nothing is kept yet.

    Returns:
        How many rows of each table there are now.

    Raises:
        StoreError: the folder is in use, or something is kept there already, or one
            of the two cannot be used; then nothing was moved.
    """
    with FolderLock(folder):
        source = SqliteDatabase.in_file(folder)
        target = PostgresDatabase.at(address)
        secret = secret_in(folder)
        return source.done(lambda s: target.done(lambda t: _copy(s, t, secret)))


def _copy(source: Connection, target: Connection, secret: bytes) -> dict[str, int]:
    # As long as it takes; it is all moved, or nothing.
    target.execute(sa.text("SET LOCAL statement_timeout = 0"))
    for table in MOVED:
        if target.execute(sa.select(table).limit(1)).first():
            raise StoreError(
                f"In the database something is kept already ({table.name}). Give"
                " BOT_DATABASE_URL one in which nothing is."
            )
    for table in MOVED:
        for rows in _in_parts(source, table):
            target.execute(table.insert(), rows)
    # The next exchange is the last.
    number = sa.func.pg_get_serial_sequence(EXCHANGES.name, EXCHANGES.c.number.name)
    last = sa.select(sa.func.max(EXCHANGES.c.number) + 1).scalar_subquery()
    target.execute(sa.select(sa.func.setval(number, sa.func.coalesce(last, 1), False)))
    share_secret(target, secret)
    return {t.name: _count(target, t) for t in MOVED}


def _in_parts(source: Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    for rows in source.execute(sa.select(table)).mappings().partitions(AT_A_TIME):
        yield [dict(row) for row in rows]


def _count(connection: Connection, table: sa.Table) -> int:
    counted = sa.select(sa.func.count()).select_from(table)
    return int(connection.execute(counted).scalar_one())
