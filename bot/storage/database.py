"""What keeps rows, whichever engine it is, and the threads that wait for it."""

import asyncio
import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.storage.errors import StoreError
from bot.watching.metrics import store_time

# In seconds; who waits for others of our own too gets an error in the end.
LONGEST = 4.0
TOO_LONG = f"The database took more than {LONGEST} s."
# In seconds, after each time that a transaction could not begin, or was broken off.
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)

Result = TypeVar("Result")
Work = Callable[[Connection], Result]


class Database:
    """Does work in transactions, away from the event loop.

    The tables and all that is read and written are the same for every engine.
    """

    def __init__(self, engine: Engine, *, threads: int) -> None:
        """Takes where the tables are, and how many transactions there may be at a time.

        The tables are there already.
        """
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, "database")

    async def run(self, work: Work[Result]) -> Result:
        """Does work in a transaction of its own.

        Args:
            work: What reads and writes. It may be done again, where the connection
                broke before anything of it was kept.

        Raises:
            StoreError: the database cannot be used, or not in time.
        """
        loop = asyncio.get_running_loop()
        deadline = time.monotonic() + LONGEST
        done = loop.run_in_executor(self._threads, self.done, work, deadline)
        with store_time("database"):
            try:
                return await asyncio.wait_for(done, LONGEST)
            except asyncio.TimeoutError as error:
                raise StoreError(TOO_LONG) from error

    async def empty_log(self) -> bool:
        """Takes what was deleted out of where an engine may still have it.

        Returns:
            Whether no trace is left that the engine does not clear away by itself.
        """
        return True

    def close(self) -> None:
        """Waits for what is being done, and lets go of the connections."""
        self._threads.shutdown()
        self._engine.dispose()

    def done(self, work: Work[Result], deadline: float = math.inf) -> Result:
        """Does work in this thread, which waits for it: at the start, for one.

        Args:
            work: What reads and writes.
            deadline: By `time.monotonic`; after it nothing is kept. Who asked has gone
                on by then, and somebody else may have the conversation.

        Raises:
            StoreError: the database cannot be used.
        """
        try:
            self._prepare()
            return self._tried(work, deadline)
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"The database cannot be used: {in_short(error)}"
            ) from error

    def _tried(self, work: Work[Result], deadline: float) -> Result:
        """Does work; a connection that breaks is tried anew, a little later each time.

        What broke off in keeping may have been kept: that is never done again.
        """
        pauses = iter(PAUSES)
        while True:
            keeping = False
            try:
                with self._engine.connect() as connection, connection.begin() as begun:
                    result = work(connection)
                    if time.monotonic() > deadline:
                        raise StoreError(TOO_LONG)
                    keeping = True
                    begun.commit()
                    return result
            except OperationalError as error:
                pause = next(pauses, None)
                if keeping or pause is None or not self._is_passing(error):
                    raise
            time.sleep(pause)

    def _prepare(self) -> None:
        """Looks, before a transaction, whether the engine is still what it was."""

    def _is_passing(self, error: OperationalError) -> bool:
        """Whether it may be well in a moment, and nothing was kept."""
        return False


def in_short(error: Exception) -> str:
    """What went wrong, in a line and without what was to be kept."""
    return str(getattr(error, "orig", error)).strip().splitlines()[0]
