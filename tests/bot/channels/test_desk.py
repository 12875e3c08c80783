import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.desk import Desk
from bot.settings import Settings
from bot.storage.conversation_store import ConversationStore


class Slow:
    """Answers, and keeps the answer, once it may."""

    def __init__(self, store: ConversationStore) -> None:
        self._store = store
        self.may = asyncio.Event()
        self.began = asyncio.Event()

    async def __call__(self, message: UserMessage) -> None:
        self.began.set()
        await self.may.wait()
        reply: dict[str, Any] = {"text": "an answer", "custom": {"outcome": "answered"}}
        await message.output_channel.send_response(message.sender_id, reply)
        tracker = DialogueStateTracker(message.sender_id, [])
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        tracker.update(BotUttered("an answer"))
        await self._store.save(tracker)


@pytest.mark.anyio
async def test_an_answer_that_is_under_way_does_not_outlive_forgetting(
    tmp_path: Path,
) -> None:
    store = ConversationStore(tmp_path, Domain.empty())
    answers = Slow(store)
    desk = Desk(Settings(), store, answers, channel="chat")
    question = ("anna", "question-1", "is it bad?")
    asking = asyncio.ensure_future(desk.answer(*question, address="here"))
    await answers.began.wait()
    forgetting = asyncio.ensure_future(desk.forget("anna"))
    await asyncio.sleep(0.05)
    assert not forgetting.done()
    answers.may.set()
    assert (await asking).answer == "an answer"
    await forgetting
    assert await store.retrieve("anna") is None
