"""One message of a conversation: read in one transaction, and kept in another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialogue_store import NOTHING, DialogueStore, read_state, write_state
from bot.storage.exchange import Exchange
from bot.storage.exchange_store import add_exchange, find_exchange

# The exchange under a question's id, and where the conversation is.
Read = tuple[Exchange | None, str | None]


@dataclass(frozen=True)
class Turn:
    """A message that is being answered."""

    conversation: str
    # What its id was answered with before.
    known: Exchange | None
    database: Database
    dialogues: DialogueStore

    async def keep(self, exchange: Exchange) -> None:
        """Keeps the answer, and where the conversation is after it: both or neither.

        Raises:
            StoreError: they cannot be kept.
        """
        state = self.dialogues.put_down(self.conversation)

        def write(connection: Connection) -> None:
            add_exchange(connection, self.conversation, exchange)
            write_state(connection, self.conversation, state or NOTHING)

        await self.database.run(write)


class Turns:
    """Begins turns; of one conversation there is one at a time."""

    def __init__(self, database: Database, dialogues: DialogueStore) -> None:
        """Takes where the rows are, and what Rasa reads and writes."""
        self._database = database
        self._dialogues = dialogues

    @asynccontextmanager
    async def begun(
        self, conversation: str, question_id: str | None
    ) -> AsyncIterator[Turn]:
        """Reads what a message is answered with.

        Args:
            conversation: Whose lock is held.
            question_id: What the message may have been answered under.

        Raises:
            StoreError: nothing can be read.
        """

        def read(connection: Connection) -> Read:
            known = question_id and find_exchange(connection, conversation, question_id)
            return known or None, read_state(connection, conversation)

        known, state = await self._database.run(read)
        self._dialogues.take_in_hand(conversation, state)
        try:
            yield Turn(conversation, known, self._database, self._dialogues)
        finally:
            self._dialogues.put_down(conversation)
