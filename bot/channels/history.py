"""What was said in a conversation, as the page shows it."""

from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, UserUttered

from bot.replies.pieces import PieceKind, pieces_of


@dataclass(frozen=True)
class Exchange:
    """A question, and the messages it was answered with."""

    id: str
    question: str
    messages: tuple[dict[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        """The exchange as plain data, for the page."""
        return {
            "id": self.id,
            "question": self.question,
            "messages": [shown(message) for message in self.messages],
        }

    @property
    def answer(self) -> str:
        """The text of the whole answer."""
        return "\n".join(message.get("text") or "" for message in self.messages)


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
            message = {"text": event.text, **event.data}
            messages = (*last.messages, message)
            found[-1] = Exchange(last.id, last.question, messages)
    return [exchange for exchange in found if exchange.messages]


def shown(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot, in the form that the page shows.

    Each quote carries its start and end, so that the page can show it in the source.
    """
    custom = message.get("custom") or {}
    quotes = iter(custom.get("quotes", ()))
    pieces = []
    for piece in pieces_of(message):
        content: dict[str, Any] = piece.as_dict()
        if piece.kind is PieceKind.QUOTE:
            quote = next(quotes)
            content |= {
                "start": quote["start"],
                "end": quote["end"],
                "sentence": quote["sentences"][0],
            }
        pieces.append(content)
    return {
        "outcome": custom.get("outcome", ""),
        "pieces": pieces,
        "choices": [button["title"] for button in message.get("buttons") or ()],
    }
