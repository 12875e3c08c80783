import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.conversation_store import DAY, FILE, ConversationStore, StoreError

WORDS = "a sentence nobody else says"


async def kept(
    folder: Path, conversation: str = "anna", *, days_ago: float = 0
) -> ConversationStore:
    store = ConversationStore(folder, Domain.empty())
    tracker = DialogueStateTracker(conversation, [])
    said = time.time() - days_ago * DAY
    tracker.update(UserUttered(WORDS, timestamp=said))
    await store.save(tracker)
    store.rate(
        conversation,
        "question-1",
        helpful=False,
        comment=WORDS,
        question=WORDS,
        answer="an answer",
    )
    return store


@pytest.mark.anyio
async def test_outlives_the_server(tmp_path: Path) -> None:
    await kept(tmp_path)
    store = ConversationStore(tmp_path, Domain.empty())
    tracker = await store.retrieve("anna")
    assert tracker is not None
    assert tracker.latest_message.text == WORDS
    assert store.ratings("anna") == {"question-1": False}


@pytest.mark.anyio
async def test_who_changes_their_mind_has_one_rating(tmp_path: Path) -> None:
    store = await kept(tmp_path)
    store.rate("anna", "question-1", helpful=True, comment="", question="q", answer="a")
    assert store.ratings("anna") == {"question-1": True}


@pytest.mark.anyio
async def test_forgets_one_conversation_and_leaves_nothing_in_the_files(
    tmp_path: Path,
) -> None:
    store = await kept(tmp_path)
    store.forget("anna")
    assert await store.retrieve("anna") is None
    assert store.ratings("anna") == {}
    assert not any(WORDS.encode() in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.anyio
async def test_leaves_the_others_alone(tmp_path: Path) -> None:
    await kept(tmp_path, "anna")
    store = await kept(tmp_path, "ben")
    store.forget("anna")
    assert await store.retrieve("ben") is not None
    assert store.ratings("ben") == {"question-1": False}


@pytest.mark.anyio
async def test_deletes_what_has_been_silent_for_long(tmp_path: Path) -> None:
    await kept(tmp_path, "anna", days_ago=30.1)
    store = await kept(tmp_path, "ben", days_ago=29.9)
    store.forget_older_than(30)
    assert await store.retrieve("anna") is None
    assert store.ratings("anna") == {}
    assert await store.retrieve("ben") is not None


@pytest.mark.anyio
async def test_the_last_message_counts_not_the_first(tmp_path: Path) -> None:
    store = await kept(tmp_path, "anna", days_ago=100)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    tracker.update(UserUttered(WORDS, timestamp=time.time() - DAY))
    await store.save(tracker)
    store.forget_older_than(30)
    kept_on = await store.retrieve("anna")
    assert kept_on is not None
    assert len(kept_on.events) == 2


def test_names_a_file_that_is_damaged_and_leaves_it_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    with pytest.raises(StoreError, match=r"conversations\.db cannot be used"):
        ConversationStore(tmp_path)
    assert (tmp_path / FILE).read_bytes().startswith(b"no database")


@pytest.mark.parametrize("error", [ValueError("no such schema"), OSError("gone")])
def test_what_goes_wrong_in_a_session_never_ends_the_process(
    tmp_path: Path, error: Exception
) -> None:
    store = ConversationStore(tmp_path, Domain.empty())
    with pytest.raises(type(error)), store.session_scope():
        raise error


@pytest.mark.anyio
async def test_half_an_emoji_never_ends_the_process(tmp_path: Path) -> None:
    store = ConversationStore(tmp_path, Domain.empty())
    with pytest.raises(UnicodeError):
        await store.retrieve("anna\ud83d")
    with pytest.raises(UnicodeError):
        store.rate("anna", "1", helpful=True, comment="\ud83d", question="", answer="")
    assert store.ratings("anna") == {}
