"""What was said in a conversation, as the page shows it."""

from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, UserUttered

from bot.channels.page_reply import shown
from bot.replies.plain_text import as_text
from bot.replies.reply import Reply
from bot.replies.wording import load_wording


@dataclass(frozen=True)
class Exchange:
    """A question, and what it was answered with."""

    id: str
    question: str
    replies: tuple[Reply, ...]

    def as_dict(self) -> dict[str, Any]:
        """The exchange as plain data, for the page."""
        return {
            "id": self.id,
            "question": self.question,
            "replies": [shown(reply) for reply in self.replies],
        }

    @property
    def answer(self) -> str:
        """The text of the whole answer."""
        return "\n".join(as_text(reply, load_wording()) for reply in self.replies)


async def exchanges(store: TrackerStore, conversation: str) -> list[Exchange]:
    """Everything that was asked and answered in a conversation, in order.

    A question whose answer failed is not there; it can be asked again.
    """
    tracker = await store.retrieve(conversation)
    found: list[Exchange] = []
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            found.append(Exchange(str(event.message_id), event.text or "", ()))
        elif isinstance(event, BotUttered) and found:
            last = found[-1]
            reply = Reply.from_message({"text": event.text, **event.data})
            found[-1] = Exchange(last.id, last.question, (*last.replies, reply))
    return [exchange for exchange in found if exchange.replies]
