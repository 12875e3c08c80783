from dataclasses import replace

import pytest

from bot.document import Outcome
from bot.replies.reply import Kind, Line, Reply
from bot.storage.exchange import Exchange
from bot.storage.state import State
from tests.bot.storage.keeping import keep

pytestmark = pytest.mark.anyio


def exchange(number: int) -> Exchange:
    reply = Reply(Outcome.ANSWERED, (Line(Kind.WORDS, f"answer {number}"),), ("a", "b"))
    return Exchange(f"id-{number}", f"question {number}", (reply,), "chat")


@pytest.fixture(autouse=True)
async def what_was_said(state: State) -> None:
    for number in range(7):
        await keep(state, "anna", exchange(number))
        await keep(state, "ben", exchange(100 + number))


async def test_finds_one_by_its_id_in_its_own_conversation(state: State) -> None:
    kept = exchange(3)
    assert await state.exchanges.one("anna", "id-3") == kept
    assert await state.exchanges.one("ben", "id-3") is None


@pytest.mark.parametrize(
    ("limit", "before", "numbers", "has_earlier"),
    [
        (3, None, [4, 5, 6], True),
        (3, "id-4", [1, 2, 3], True),
        (3, "id-1", [0], False),
        (7, None, [0, 1, 2, 3, 4, 5, 6], False),
        (50, None, [0, 1, 2, 3, 4, 5, 6], False),
        (3, "id-0", [], False),
        (3, "nobody's", [], False),
        (3, "id-104", [], False),
    ],
)
async def test_reads_a_conversation_back_in_slices(
    state: State,
    limit: int,
    before: str | None,
    numbers: list[int],
    has_earlier: bool,
) -> None:
    said = await state.exchanges.last("anna", limit, before=before)
    assert list(said.exchanges) == [exchange(number) for number in numbers]
    assert said.has_earlier is has_earlier


async def test_a_clock_that_is_set_back_changes_no_order(state: State) -> None:
    for number in (7, 8, 9):
        earlier = replace(exchange(number), time=1_000.0 - number)
        await keep(state, "anna", earlier)
    said = await state.exchanges.last("anna", 4)
    assert [one.id for one in said.exchanges] == ["id-6", "id-7", "id-8", "id-9"]


async def test_who_changes_their_mind_has_one_rating(state: State) -> None:
    for helpful in (False, True):
        await state.ratings.rate(
            "anna", "id-1", helpful=helpful, comment="", question="q", answer="a"
        )
    assert await state.ratings.of("anna", ["id-1", "id-2"]) == {"id-1": True}
    assert await state.ratings.of("anna", ["id-2"]) == {}
    assert await state.ratings.of("ben", ["id-1"]) == {}


async def test_an_exchange_keeps_its_time(state: State) -> None:
    kept = replace(exchange(9), time=1234.5)
    await keep(state, "anna", kept)
    found = await state.exchanges.one("anna", kept.id)
    assert found is not None and found.time == 1234.5
