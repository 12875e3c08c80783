"""A store as it was written before exchanges had rows of their own is still read.

`earlier.sql` is the dump of one, made by the bot of November 25, 2026.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.document import Outcome
from bot.page.page import load_page
from bot.replies.plain_text import as_text
from bot.replies.reply import Kind, Line, Reply
from bot.running.engine import load_bot
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.exchange import Exchange
from bot.storage.sqlite import FILE
from bot.storage.state import DAY, State
from bot.storage.tables import DIALOGUES

pytestmark = pytest.mark.anyio

DUMP = Path(__file__).with_name("earlier.sql")


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with sqlite3.connect(tmp_path / FILE) as database:
        database.executescript(DUMP.read_text(encoding="utf-8"))
    database.close()
    opened = State.opened(Settings(state_folder=tmp_path))
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
    again = State.opened(Settings(state_folder=tmp_path))
    assert len(await said(again)) == 7
    again.close()


async def test_each_answer_has_its_passage_gap_and_source(state: State) -> None:
    _, symptoms, several, *_ = await said(state)
    (reply,) = symptoms.replies
    assert (reply.passage, reply.gap) == ("symptoms", "symptoms")
    assert reply.origin is not None and reply.origin.publisher == "Mayo Clinic"
    assert [reply.passage for reply in several.replies] == ["danger", "inherited"]


async def test_what_a_conversation_was_about_is_known_under_its_new_name(
    state: State,
) -> None:
    text = await state.database.run(lambda c: c.execute(ABOUT).scalar())
    kept = json.loads(text)
    assert kept["slots"]["dialogue"]["passage"] == "cause"
    assert kept["slots"]["dialogue"]["quoted"] == ["cause"]
    # The last turn only, from its question on.
    kinds = [event["event"] for event in kept["events"]]
    assert (kinds[0], kinds.count("user")) == ("user", 1)


ABOUT = sa.select(DIALOGUES.c.state).where(DIALOGUES.c.conversation == "anna")


def event(kind: str, when: float, **content: Any) -> dict[str, Any]:
    return {"event": kind, "timestamp": when, **content}


async def migrated(folder: Path, *events: dict[str, Any]) -> State:
    """A store of before that holds nothing but these events."""
    with sqlite3.connect(folder / FILE) as database:
        database.executescript(DUMP.read_text(encoding="utf-8"))
        database.execute("DELETE FROM events")
        database.executemany(
            "INSERT INTO events (sender_id, type_name, timestamp, data) "
            "VALUES ('ben', ?, ?, ?)",
            [(e["event"], e.get("timestamp"), json.dumps(e)) for e in events],
        )
    database.close()
    return State.opened(Settings(state_folder=folder))


async def test_a_question_without_an_answer_is_left_out_and_no_id_comes_twice(
    tmp_path: Path,
) -> None:
    state = await migrated(
        tmp_path,
        event("user", 1.0, text="nobody answered", message_id="a"),
        event("user", 2.0, text=" is it bad? ", message_id="b", input_channel="chat"),
        event("bot", 3.0, text="Hello.", data={}),
        event("user", 4.0, text="again", message_id="b"),
        event("bot", 5.0, text="Hello again.", data={}),
        event("user", 6.0, text=None, message_id="c"),
        event("bot", 7.0, text=None, data={}),
    )
    bad, empty = await said(state, "ben")
    assert (bad.id, bad.question, bad.channel, bad.time) == (
        *("b", "is it bad?", "chat"),
        2.0,
    )
    assert bad.replies == (Reply(Outcome.SMALL_TALK, (Line(Kind.WORDS, "Hello."),)),)
    assert (empty.id, empty.question, empty.channel) == ("c", "", "")
    assert empty.replies[0].parts == (Line(Kind.WORDS, ""),)
    state.close()


async def test_a_conversation_is_as_old_as_its_last_event(tmp_path: Path) -> None:
    now = time.time()
    old, new = now - 40 * DAY, now - DAY
    state = await migrated(
        tmp_path, event("session_started", old), event("action", new, name="listen")
    )
    await state.forget_silent(30)
    assert list(await state.dialogues.keys()) == ["ben"]
    await state.forget_silent(0)
    assert list(await state.dialogues.keys()) == []
    state.close()


async def test_an_event_that_cannot_be_read_stops_the_start_and_changes_nothing(
    tmp_path: Path,
) -> None:
    with pytest.raises(StoreError, match="of an earlier version cannot be read"):
        await migrated(tmp_path, event("user", 1.0, text="hi"), {"event": "bot"})
    with sqlite3.connect(tmp_path / FILE) as database:
        (count,) = database.execute("SELECT count(*) FROM events").fetchone()
    database.close()
    assert count == 2
