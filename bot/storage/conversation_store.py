"""Keeps conversations, and what people thought of the answers."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base

from bot.errors import BotError

FILE = "conversations.db"
# In seconds.
DAY = 86_400
BASE = declarative_base()


class StoreError(BotError):
    """The conversations cannot be kept; the message says what to do."""


class Rating(BASE):  # type: ignore[misc, valid-type]
    """One person's thumb for one answer, with the question it was given to."""

    __tablename__ = "ratings"

    conversation = sa.Column(sa.String(255), primary_key=True)
    # The id of the question; who changes their mind has one rating all the same.
    question_id = sa.Column(sa.String(255), primary_key=True)
    time = sa.Column(sa.Float, nullable=False)
    helpful = sa.Column(sa.Boolean, nullable=False)
    comment = sa.Column(sa.Text, nullable=False)
    question = sa.Column(sa.Text, nullable=False)
    answer = sa.Column(sa.Text, nullable=False)


class ConversationStore(SQLTrackerStore):
    """Conversations and ratings in one SQLite file, which outlives the server."""

    def __init__(self, folder: Path, domain: Domain | None = None) -> None:
        """Opens the file, and creates it where there is none.

        Raises:
            StoreError: the folder cannot be written to, or the file is damaged.
        """
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # For the server alone to read: these are people's own words.
            (folder / FILE).touch(mode=0o600)
            super().__init__(domain, db=str(folder / FILE))
            self.engine.hide_parameters = True
            sa.event.listen(self.engine, "connect", _prepare)
            BASE.metadata.create_all(self.engine)
            # While one connection stays open, SQLite does not fold its log up whenever
            # another is closed, which Rasa does several times a message.
            self._open = self.engine.connect()
        except (OSError, SQLAlchemyError) as error:
            raise StoreError(
                f"{folder / FILE} cannot be used: {error}. See that the folder can be "
                "written to, or name another as state_folder in settings.yml."
            ) from error

    def rate(
        self,
        conversation: str,
        question_id: str,
        *,
        helpful: bool,
        comment: str,
        question: str,
        answer: str,
    ) -> None:
        """Keeps what somebody thought of an answer."""
        with self._session() as session:
            session.merge(
                Rating(
                    conversation=conversation,
                    question_id=question_id,
                    time=time.time(),
                    helpful=helpful,
                    comment=comment,
                    question=question,
                    answer=answer,
                )
            )

    def ratings(self, conversation: str) -> dict[str, bool]:
        """Which questions of a conversation were answered helpfully, by their id."""
        with self._session() as session:
            rows = session.query(Rating).filter(Rating.conversation == conversation)
            return {row.question_id: row.helpful for row in rows}

    def forget(self, *conversations: str) -> None:
        """Deletes conversations, their ratings with them."""
        events: Any = self.SQLEvent
        with self._session() as session:
            for one in conversations:
                session.query(events).filter(events.sender_id == one).delete()
                session.query(Rating).filter(Rating.conversation == one).delete()
        with self.engine.connect() as connection:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def forget_older_than(self, days: int) -> None:
        """Deletes the conversations in which nothing was said for so many days."""
        events: Any = self.SQLEvent
        before = time.time() - days * DAY
        with self._session() as session:
            silent = (
                session.query(events.sender_id)
                .group_by(events.sender_id)
                .having(sa.func.max(events.timestamp) < before)
            )
            old = [row.sender_id for row in silent]
        if old:
            self.forget(*old)

    @contextlib.contextmanager
    def session_scope(self) -> Iterator[Session]:
        """A session of the database, closed in the end.

        Rasa's own takes every ValueError, half an emoji among them, for a missing
        schema of PostgreSQL, and ends the process.
        """
        session = self.sessionmaker()
        try:
            yield session
        finally:
            session.close()

    @contextlib.contextmanager
    def _session(self) -> Iterator[Session]:
        with self.session_scope() as session:
            yield session
            session.commit()


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    """Sets a new connection up."""
    # A killed server loses nothing that was committed; writing waits for no disk.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete=ON")
