"""Everything that is remembered beyond one message, opened in one place.

What is here is for one machine: SQLite in a file, or in memory, and locks and limits in
the process. Several servers have to share each of these: another kind of it, with the
same methods, then takes its place here and nowhere else.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import BotError
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.dialogue_store import DialogueStore
from bot.storage.exchange_store import ExchangeStore
from bot.storage.folder_lock import FolderLock
from bot.storage.inbox import Inbox
from bot.storage.locks import Locks
from bot.storage.rate_limit import RateLimit
from bot.storage.rating_store import RatingStore
from bot.storage.secret import new_secret, secret_in
from bot.storage.tables import CHECKED, DIALOGUES, EXCHANGES, INBOX, RATINGS
from bot.storage.turn import Turns

logger = logging.getLogger(__name__)

# In seconds.
HOUR = 3_600
DAY = 24 * HOUR
# As many conversations are deleted at a time: others want the database too.
AT_A_TIME = 100
# All that is kept of a conversation.
TABLES = (DIALOGUES, EXCHANGES, RATINGS, INBOX)


@dataclass(frozen=True)
class State:
    """Conversations, ratings, limits, locks and the secret."""

    database: Database
    dialogues: DialogueStore
    exchanges: ExchangeStore
    ratings: RatingStore
    turns: Turns
    inbox: Inbox
    locks: Locks
    # How many messages one conversation, and one address, may send.
    conversation_limit: RateLimit
    address_limit: RateLimit
    secret: bytes
    # Of the folder, where there is one.
    lock: FolderLock | None = None

    @classmethod
    def in_folder(cls, settings: Settings) -> "State":
        """The state that outlives the server, in the folder that the settings name.

        Raises:
            StoreError: the folder cannot be written to or is another server's, or
                its database is damaged.
            SecretError: the secret in it is damaged.
        """
        lock = FolderLock(settings.state)
        try:
            database = Database.in_file(settings.state)
            return cls._over(database, settings, secret_in(settings.state), lock)
        except BotError:
            lock.let_go()
            raise

    @classmethod
    def in_memory(cls, settings: Settings | None = None) -> "State":
        """A state that is gone with the process."""
        return cls._over(Database.in_memory(), settings or Settings(), new_secret())

    @classmethod
    def _over(
        cls,
        database: Database,
        settings: Settings,
        secret: bytes,
        lock: FolderLock | None = None,
    ) -> "State":
        dialogues = DialogueStore(database)
        return cls(
            database,
            dialogues,
            ExchangeStore(database),
            RatingStore(database),
            Turns(database, dialogues),
            Inbox(database),
            Locks(),
            RateLimit(settings.conversation_rate),
            RateLimit(settings.address_rate),
            secret,
            lock,
        )

    async def conversations_of(self, beginning: str) -> list[str]:
        """The conversations whose names begin so.

        Raises:
            StoreError: nothing can be read.
        """
        names = sa.union(
            *(
                sa.select(t.c.conversation).where(
                    t.c.conversation.startswith(beginning, autoescape=True)
                )
                for t in TABLES
            )
        )
        rows = await self.database.run(lambda c: c.execute(names).all())
        return [str(row.conversation) for row in rows]

    async def forget(self, *conversations: str) -> bool:
        """Deletes all that is kept of conversations.

        Returns:
            Whether no trace is left. Somebody else who reads the file keeps SQLite
            from taking it out of its log; within the hour it is tried again.

        Raises:
            StoreError: it cannot be deleted.
        """
        await self.database.run(lambda c: _delete(c, conversations))
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
        while await self.database.run(lambda c: _delete(c, _silent(c, before))):
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
        """Lets go of the database, and of the folder."""
        self.database.close()
        if self.lock:
            self.lock.let_go()


def _keep_and_read_back(connection: Connection) -> None:
    now = time.time()
    connection.execute(CHECKED.delete())
    connection.execute(CHECKED.insert(), {"time": now})
    connection.execute(sa.select(CHECKED.c.time)).one()


def _delete(connection: Connection, conversations: Sequence[str]) -> int:
    """Deletes conversations, and says how many."""
    for table in TABLES:
        these = table.c.conversation.in_(conversations)
        connection.execute(table.delete().where(these))
    return len(conversations)


def _silent(connection: Connection, before: float) -> list[str]:
    """Some of the conversations in which nothing was said since then."""
    times = sa.union_all(
        *(sa.select(t.c.conversation, t.c.time) for t in TABLES)
    ).subquery()
    silent = (
        sa.select(times.c.conversation)
        .group_by(times.c.conversation)
        .having(sa.func.max(times.c.time) < before)
        .limit(AT_A_TIME)
    )
    return [str(row.conversation) for row in connection.execute(silent)]
