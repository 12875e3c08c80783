"""Takes the questions of the chat page, and sees that each is answered once."""

import asyncio
import uuid
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage

from bot.channels.answering import OnNewMessage, answered
from bot.channels.history import Exchange, exchanges
from bot.channels.output import ReplyCollector
from bot.channels.rate import Rate
from bot.channels.refusal import Refused
from bot.settings import Settings
from bot.storage.conversation_store import ConversationStore


class Desk:
    """Answers, and keeps what people think of the answers."""

    def __init__(
        self,
        settings: Settings,
        store: ConversationStore,
        on_new_message: OnNewMessage,
        *,
        channel: str,
    ) -> None:
        """Takes the limits, where conversations are kept, and who answers."""
        self._store = store
        self._on_new_message = on_new_message
        self._channel = channel
        self._longest = settings.longest_message
        self._of_conversation = Rate(settings.conversation_rate)
        self._of_address = Rate(settings.address_rate)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def answer(
        self, conversation: str, question_id: str, text: str, *, address: str
    ) -> Exchange:
        """Answers a question; the same id gets the same answer, not another.

        Raises:
            Refused: it is too long or empty, or one too many.
        """
        async with self._lock(conversation):
            earlier = await self._exchange(conversation, question_id)
            if earlier is not None and earlier.question == text.strip():
                return earlier
            if earlier is not None:
                # Another question with an id that was used before: a page gone back to.
                question_id = uuid.uuid4().hex
            self._check(text, conversation, address)
            return await self._asked(conversation, question_id, text)

    async def history(self, conversation: str) -> list[Exchange]:
        """Everything that was said so far."""
        return await exchanges(self._store, conversation)

    def ratings(self, conversation: str) -> dict[str, bool]:
        """Which answers of a conversation helped, by the id of the question."""
        return self._store.ratings(conversation)

    async def rate(
        self, conversation: str, question_id: str, *, helpful: bool, comment: str
    ) -> None:
        """Keeps what somebody thinks of an answer.

        Raises:
            Refused: there is no such question, or the comment is too long.
        """
        exchange = await self._exchange(conversation, question_id)
        if exchange is None:
            raise Refused("malformed", 400)
        if len(comment) > self._longest:
            raise Refused("too_long", 413)
        self._store.rate(
            conversation,
            question_id,
            helpful=helpful,
            comment=comment,
            question=exchange.question,
            answer=exchange.answer,
        )

    async def forget(self, conversation: str) -> None:
        """Deletes a conversation and its ratings.

        An answer that is under way is waited for: it would be kept after all.
        """
        async with self._lock(conversation):
            self._store.forget(conversation)

    async def _asked(self, conversation: str, question_id: str, text: str) -> Exchange:
        collector = ReplyCollector()
        message = UserMessage(
            text,
            collector,
            conversation,
            input_channel=self._channel,
            message_id=question_id,
        )
        await answered(self._on_new_message, message, collector)
        return Exchange(question_id, text.strip(), tuple(collector.replies))

    def _lock(self, conversation: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation, asyncio.Lock())

    async def _exchange(self, conversation: str, question_id: str) -> Exchange | None:
        said = await self.history(conversation)
        return next((e for e in said if e.id == question_id), None)

    def _check(self, text: str, conversation: str, address: str) -> None:
        if not text.strip():
            raise Refused("empty", 400)
        if len(text) > self._longest:
            raise Refused("too_long", 413)
        # The address is asked second: who is refused does not use up what others may.
        if not (
            self._of_conversation.allows(conversation)
            and self._of_address.allows(address)
        ):
            raise Refused("too_many", 429)
