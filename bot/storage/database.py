"""The database, and the threads that wait for it."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from bot.storage.database_file import DatabaseFile
from bot.storage.earlier import bring_up_to_date
from bot.storage.errors import StoreError
from bot.storage.tables import METADATA

logger = logging.getLogger(__name__)

FILE = "conversations.db"
# As many can read at the same time; who writes waits for who writes.
THREADS = 4
# In seconds; somebody else, a backup for one, may be writing to the file.
PATIENCE = 1.0
# In seconds; who waits for others of our own too gets an error in the end.
LONGEST = 4.0
# In seconds, after each time that somebody reads what should go out of the log.
PAUSES = (0.1, 0.2, 0.4, 0.8)

Result = TypeVar("Result")


class Database:
    """Does work in transactions, away from the event loop."""

    def __init__(
        self, engine: Engine, *, threads: int, file: DatabaseFile | None = None
    ) -> None:
        """Makes the tables that are not there yet.

        Args:
            engine: Where the tables are.
            threads: How many transactions there may be at a time.
            file: The file that the engine reads, if there is one.
        """
        self._engine = engine
        self._file = file
        self._opening = threading.Lock()
        self._threads = ThreadPoolExecutor(threads, "database")
        METADATA.create_all(engine)

    @classmethod
    def in_file(cls, folder: Path) -> "Database":
        """The SQLite file in a folder, which outlives the server.

        Raises:
            StoreError: the folder cannot be written to, or the file is damaged.
        """
        file = DatabaseFile(folder / FILE)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.make()
            engine = sa.create_engine(
                f"sqlite:///{file.path}",
                poolclass=QueuePool,
                pool_size=THREADS,
                # A connection goes from thread to thread, never to two at a time.
                connect_args={"check_same_thread": False, "timeout": PATIENCE},
                hide_parameters=True,
            )
            sa.event.listen(engine, "connect", _prepare)
            database = cls(engine, threads=THREADS, file=file)
            with engine.begin() as connection:
                bring_up_to_date(connection)
            return database
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"{file.path} cannot be used: {_in_short(error)}. See that the folder"
                " can be written to, or name another as state_folder in settings.yml."
            ) from error

    @classmethod
    def in_memory(cls) -> "Database":
        """A database that is gone with the process."""
        engine = sa.create_engine(
            "sqlite://",
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
        return cls(engine, threads=1)

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """Does work in a transaction of its own.

        Raises:
            StoreError: the database cannot be used, or not in time.
        """
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self._threads, self._done, work)
        try:
            return await asyncio.wait_for(done, LONGEST)
        except asyncio.TimeoutError as error:
            raise StoreError(f"The database took more than {LONGEST} s.") from error

    async def empty_log(self) -> bool:
        """Takes what was deleted out of SQLite's write-ahead log too.

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

    def close(self) -> None:
        """Waits for what is being done, and lets go of the file."""
        self._threads.shutdown()
        self._engine.dispose()

    def _done(self, work: Callable[[Connection], Result]) -> Result:
        try:
            if self._file is not None and self._file.is_another():
                self._open_anew(self._file)
            with self._engine.begin() as connection:
                return work(connection)
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"The database cannot be used: {_in_short(error)}"
            ) from error

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
            METADATA.create_all(self._engine)
            logger.error("%s was replaced or deleted; a new one is kept.", file.path)


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    """Sets a new connection up."""
    # A killed server loses nothing that was committed; writing waits for no disk.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete=ON")


def _empty_log(connection: Connection) -> bool:
    busy, _, _ = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    return not busy


def _in_short(error: Exception) -> str:
    """What went wrong, in a line and without what was to be kept."""
    return str(getattr(error, "orig", error)).splitlines()[0]
