"""The database, and the threads that wait for it."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool, StaticPool

from bot.storage.earlier import bring_up_to_date
from bot.storage.errors import StoreError
from bot.storage.tables import METADATA

logger = logging.getLogger(__name__)

FILE = "conversations.db"
# As many can read at the same time; who writes waits for who writes.
THREADS = 4
# In seconds; somebody else, a backup for one, may be writing to the file.
PATIENCE = 2.0

Result = TypeVar("Result")


class Database:
    """Does work in transactions, away from the event loop."""

    def __init__(self, engine: Engine, *, threads: int) -> None:
        """Makes the tables that are not there yet.

        Args:
            engine: Where the tables are.
            threads: How many transactions there may be at a time.
        """
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, "database")
        METADATA.create_all(engine)

    @classmethod
    def in_file(cls, folder: Path) -> "Database":
        """The SQLite file in a folder, which outlives the server.

        Raises:
            StoreError: the folder cannot be written to, or the file is damaged.
        """
        path = folder / FILE
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # For the server alone to read: these are people's own words.
            path.touch(mode=0o600)
            engine = sa.create_engine(
                f"sqlite:///{path}",
                poolclass=QueuePool,
                pool_size=THREADS,
                # A connection goes from thread to thread, never to two at a time.
                connect_args={"check_same_thread": False, "timeout": PATIENCE},
                hide_parameters=True,
            )
            sa.event.listen(engine, "connect", _prepare)
            database = cls(engine, threads=THREADS)
            with engine.begin() as connection:
                bring_up_to_date(connection)
            return database
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"{path} cannot be used: {error}. See that the folder can be "
                "written to, or name another as state_folder in settings.yml."
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
            StoreError: the database cannot be used.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._done, work)

    async def empty_log(self) -> None:
        """Takes what was deleted out of SQLite's write-ahead log too."""
        await self.run(_empty_log)

    def close(self) -> None:
        """Waits for what is being done, and lets go of the file."""
        self._threads.shutdown()
        self._engine.dispose()

    def _done(self, work: Callable[[Connection], Result]) -> Result:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            raise StoreError(f"The database cannot be used: {error}") from error


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    """Sets a new connection up."""
    # A killed server loses nothing that was committed; writing waits for no disk.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete=ON")


def _empty_log(connection: Connection) -> None:
    busy, pages, done = connection.execute(
        sa.text("PRAGMA wal_checkpoint(TRUNCATE)")
    ).one()
    if busy:
        # The next time that anything is deleted, it is tried again.
        logger.error(
            "Deleted words are still in the log of the database: somebody else is "
            "reading it (%s of %s pages were taken over).",
            done,
            pages,
        )
