"""SQLite: a file for one machine, or memory."""

import asyncio
import logging
import sqlite3
import threading
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from bot.storage.database import Database, in_short
from bot.storage.database_file import DatabaseFile
from bot.storage.errors import StoreError
from bot.storage.migrating import bring_up_to_date
from bot.storage.tables import METADATA

logger = logging.getLogger(__name__)

FILE = "conversations.db"
# As many can read at the same time; who writes waits for who writes.
THREADS = 4
# In seconds; somebody else, a backup for one, may be writing to the file. Another
# worker may be bringing it up to date, for longer.
PATIENCE = 1.0
PATIENCE_AT_START = 60.0
# In seconds, after each time that somebody reads what should go out of the log.
PAUSES = (0.1, 0.2, 0.4, 0.8)


class SqliteDatabase(Database):
    """A database of this process, or of the workers of this machine."""

    def __init__(
        self, engine: Engine, *, threads: int, file: DatabaseFile | None = None
    ) -> None:
        """Takes the file too that the engine reads, if there is one."""
        super().__init__(engine, threads=threads)
        self._file = file
        self._opening = threading.Lock()

    @classmethod
    def in_file(cls, folder: Path) -> "SqliteDatabase":
        """The file in a folder, which outlives the server.

        Raises:
            StoreError: the folder cannot be written to, or the file is damaged or of
                a later version.
        """
        file = DatabaseFile(folder / FILE)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.make()
            _bring_up_to_date(file.path)
            engine = sa.create_engine(
                f"sqlite:///{file.path}",
                poolclass=QueuePool,
                pool_size=THREADS,
                # A connection goes from thread to thread, never to two at a time.
                connect_args={"check_same_thread": False, "timeout": PATIENCE},
                hide_parameters=True,
            )
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"{file.path} cannot be used: {in_short(error)}. See that the folder"
                " can be written to, or name another as state_folder in settings.yml."
            ) from error
        sa.event.listen(engine, "connect", _set_up)
        return cls(engine, threads=THREADS, file=file)

    @classmethod
    def in_memory(cls) -> "SqliteDatabase":
        """A database that is gone with the process."""
        engine = sa.create_engine(
            "sqlite://",
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
        METADATA.create_all(engine)
        return cls(engine, threads=1)

    async def empty_log(self) -> bool:
        """Takes what was deleted out of the write-ahead log too.

        Returns:
            Whether it is done: somebody else may be reading the log.
        """
        for pause in PAUSES:
            if await self.run(_empty_log):
                return True
            await asyncio.sleep(pause)
        logger.error(
            "Deleted words are still in the log of the database, since somebody else "
            "is reading it. It is tried again within the hour."
        )
        return False

    def _prepare(self) -> None:
        if self._file is not None and self._file.is_another():
            self._open_anew(self._file)

    def _open_anew(self, file: DatabaseFile) -> None:
        """Goes on with the file that is there now, in the place of one that is gone.

        Raises:
            OSError: the folder is gone too.
        """
        with self._opening:
            if not file.is_another():
                return
            self._engine.dispose()
            file.make()
            _bring_up_to_date(file.path)
            logger.error("%s was replaced or deleted; a new one is kept.", file.path)


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    """Sets a new connection up."""
    # A killed server loses nothing that was committed; writing waits for no disk.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete=ON")


def _bring_up_to_date(path: Path) -> None:
    """Makes or changes the tables: all of it, or nothing where that fails."""
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        connect_args={"timeout": PATIENCE_AT_START},
        hide_parameters=True,
    )

    # The driver begins no transaction for changes of tables: they would be kept one
    # by one. SQLAlchemy's documentation has this way around it.
    @sa.event.listens_for(engine, "connect")
    def leave_it_to_us(connection: sqlite3.Connection, record: Any) -> None:
        _set_up(connection, record)
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")

    with engine.begin() as connection:
        bring_up_to_date(connection)


def _empty_log(connection: Connection) -> bool:
    busy, _, _ = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    return not busy
