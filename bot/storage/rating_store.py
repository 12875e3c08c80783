"""Keeps what people think of answers."""

import time
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.tables import RATINGS

COLUMNS = RATINGS.c


class RatingStore:
    """One thumb for each answer, the last one given."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rate(
        self,
        conversation: str,
        question_id: str,
        *,
        helpful: bool,
        comment: str | None,
        question: str,
        answer: str,
    ) -> None:
        """Keeps what somebody thought of an answer; without a comment, the last one.

        Raises:
            StoreError: it cannot be kept.
        """
        row = {
            "conversation": conversation,
            "question_id": question_id,
            "time": time.time(),
            "helpful": helpful,
            "comment": comment or "",
            "question": question,
            "answer": answer,
        }
        same = _same(conversation, question_id)

        def replace(connection: Connection) -> None:
            before = sa.select(COLUMNS.comment).where(*same)
            if comment is None:
                row["comment"] = connection.execute(before).scalar() or ""
            connection.execute(RATINGS.delete().where(*same))
            connection.execute(RATINGS.insert(), row)

        await self._database.run(replace)

    async def take_back(self, conversation: str, question_id: str) -> None:
        """Deletes what somebody thought of an answer.

        Raises:
            StoreError: it cannot be deleted.
        """
        same = _same(conversation, question_id)
        await self._database.run(lambda c: c.execute(RATINGS.delete().where(*same)))

    async def of(self, conversation: str, ids: Collection[str]) -> dict[str, bool]:
        """Which questions were answered helpfully, of those with these ids.

        Raises:
            StoreError: nothing can be read.
        """
        wanted = sa.select(COLUMNS.question_id, COLUMNS.helpful).where(
            COLUMNS.conversation == conversation, COLUMNS.question_id.in_(ids)
        )
        rows = await self._database.run(lambda c: c.execute(wanted).all())
        return {row.question_id: row.helpful for row in rows}


def _same(conversation: str, question_id: str) -> tuple[sa.sql.ColumnElement, ...]:
    return COLUMNS.conversation == conversation, COLUMNS.question_id == question_id
