"""Questions in, answers out: the same for every channel."""

import logging
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.gate import Gate, storable
from bot.channels.output import ReplyCollector
from bot.channels.refusal import Refused
from bot.replies.plain_text import as_text
from bot.replies.reply import Reply
from bot.replies.wording import Wording
from bot.storage.errors import StoreError
from bot.storage.exchange import Exchange
from bot.storage.exchange_store import Slice
from bot.storage.state import State
from bot.watching.metrics import FAILURES, answer_time, count_message

logger = logging.getLogger(__name__)

# What hands a message to Rasa.
Handler = Callable[[UserMessage], Awaitable[Any]]


@dataclass(frozen=True)
class Asker:
    """Who asks."""

    channel: str
    conversation: str
    # Where the message came from, for those whom a gate counts.
    address: str = ""


class Exchanges:
    """Has questions answered, each once, and keeps what was asked and answered.

    Nothing else hands a message to Rasa.
    """

    def __init__(
        self,
        state: State,
        handler: Handler,
        *,
        wording: Wording,
        gate: Gate | None = None,
    ) -> None:
        self._state = state
        self._wording = wording
        self._handler = handler
        self._gate = gate

    async def ask(
        self, asker: Asker, text: str, question_id: str | None = None
    ) -> Exchange:
        """Has a question answered; the same id gets the same answer, not another.

        Raises:
            Refused: the gate did not let it in, or no answer came.
            StoreError: what was said cannot be read or kept. No answer is given that
                would be forgotten: asked again, it is answered once.
        """
        with answer_time(asker.channel):
            return await self._asked(asker, text, question_id)

    async def _asked(
        self, asker: Asker, text: str, question_id: str | None
    ) -> Exchange:
        question = storable(text).strip()
        async with (
            self._state.shared.held(asker.conversation) as hold,
            self._state.turns.begun(asker.conversation, question_id) as turn,
        ):
            if turn.known is not None:
                if turn.known.question == question:
                    return turn.known
                # A different question under a known id: a page gone back to.
                question_id = None
            if self._gate is not None:
                await self._gate.admit(
                    text, conversation=asker.conversation, address=asker.address
                )
            question_id = question_id or uuid.uuid4().hex
            replies = await self._answered(asker, question, question_id)
            exchange = Exchange(question_id, question, replies, asker.channel)
            await hold.check()
            await turn.keep(exchange)
            count_message(asker.channel, [reply.outcome.value for reply in replies])
            return exchange

    async def last(
        self, conversation: str, limit: int, *, before: str | None = None
    ) -> Slice:
        """What was said last in a conversation, or before one of its questions.

        Raises:
            StoreError: it cannot be read.
        """
        return await self._state.exchanges.last(conversation, limit, before=before)

    async def ratings(self, conversation: str, said: Slice) -> dict[str, bool]:
        """Which of these answers helped, by the id of the question.

        Raises:
            StoreError: it cannot be read.
        """
        ids = [exchange.id for exchange in said.exchanges]
        return await self._state.ratings.of(conversation, ids)

    async def rate(
        self,
        conversation: str,
        question_id: str,
        *,
        helpful: bool | None,
        comment: str | None = None,
    ) -> None:
        """Keeps what somebody thinks of an answer; None takes it back.

        Args:
            conversation: Whose.
            question_id: The id of the question that was answered.
            helpful: Whether the answer helped.
            comment: What could be better; None leaves what was written before.

        Raises:
            Refused: there is no such question, or the comment is too long.
            StoreError: it cannot be kept.
        """
        if self._gate is not None:
            self._gate.measure(comment or "")
        # It would outlive a conversation that is forgotten meanwhile.
        async with self._state.shared.held(conversation):
            exchange = await self._state.exchanges.one(conversation, question_id)
            if exchange is None:
                raise Refused("malformed", 400)
            if helpful is None:
                await self._state.ratings.take_back(conversation, question_id)
                return
            answer = [as_text(reply, self._wording) for reply in exchange.replies]
            await self._state.ratings.rate(
                conversation,
                question_id,
                helpful=helpful,
                comment=comment,
                question=exchange.question,
                answer="\n".join(answer),
            )

    async def forget(self, conversation: str) -> bool:
        """Deletes a conversation and its ratings.

        An answer that is under way is waited for: it would be kept after all.

        Returns:
            Whether no trace is left already; what is left goes within the hour.

        Raises:
            StoreError: it cannot be deleted.
        """
        async with self._state.shared.held(conversation):
            return await self._state.forget(conversation)

    async def forget_all(self, beginning: str) -> bool:
        """The same with all conversations whose names begin so.

        Raises:
            StoreError: they cannot be deleted.
        """
        conversations = await self._state.conversations_of(beginning)
        if not conversations:
            return True
        async with AsyncExitStack() as held:
            # In one order, so that nobody waits for who waits for them.
            for conversation in sorted(conversations):
                await held.enter_async_context(self._state.shared.held(conversation))
            return await self._state.forget(*conversations)

    async def _answered(
        self, asker: Asker, question: str, question_id: str
    ) -> tuple[Reply, ...]:
        """The replies to a question.

        What was said before something went wrong is said. Rasa swallows what an action
        raises, and goes on without a reply; so no reply is an error.

        Raises:
            Refused: nothing came.
            StoreError: what the conversation is about cannot be read or kept.
        """
        collector = ReplyCollector()
        message = UserMessage(
            question,
            collector,
            asker.conversation,
            input_channel=asker.channel,
            message_id=question_id,
        )
        try:
            await self._handler(message)
        except StoreError:
            raise
        except Exception as error:
            logger.exception("A message could not be answered.")
            FAILURES.labels("answer").inc()
            if not collector.replies:
                raise Refused("broken", 500) from error
        if not collector.replies:
            raise Refused("broken", 500)
        return tuple(collector.replies)
