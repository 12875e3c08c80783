"""What somebody takes along to their appointment, out of their conversation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.document import Outcome, Quote
from bot.replies.plain_text import line_of
from bot.replies.reply import QUOTE, Kind, Reply
from bot.replies.wording import Wording
from bot.storage.exchange import Exchange

# What only somebody who knows them can answer.
FOR_PROVIDER = {Outcome.NOT_COVERED, Outcome.PERSONAL_ADVICE, Outcome.OTHER_CONDITION}
# Quotes of the others are near to what was asked, and the words before them say so.
ANSWERS = {Outcome.ANSWERED, Outcome.PARTLY_ANSWERED, Outcome.EMERGENCY}
SHOWN = {QUOTE, Kind.GAP.value, Kind.ORIGIN.value}


@dataclass(frozen=True)
class Asked:
    """A question that got quotes, and the lines of its answer, each with its kind."""

    question: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """The questions that the text answers, and those that are left."""

    asked: tuple[Asked, ...]
    questions: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked that belongs on it."""
        return not (self.asked or self.questions)


def sheet_of(exchanges: Iterable[Exchange], wording: Wording) -> Sheet:
    """The sheet for a conversation, each question on it once."""
    asked: dict[str, Asked] = {}
    left: dict[str, str] = {}
    for exchange in exchanges:
        # Asked again, it stands where it was asked first, with the last answer.
        key = " ".join(exchange.question.casefold().split())
        lines = tuple(
            line for reply in exchange.replies for line in _lines(reply, wording)
        )
        if any(kind == QUOTE for kind, _ in lines):
            asked[key] = Asked(exchange.question, lines)
        outcomes = {reply.outcome for reply in exchange.replies}
        if outcomes & FOR_PROVIDER:
            left[key] = exchange.question
        elif Outcome.PARTLY_ANSWERED in outcomes:
            left[key] = wording.text("sheet_missing", question=exchange.question)
    return Sheet(tuple(asked.values()), tuple(left.values()))


def _lines(reply: Reply, wording: Wording) -> Iterator[tuple[str, str]]:
    """The quotes, with what they need beside them; nothing where there is none."""
    is_near = reply.outcome not in ANSWERS
    for part in reply.parts if reply.quotes else ():
        kind = QUOTE if isinstance(part, Quote) else part.kind.value
        if kind in SHOWN or (kind == Kind.WORDS and is_near):
            yield kind, line_of(part, wording)
        # What is offered after the quotes is for the conversation.
        is_near = is_near and kind != QUOTE
