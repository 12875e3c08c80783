"""Keeps what arrived until it is answered, and then that it was.

For channels whose messages are delivered more than once, or would be lost with the
server that acknowledged them. Several servers may share one: what one has taken is its
own until it is overdue.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.adding import add_once
from bot.storage.database import Database
from bot.storage.tables import INBOX

COLUMNS = INBOX.c
# In seconds: after how long others may take over what a server has neither answered
# nor said that it is still at; and from when on nobody waits for an answer any more.
OVERDUE = 60.0
TOO_LATE = 3_600.0


@dataclass(frozen=True)
class Letter:
    """Something that arrived."""

    # The same however often it is delivered.
    key: str
    conversation: str
    # Where in the channel it was said: a thread, for one.
    place: str
    # What the channel needs to answer it; gone once it is answered.
    content: str


class Inbox:
    """Takes each letter once."""

    def __init__(
        self, database: Database, *, clock: Callable[[], float] = time.time
    ) -> None:
        """Takes the database, and what tells the time in seconds since 1970."""
        self._database = database
        self._clock = clock

    async def take(self, letter: Letter) -> bool:
        """Keeps a letter; False where it has been taken before, by whomever.

        Raises:
            StoreError: it cannot be kept.
        """
        now = self._clock()
        row = {
            "key": letter.key,
            "conversation": letter.conversation,
            "place": letter.place,
            "content": letter.content,
            "time": now,
            "due": now + OVERDUE,
        }
        return await self._database.run(lambda c: add_once(c, INBOX, row))

    async def answered(self, key: str) -> None:
        """Notes that a letter is answered, and forgets what it said.

        Raises:
            StoreError: it cannot be noted.
        """
        await self._change([key], content=None)

    async def at_work(self, keys: Collection[str]) -> None:
        """Says that letters are still being answered here.

        Raises:
            StoreError: it cannot be said.
        """
        await self._change(keys, due=self._clock() + OVERDUE)

    async def leave(self, keys: Collection[str]) -> None:
        """Leaves letters to whoever looks next.

        Raises:
            StoreError: they cannot be left.
        """
        await self._change(keys, due=0.0)

    async def overdue(self) -> list[Letter]:
        """Takes over the letters that nobody is at, the oldest first.

        Raises:
            StoreError: nothing can be read.
        """
        return await self._database.run(self._overdue)

    async def has_from(self, place: str) -> bool:
        """Whether anything was taken from a place.

        Raises:
            StoreError: nothing can be read.
        """
        wanted = sa.select(COLUMNS.key).where(COLUMNS.place == place).limit(1)
        return await self._database.run(lambda c: c.execute(wanted).first() is not None)

    async def _change(self, keys: Collection[str], **values: object) -> None:
        if keys:
            change = INBOX.update().where(COLUMNS.key.in_(list(keys))).values(values)
            await self._database.run(lambda c: c.execute(change))

    def _overdue(self, connection: Connection) -> list[Letter]:
        now = self._clock()
        unanswered = COLUMNS.content.isnot(None)
        too_late = unanswered & (COLUMNS.time < now - TOO_LATE)
        connection.execute(INBOX.update().where(too_late).values(content=None))
        left = unanswered & (COLUMNS.due < now)
        rows = connection.execute(sa.select(INBOX).where(left).order_by(COLUMNS.time))
        return [
            Letter(row.key, row.conversation, row.place, row.content)
            for row in rows.all()
            if self._took_over(connection, row.key, now)
        ]

    def _took_over(self, connection: Connection, key: str, now: float) -> bool:
        """Whether nobody else was faster."""
        mine = (COLUMNS.key == key) & (COLUMNS.due < now)
        change = INBOX.update().where(mine).values(due=now + OVERDUE)
        return bool(connection.execute(change).rowcount)
