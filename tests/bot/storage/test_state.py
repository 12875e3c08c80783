import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.document import Outcome
from bot.replies.reply import Kind, Line, Reply
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.exchange import Exchange
from bot.storage.inbox import Letter
from bot.storage.sqlite import FILE
from bot.storage.state import DAY, State
from bot.storage.tables import DIALOGUES, EXCHANGES, RATINGS
from tests.bot.storage.keeping import keep

WORDS = "a sentence nobody else says"
REPLY = Reply(Outcome.SMALL_TALK, (Line(Kind.WORDS, "an answer"),))

pytestmark = pytest.mark.anyio


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[State]:
    """A state in a file."""
    opened = open_state(tmp_path)
    yield opened
    opened.close()


def open_state(folder: Path) -> State:
    return State.opened(Settings(state_folder=folder))


async def talk(state: State, conversation: str, *, days_ago: float = 0) -> None:
    """One turn of a conversation, with a rating."""
    said = time.time() - days_ago * DAY
    tracker = DialogueStateTracker(conversation, [])
    tracker.update(UserUttered(WORDS, timestamp=said))
    await state.dialogues.save(tracker)
    exchange = Exchange(f"q-{days_ago}", WORDS, (REPLY,), "chat", said)
    await keep(state, conversation, exchange)
    await state.ratings.rate(
        conversation,
        exchange.id,
        helpful=False,
        comment=WORDS,
        question=WORDS,
        answer="an answer",
    )


async def age(state: State, conversation: str, days: float) -> None:
    """Sets back when a conversation was last heard of."""
    when = {"time": time.time() - days * DAY}
    for table in (DIALOGUES, RATINGS):
        these = table.update().where(table.c.conversation == conversation)
        await state.database.run(lambda c, these=these: c.execute(these.values(when)))


async def is_known(state: State, conversation: str) -> bool:
    tracker = await state.dialogues.retrieve(conversation)
    said = (await state.exchanges.last(conversation, 10)).exchanges
    ids = [exchange.id for exchange in said]
    rated = await state.ratings.of(conversation, ids)
    assert (tracker is not None) == bool(said) == bool(rated)
    return tracker is not None


async def test_outlives_the_server(tmp_path: Path) -> None:
    before = open_state(tmp_path)
    await talk(before, "anna")
    before.close()
    after = open_state(tmp_path)
    assert await is_known(after, "anna")
    assert after.secret == before.secret
    tracker = await after.dialogues.retrieve("anna")
    assert tracker is not None and tracker.latest_message.text == WORDS
    after.close()


async def test_forgets_one_conversation_and_leaves_nothing_in_the_files(
    filed: State, tmp_path: Path
) -> None:
    await talk(filed, "anna")
    assert any(WORDS.encode() in path.read_bytes() for path in tmp_path.iterdir())
    await filed.forget("anna")
    assert not await is_known(filed, "anna")
    assert not any(WORDS.encode() in path.read_bytes() for path in tmp_path.iterdir())


async def test_leaves_the_others_alone(state: State) -> None:
    await talk(state, "anna")
    await talk(state, "ben")
    await state.forget("anna")
    assert await is_known(state, "ben")


async def test_says_when_deleted_words_are_still_in_the_log(
    filed: State, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await talk(filed, "anna")
    reader = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM exchanges").fetchall()
    assert not await filed.forget("anna")
    assert "still in the log" in caplog.text
    reader.close()
    caplog.clear()
    assert await filed.forget("anna")
    assert caplog.text == ""
    assert WORDS.encode() not in b"".join(f.read_bytes() for f in tmp_path.iterdir())


async def test_deletes_what_has_been_silent_for_long(state: State) -> None:
    for name, days in (("anna", 30.1), ("ben", 29.9)):
        await talk(state, name, days_ago=days)
        await age(state, name, days)
    await state.forget_silent(30)
    assert not await is_known(state, "anna")
    assert await is_known(state, "ben")


async def test_what_was_silent_for_long_is_in_no_file(
    filed: State, tmp_path: Path
) -> None:
    await talk(filed, "anna", days_ago=31)
    await age(filed, "anna", 31)
    await filed.forget_silent(30)
    assert WORDS.encode() not in (tmp_path / f"{FILE}-wal").read_bytes()


async def test_the_last_message_counts_not_the_first(state: State) -> None:
    await talk(state, "anna", days_ago=100)
    await age(state, "anna", 100)
    await talk(state, "anna", days_ago=1)
    await state.forget_silent(30)
    assert len((await state.exchanges.last("anna", 10)).exchanges) == 2


async def test_deletes_however_many_there_are(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.forgetting.AT_A_TIME", 2)
    for name in ("anna", "ben", "carla", "dora", "emma"):
        await talk(state, name, days_ago=40)
        await age(state, name, 40)
    await state.forget_silent(30)
    assert list(await state.dialogues.keys()) == []


async def test_names_a_file_that_is_damaged_and_leaves_it_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    with pytest.raises(StoreError, match=r"conversations\.db cannot be used"):
        open_state(tmp_path)
    assert (tmp_path / FILE).read_bytes().startswith(b"no database")


async def test_half_an_emoji_never_ends_the_process(state: State) -> None:
    half = "anna\ud83d"
    with pytest.raises(UnicodeError):
        await state.dialogues.retrieve(half)
    with pytest.raises(UnicodeError):
        await state.exchanges.last(half, 1)
    await talk(state, "anna")
    assert await is_known(state, "anna")


async def test_a_table_that_is_gone_is_said_in_our_words(
    filed: State, tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("DROP TABLE exchanges")
    database.close()
    with pytest.raises(StoreError, match="cannot be used"):
        await filed.exchanges.one("anna", "q-1")


async def test_in_memory_nothing_outlives_the_state() -> None:
    state = State.in_memory()
    await talk(state, "anna")
    assert await is_known(state, "anna")
    assert not await is_known(State.in_memory(), "anna")
    assert json.dumps(REPLY.as_data())


async def test_what_somebody_typed_stands_in_no_error(state: State) -> None:
    exchange = Exchange("q-1", WORDS, (REPLY,), "chat")
    await keep(state, "anna", exchange)
    with pytest.raises(StoreError) as raised:
        await keep(state, "anna", exchange)
    assert WORDS not in str(raised.value)
    assert WORDS not in str(raised.value.__cause__)


async def test_a_rating_that_was_left_behind_goes_with_time(state: State) -> None:
    await talk(state, "anna")
    await age(state, "anna", 31)
    for table in (DIALOGUES, EXCHANGES):
        await state.database.run(lambda c, table=table: c.execute(table.delete()))
    await state.forget_silent(30)
    assert await state.ratings.of("anna", ["q-0"]) == {}


async def test_knows_conversations_by_how_their_names_begin(state: State) -> None:
    for name in ("slack-T1-U1-im-", "slack-T1-U1-im-9.0", "slack-T1-U1-C1-9.0"):
        await talk(state, name)
    # In a name, marks of the database's own mean nothing.
    await talk(state, "slack-T1-U1_im_9")
    found = await state.conversations_of("slack-T1-U1-im-")
    assert sorted(found) == ["slack-T1-U1-im-", "slack-T1-U1-im-9.0"]
    assert await state.conversations_of("slack-T1-U1_") == ["slack-T1-U1_im_9"]


async def test_what_arrived_is_forgotten_with_its_conversation(state: State) -> None:
    letter = Letter("one", "anna", "a-thread", WORDS)
    await state.inbox.take(letter)
    await state.forget("anna")
    assert not await state.inbox.has_from("a-thread")
