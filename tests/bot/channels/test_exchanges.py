import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.exchanges import Asker, Exchanges
from bot.channels.gate import Gate
from bot.channels.refusal import Refused
from bot.page.page import load_page
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.state import State
from bot.storage.tables import RATINGS
from bot.storage.turn import Turn

pytestmark = pytest.mark.anyio

ANNA = Asker("chat", "anna", "1.2.3.4")
QUESTION_ID = "question-1"
WORDING = load_page().wording


class Answers:
    """Answers each message, as Rasa would, and counts."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        # Set to hold the answer back.
        self.may = asyncio.Event()
        self.may.set()
        self.began = asyncio.Event()

    async def __call__(self, message: UserMessage) -> None:
        self.heard.append(message)
        self.began.set()
        await self.may.wait()
        reply: dict[str, Any] = {"text": "an answer", "custom": {"outcome": "answered"}}
        await message.output_channel.send_response(message.sender_id, reply)


async def fails_after_speaking(message: UserMessage) -> None:
    await Answers()(message)
    raise OSError("the disk is full")


async def speaks_twice(message: UserMessage) -> None:
    answers = Answers()
    await answers(message)
    await answers(message)


async def fails(_: UserMessage) -> None:
    raise OSError("the disk is full")


async def is_silent(_: UserMessage) -> None:
    pass


@pytest.fixture
def state() -> Iterator[State]:
    opened = State.in_memory()
    yield opened
    opened.close()


def over(state: State, handler: Any, gate: Gate | None = None) -> Exchanges:
    return Exchanges(state, handler, wording=WORDING, gate=gate)


def gated(state: State, handler: Any) -> Exchanges:
    return over(state, handler, Gate(state, longest=50))


def texts(exchanges: Any) -> list[str]:
    return [part.text for one in exchanges for r in one.replies for part in r.parts]


async def test_a_question_is_handed_on_as_it_is_and_kept(state: State) -> None:
    answers = Answers()
    exchanges = over(state, answers)
    said = await exchanges.ask(ANNA, " is it bad?\x00 ", QUESTION_ID)
    (message,) = answers.heard
    assert (message.text, message.sender_id) == ("is it bad?", "anna")
    assert (message.input_channel, message.message_id) == ("chat", QUESTION_ID)
    assert texts([said]) == ["an answer"]
    assert (await exchanges.last("anna", 5)).exchanges == (said,)


async def test_the_same_id_is_answered_once(state: State) -> None:
    answers = Answers()
    exchanges = over(state, answers)
    first = await exchanges.ask(ANNA, "is it bad?", QUESTION_ID)
    assert await exchanges.ask(ANNA, "is it bad? ", QUESTION_ID) == first
    assert len(answers.heard) == 1


async def test_the_same_id_at_the_same_time_is_answered_once(state: State) -> None:
    answers = Answers()
    exchanges = over(state, answers)
    asked = (exchanges.ask(ANNA, "is it bad?", QUESTION_ID) for _ in range(5))
    said = await asyncio.gather(*asked)
    assert len(answers.heard) == 1
    assert len({exchange.id for exchange in said}) == 1


async def test_another_question_with_an_id_of_before_is_answered_too(
    state: State,
) -> None:
    exchanges = over(state, Answers())
    await exchanges.ask(ANNA, "is it bad?", QUESTION_ID)
    other = await exchanges.ask(ANNA, "who gets it?", QUESTION_ID)
    assert other.id != QUESTION_ID
    said = (await exchanges.last("anna", 5)).exchanges
    assert [exchange.question for exchange in said] == ["is it bad?", "who gets it?"]


@pytest.mark.parametrize("handler", [fails, is_silent])
async def test_no_answer_is_an_error_and_can_be_asked_again(
    state: State, handler: Any
) -> None:
    with pytest.raises(Refused) as refused:
        await over(state, handler).ask(ANNA, "is it bad?", QUESTION_ID)
    assert (refused.value.reason, refused.value.status) == ("broken", 500)
    said = await over(state, Answers()).ask(ANNA, "is it bad?", QUESTION_ID)
    assert texts([said]) == ["an answer"]


async def test_what_was_said_before_a_failure_is_said(state: State) -> None:
    said = await over(state, fails_after_speaking).ask(ANNA, "is it bad?")
    assert texts([said]) == ["an answer"]


async def test_an_answer_that_cannot_be_kept_is_not_given(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: Any) -> None:
        raise StoreError("full")

    with monkeypatch.context() as broken:
        broken.setattr(Turn, "keep", refuse)
        with pytest.raises(StoreError):
            await over(state, Answers()).ask(ANNA, "is it bad?", QUESTION_ID)
    # Asked again once it can be, it is.
    said = await over(state, Answers()).ask(ANNA, "is it bad?", QUESTION_ID)
    assert texts([said]) == ["an answer"]


async def test_what_a_conversation_is_about_has_to_be_kept_too(state: State) -> None:
    async def speaks_and_fails(message: Any) -> None:
        await Answers()(message)
        raise StoreError("full")

    with pytest.raises(StoreError):
        await over(state, speaks_and_fails).ask(ANNA, "is it bad?")


@pytest.mark.parametrize(
    ("text", "reason", "status"),
    [("", "empty", 400), (" \n", "empty", 400), ("a" * 51, "too_long", 413)],
)
async def test_a_gate_keeps_out_what_cannot_be_read(
    state: State, text: str, reason: str, status: int
) -> None:
    answers = Answers()
    exchanges = gated(state, answers)
    with pytest.raises(Refused) as refused:
        await exchanges.ask(ANNA, text)
    assert (refused.value.reason, refused.value.status) == (reason, status)
    assert answers.heard == []


async def test_a_gate_counts_conversations_and_addresses() -> None:
    settings = Settings(conversation_rate=2, address_rate=3)
    state = State.in_memory(settings)
    exchanges = Exchanges(
        state, Answers(), wording=WORDING, gate=Gate(state, longest=50)
    )

    async def gets_in(conversation: str, address: str) -> bool:
        try:
            await exchanges.ask(Asker("chat", conversation, address), "is it bad?")
        except Refused as refused:
            assert (refused.reason, refused.status) == ("too_many", 429)
            return False
        return True

    assert [await gets_in("anna", "here") for _ in range(4)] == [
        True,
        True,
        False,
        False,
    ]
    # Who was refused did not use up what others at the same address may.
    assert [await gets_in("ben", "here") for _ in range(2)] == [True, False]
    assert await gets_in("carla", "there")
    state.close()


async def test_a_known_question_is_not_counted() -> None:
    state = State.in_memory(Settings(conversation_rate=1))
    exchanges = Exchanges(
        state, Answers(), wording=WORDING, gate=Gate(state, longest=50)
    )
    for _ in range(3):
        await exchanges.ask(ANNA, "is it bad?", QUESTION_ID)
    state.close()


async def test_one_waits_for_the_other_in_one_conversation_only(state: State) -> None:
    answers = Answers()
    answers.may.clear()
    exchanges = over(state, answers)
    asked = [
        asyncio.ensure_future(exchanges.ask(Asker("chat", name), "is it bad?"))
        for name in ("anna", "anna", "ben")
    ]
    await asyncio.sleep(0.05)
    assert [message.sender_id for message in answers.heard] == ["anna", "ben"]
    answers.may.set()
    await asyncio.gather(*asked)
    assert len(answers.heard) == 3


async def test_an_answer_that_is_under_way_does_not_outlive_forgetting(
    state: State,
) -> None:
    answers = Answers()
    answers.may.clear()
    exchanges = over(state, answers)
    asking = asyncio.ensure_future(exchanges.ask(ANNA, "is it bad?", QUESTION_ID))
    await answers.began.wait()
    forgetting = asyncio.ensure_future(exchanges.forget("anna"))
    await asyncio.sleep(0.05)
    assert not forgetting.done()
    answers.may.set()
    assert texts([await asking]) == ["an answer"]
    await forgetting
    assert (await exchanges.last("anna", 5)).exchanges == ()


async def test_a_conversation_is_read_back_from_any_question_on(state: State) -> None:
    exchanges = over(state, Answers())
    for number in range(4):
        await exchanges.ask(ANNA, f"question {number}", f"id-{number}")
    said = await exchanges.last("anna", 2, before="id-3")
    assert [one.question for one in said.exchanges] == ["question 1", "question 2"]
    assert said.has_earlier


async def test_a_rating_is_of_an_answer_that_was_given(state: State) -> None:
    exchanges = gated(state, speaks_twice)
    await exchanges.ask(ANNA, "is it bad?", QUESTION_ID)
    await exchanges.rate("anna", QUESTION_ID, helpful=True, comment="thanks")
    said = await exchanges.last("anna", 5)
    assert await exchanges.ratings("anna", said) == {QUESTION_ID: True}
    (row,) = await state.database.run(lambda c: c.execute(RATINGS.select()).all())
    assert (row.question, row.answer) == ("is it bad?", "an answer\nan answer")
    assert (row.comment, row.conversation) == ("thanks", "anna")


@pytest.mark.parametrize(
    ("conversation", "comment", "reason", "status"),
    [("ben", "", "malformed", 400), ("anna", "a" * 51, "too_long", 413)],
)
async def test_no_other_rating_is_kept(
    state: State, conversation: str, comment: str, reason: str, status: int
) -> None:
    exchanges = gated(state, Answers())
    await exchanges.ask(ANNA, "is it bad?", QUESTION_ID)
    with pytest.raises(Refused) as refused:
        await exchanges.rate(conversation, QUESTION_ID, helpful=True, comment=comment)
    assert (refused.value.reason, refused.value.status) == (reason, status)
    assert await state.ratings.of("anna", [QUESTION_ID]) == {}


async def test_a_rating_does_not_outlive_forgetting(state: State) -> None:
    exchanges = gated(state, Answers())
    await exchanges.ask(ANNA, "is it bad?", QUESTION_ID)
    async with state.shared.held("anna"):
        rating = exchanges.rate("anna", QUESTION_ID, helpful=True, comment="")
        waiting = asyncio.ensure_future(rating)
        await asyncio.sleep(0.05)
        await state.forget("anna")
    with pytest.raises(Refused):
        await waiting
    assert await state.ratings.of("anna", [QUESTION_ID]) == {}
