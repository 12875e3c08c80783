"""A store as it was written before exchanges had rows of their own is still read.

`earlier.sql` is the dump of one, made by the bot of November 25, 2026.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.document import Outcome
from bot.page.page import load_page
from bot.replies.plain_text import as_text
from bot.running.engine import load_bot
from bot.settings import Settings
from bot.storage.database import FILE
from bot.storage.exchange import Exchange
from bot.storage.state import State

pytestmark = pytest.mark.anyio

DUMP = Path(__file__).with_name("earlier.sql")


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with sqlite3.connect(tmp_path / FILE) as database:
        database.executescript(DUMP.read_text(encoding="utf-8"))
    database.close()
    opened = State.in_folder(Settings(state_folder=tmp_path))
    yield opened
    opened.close()


async def said(state: State, conversation: str = "web-anna") -> tuple[Exchange, ...]:
    return (await state.exchanges.last(conversation, 50)).exchanges


async def test_what_was_asked_is_there_in_order_with_its_ids(state: State) -> None:
    asked = [(exchange.id, exchange.question) for exchange in await said(state)]
    assert asked == [
        ("question-0", "hello there"),
        ("question-1", "what are the symptms of mvp?"),
        ("question-2", "is it dangerous, and is it inherited?"),
        ("question-3", "what about the other way around with it"),
        ("question-4", "1"),
        ("question-5", "my chest hurts so bad rn"),
        ("question-6", "can i drink coffee"),
    ]
    assert {exchange.channel for exchange in await said(state)} == {"chat"}


async def test_what_was_answered_is_there_with_its_quotes_and_choices(
    state: State,
) -> None:
    source = load_page().quotable.source.text
    outcomes = [[r.outcome for r in one.replies] for one in await said(state)]
    assert outcomes[0] == [Outcome.SMALL_TALK]
    assert outcomes[1] == [Outcome.PARTLY_ANSWERED]
    assert outcomes[2] == [Outcome.ANSWERED, Outcome.ANSWERED]
    assert outcomes[5] == [Outcome.EMERGENCY]
    replies = [reply for exchange in await said(state) for reply in exchange.replies]
    quotes = [quote for reply in replies for quote in reply.quotes]
    assert len(quotes) >= 5
    assert all(source[q.start : q.end] == q.text for q in quotes)
    _, symptoms, _, offer, *_ = await said(state)
    assert "I read “symptms” as “symptoms”." in as_text(
        symptoms.replies[0], load_page().wording
    )
    assert len(offer.replies[0].choices) == 3


async def test_ratings_and_other_channels_are_there(state: State) -> None:
    assert await state.ratings.of("web-anna", ["question-1", "question-2"]) == {
        "question-1": False
    }
    (exchange,) = await said(state, "anna")
    assert (exchange.channel, exchange.question) == ("rest", "what causes it?")


async def test_a_conversation_goes_on_where_it_was(state: State, trained: Path) -> None:
    bot = await load_bot(state)
    (reply,) = await bot.ask("where does it say that?", sender="anna")
    assert reply.passage == "cause"
    assert len(await said(state, "anna")) == 2


async def test_is_brought_up_to_date_once_and_leaves_nothing_behind(
    state: State, tmp_path: Path
) -> None:
    state.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        tables = database.execute("SELECT name FROM sqlite_master").fetchall()
    database.close()
    assert ("events",) not in tables
    again = State.in_folder(Settings(state_folder=tmp_path))
    assert len(await said(again)) == 7
    again.close()
