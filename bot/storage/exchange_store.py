"""Keeps what was asked and answered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.replies.reply import Reply
from bot.storage.database import Database
from bot.storage.exchange import Exchange
from bot.storage.tables import EXCHANGES

COLUMNS = EXCHANGES.c
# Made once: SQLAlchemy takes longer to make a statement than SQLite to run it.
_ADD = EXCHANGES.insert()
_FIND = sa.select(EXCHANGES).where(
    COLUMNS.conversation == sa.bindparam("whose"),
    COLUMNS.question_id == sa.bindparam("id"),
)


@dataclass(frozen=True)
class Slice:
    """Exchanges that follow each other in a conversation."""

    exchanges: tuple[Exchange, ...] = ()
    # Whether there are some before these.
    has_earlier: bool = False


class ExchangeStore:
    """One row for each exchange; what is read is bounded, however long they talk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, conversation: str, question_id: str) -> Exchange | None:
        """The exchange that a question's id belongs to, if there is one.

        Raises:
            StoreError: nothing can be read.
        """
        return await self._database.run(
            lambda c: find_exchange(c, conversation, question_id)
        )

    async def last(
        self, conversation: str, limit: int, *, before: str | None = None
    ) -> Slice:
        """The last exchanges of a conversation, in order.

        Args:
            conversation: Whose.
            limit: How many at most.
            before: The id of a question; those before it are meant.

        Raises:
            StoreError: nothing can be read.
        """
        rows = await self._database.run(lambda c: _last(c, conversation, limit, before))
        return Slice(tuple(map(_exchange, reversed(rows[:limit]))), len(rows) > limit)


def add_exchange(connection: Connection, conversation: str, exchange: Exchange) -> None:
    """Keeps an exchange as the last of its conversation."""
    connection.execute(_ADD, _row(conversation, exchange))


def find_exchange(
    connection: Connection, conversation: str, question_id: str
) -> Exchange | None:
    """The exchange that a question's id belongs to, if there is one."""
    row = connection.execute(_FIND, {"whose": conversation, "id": question_id}).first()
    return _exchange(row) if row else None


def _row(conversation: str, exchange: Exchange) -> dict[str, Any]:
    """An exchange as a row of its table."""
    replies = [reply.as_data() for reply in exchange.replies]
    return {
        "conversation": conversation,
        "question_id": exchange.id,
        "channel": exchange.channel,
        "time": exchange.time,
        "question": exchange.question,
        "replies": json.dumps(replies, ensure_ascii=False),
    }


def _last(
    connection: Connection, conversation: str, limit: int, before: str | None
) -> Sequence[Any]:
    """As many rows and one more, the last one first."""
    wanted = sa.select(EXCHANGES).where(COLUMNS.conversation == conversation)
    if before is not None:
        number = sa.select(COLUMNS.number).where(
            COLUMNS.conversation == conversation, COLUMNS.question_id == before
        )
        wanted = wanted.where(COLUMNS.number < number.scalar_subquery())
    ordered = wanted.order_by(COLUMNS.number.desc()).limit(limit + 1)
    rows: Sequence[Any] = connection.execute(ordered).all()
    return rows


def _exchange(row: Any) -> Exchange:
    replies = tuple(map(Reply.from_data, json.loads(row.replies)))
    return Exchange(row.question_id, row.question, replies, row.channel, row.time)
