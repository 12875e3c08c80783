"""What a message is answered with is read at once, and kept at once or not at all."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from bot.document import Outcome
from bot.replies.reply import Kind, Line, Reply
from bot.storage.errors import StoreError
from bot.storage.exchange import Exchange
from bot.storage.state import State

pytestmark = pytest.mark.anyio
REPLY = Reply(Outcome.SMALL_TALK, (Line(Kind.WORDS, "an answer"),))


def exchange(question: str) -> Exchange:
    return Exchange(question, question, (REPLY,), "chat")


@pytest.fixture(autouse=True)
def domain(state: State) -> None:
    state.dialogues.domain = Domain.empty()


async def say(state: State, text: str) -> None:
    """What Rasa does with a message."""
    tracker = await state.dialogues.get_or_create_tracker("anna")
    tracker.update(UserUttered(text))
    await state.dialogues.save(tracker)


async def last_words(state: State) -> str | None:
    tracker = await state.dialogues.retrieve("anna")
    return tracker.latest_message.text if tracker else None


async def test_answer_and_dialogue_are_kept_together(state: State) -> None:
    async with state.turns.begun("anna", "one") as turn:
        assert turn.known is None
        await say(state, "hello")
        # Who looks from outside sees neither yet.
        assert await state.exchanges.one("anna", "one") is None
        await turn.keep(exchange("one"))
    assert await state.exchanges.one("anna", "one")
    assert await last_words(state) == "hello"


async def test_what_comes_again_is_known(state: State) -> None:
    async with state.turns.begun("anna", "one") as turn:
        await turn.keep(exchange("one"))
    async with state.turns.begun("anna", "one") as again:
        assert again.known == await state.exchanges.one("anna", "one")
    async with state.turns.begun("ben", "one") as other:
        assert other.known is None


async def test_a_turn_that_failed_leaves_nothing(state: State) -> None:
    async with state.turns.begun("anna", "one") as turn:
        await say(state, "hello")
        await turn.keep(exchange("one"))
    with pytest.raises(RuntimeError):
        async with state.turns.begun("anna", "two"):
            await say(state, "what went wrong")
            raise RuntimeError
    assert await last_words(state) == "hello"


async def test_where_the_answer_cannot_be_kept_the_dialogue_is_not(
    state: State,
) -> None:
    with pytest.raises(StoreError):
        async with state.turns.begun("anna", None) as turn:
            await say(state, "hello")
            # One that is there already, as from another server.
            await state.database.run(lambda c: c.execute(sa.text(TAKEN)))
            await turn.keep(exchange("one"))
    assert await last_words(state) is None


TAKEN = (
    "INSERT INTO exchanges "
    "(conversation, question_id, channel, time, question, replies) "
    "VALUES ('anna', 'one', 'chat', 0, 'one', '[]')"
)


async def test_conversations_do_not_see_each_other(state: State) -> None:
    async def turn(name: str) -> None:
        async with state.turns.begun(name, name) as begun:
            await asyncio.sleep(0)
            tracker = await state.dialogues.get_or_create_tracker(name)
            assert not tracker.events or tracker.sender_id == name
            tracker.update(UserUttered(f"I am {name}"))
            await state.dialogues.save(tracker)
            await begun.keep(exchange(name))

    await asyncio.gather(*(turn(f"person-{n}") for n in range(20)))
    tracker = await state.dialogues.retrieve("person-7")
    assert tracker is not None and tracker.latest_message.text == "I am person-7"


async def test_a_message_takes_two_transactions(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    original = type(state.database).run

    async def counted(database: Any, work: Any) -> Any:
        begun.append(work)
        return await original(database, work)

    monkeypatch.setattr(type(state.database), "run", counted)
    async with state.turns.begun("anna", "one") as turn:
        await say(state, "hello")
        await turn.keep(exchange("one"))
    assert len(begun) == 2
