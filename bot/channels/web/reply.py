"""Replies, and what they answer, as the chat page shows them."""

from typing import Any

from bot.document import Outcome, Quote
from bot.replies.plain_text import line_of
from bot.replies.reply import QUOTE, Kind, Part, Reply
from bot.replies.wording import Wording
from bot.storage.exchange import Exchange


def shown_exchange(exchange: Exchange, wording: Wording) -> dict[str, Any]:
    """An exchange as plain data, ready for JSON and for the page's template."""
    return {
        "id": exchange.id,
        "question": exchange.question,
        "replies": [shown(reply, wording) for reply in exchange.replies],
        "urgent": is_urgent(exchange),
    }


def is_urgent(exchange: Exchange) -> bool:
    """Whether somebody was told where help is."""
    return any(reply.outcome is Outcome.EMERGENCY for reply in exchange.replies)


def shown(reply: Reply, wording: Wording) -> dict[str, Any]:
    """The reply as such data.

    Each quote carries its start and end, so that the page can show it in the source.
    """
    return {
        "outcome": reply.outcome.value,
        "parts": [_part(part, wording) for part in reply.parts],
        "choices": list(reply.choices),
        "call_after": _call_after(reply),
    }


def _call_after(reply: Reply) -> int | None:
    """The number of the part that the emergency number stands after, if it does.

    It follows what to do now, before what is quoted.
    """
    if reply.outcome is not Outcome.EMERGENCY:
        return None
    kinds = [getattr(part, "kind", None) for part in reply.parts]
    return kinds.index(Kind.WORDS)


def _part(part: Part, wording: Wording) -> dict[str, Any]:
    text = line_of(part, wording)
    if not isinstance(part, Quote):
        return {"kind": part.kind.value, "text": text}
    place = {"start": part.start, "end": part.end, "sentences": list(part.sentences)}
    return {"kind": QUOTE, "text": text, **place}
