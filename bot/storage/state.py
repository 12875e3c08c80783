"""Everything that is remembered beyond one message, opened in one place.

One machine needs nothing more: SQLite in a file, or in memory, and locks and limits in
the process. Several servers share PostgreSQL and Redis instead, which are named in the
settings; nobody else knows which it is.
"""

import asyncio
import logging
import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.dialogue_store import DialogueStore
from bot.storage.exchange_store import ExchangeStore
from bot.storage.forgetting import beginning_with, delete, delete_silent
from bot.storage.inbox import Inbox
from bot.storage.process_memory import ProcessMemory
from bot.storage.rating_store import RatingStore
from bot.storage.secret import new_secret, secret_in, shared_secret
from bot.storage.shared_state import RateLimit, SharedState
from bot.storage.sqlite import SqliteDatabase
from bot.storage.tables import CHECKED
from bot.storage.turn import Turns

logger = logging.getLogger(__name__)

# In seconds.
HOUR = 3_600
DAY = 24 * HOUR


@dataclass(frozen=True)
class State:
    """Conversations, ratings, limits, locks and the secret."""

    database: Database
    dialogues: DialogueStore
    exchanges: ExchangeStore
    ratings: RatingStore
    turns: Turns
    inbox: Inbox
    shared: SharedState
    # How many messages one conversation, and one address, may send.
    conversation_limit: RateLimit
    address_limit: RateLimit
    secret: bytes

    @classmethod
    def opened(cls, settings: Settings) -> "State":
        """The state that outlives the server, where the settings say.

        Where that is a folder, one server at a time has it (`FolderLock`).

        Args:
            settings: Which database and which Redis, or which folder.

        Raises:
            StoreError: the database cannot be used.
            SecretError: the secret in the folder is damaged.
        """
        database: Database
        if settings.database_url:
            # Imported where it is used: one machine starts without it.
            from bot.storage.postgres import PostgresDatabase

            address = settings.database_url.get_secret_value()
            database = PostgresDatabase.at(address)
            secret = database.done(shared_secret)
        else:
            database = SqliteDatabase.in_file(settings.state)
            secret = secret_in(settings.state)
        shared: SharedState = ProcessMemory()
        if settings.redis_url:
            from bot.storage.redis_state import RedisState

            shared = RedisState(settings.redis_url.get_secret_value(), secret)
        return cls._over(database, shared, settings, secret)

    @classmethod
    def in_memory(cls, settings: Settings | None = None) -> "State":
        """A state that is gone with the process."""
        database = SqliteDatabase.in_memory()
        settings = settings or Settings()
        return cls._over(database, ProcessMemory(), settings, new_secret())

    @classmethod
    def _over(
        cls,
        database: Database,
        shared: SharedState,
        settings: Settings,
        secret: bytes,
    ) -> "State":
        dialogues = DialogueStore(database)
        return cls(
            database,
            dialogues,
            ExchangeStore(database),
            RatingStore(database),
            Turns(database, dialogues),
            Inbox(database),
            shared,
            RateLimit(shared, "conversation", per_minute=settings.conversation_rate),
            RateLimit(shared, "address", per_minute=settings.address_rate),
            secret,
        )

    async def conversations_of(self, beginning: str) -> list[str]:
        """The conversations whose names begin so.

        Raises:
            StoreError: nothing can be read.
        """
        return await self.database.run(lambda c: beginning_with(c, beginning))

    async def forget(self, *conversations: str) -> bool:
        """Deletes all that is kept of conversations.

        Returns:
            Whether no trace is left. Somebody else who reads the file keeps SQLite
            from taking it out of its log; within the hour it is tried again.
            PostgreSQL overwrites it when it is told to: docs/many_servers.md.

        Raises:
            StoreError: it cannot be deleted.
        """
        await self.database.run(lambda c: delete(c, conversations))
        return await self.database.empty_log()

    async def check(self) -> None:
        """Keeps something and reads it back.

        Raises:
            StoreError: that cannot be done.
        """
        await self.database.run(_keep_and_read_back)

    async def forget_silent(self, days: int) -> None:
        """Deletes the conversations in which nothing was said for so many days.

        Raises:
            StoreError: they cannot be deleted.
        """
        before = time.time() - days * DAY
        while await self.database.run(lambda c: delete_silent(c, before)):
            pass
        await self.database.empty_log()

    async def forget_silent_every_hour(self, days: int) -> None:
        """The same again and again, until it is cancelled."""
        while True:
            try:
                await self.forget_silent(days)
            except Exception:
                # It is tried again; the promise to delete does not end with a failure.
                logger.exception("Old conversations could not be deleted.")
            await asyncio.sleep(HOUR)

    def close(self) -> None:
        """Lets go of the database."""
        self.database.close()


def _keep_and_read_back(connection: Connection) -> None:
    now = time.time()
    connection.execute(CHECKED.delete())
    connection.execute(CHECKED.insert(), {"time": now})
    # Other servers may be doing the same.
    mine = CHECKED.c.time == now
    connection.execute(sa.select(CHECKED.c.time).where(mine)).one()
