"""Quotes, and the answers made of them."""

from dataclasses import dataclass
from enum import Enum

from bot.document.source import Source


class Outcome(str, Enum):
    """How a question ended: a closed set."""

    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly_answered"
    NOT_COVERED = "not_covered"
    PERSONAL_ADVICE = "personal_advice"
    OTHER_CONDITION = "other_condition"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"
    EMERGENCY = "emergency"
    SMALL_TALK = "small_talk"


class QuoteError(Exception):
    """A quote differs from what the source says at its place."""


@dataclass(frozen=True)
class Quote:
    """A verbatim span of the source. Offsets count characters, not bytes."""

    text: str
    start: int
    end: int
    # The first and the last sentence of the span, counted from 1.
    sentences: tuple[int, int]


@dataclass(frozen=True)
class Answer:
    """What is said to one question, with its evidence."""

    outcome: Outcome
    source: Source
    quotes: tuple[Quote, ...] = ()
    passage: str | None = None
    # The name of the list that the quotes announce and the source lacks.
    gap: str | None = None

    def verify(self) -> None:
        """Compares every quote with the source.

        Raises:
            QuoteError: a quote is not what stands in the source at its place.
        """
        for quote in self.quotes:
            if self.source.text[quote.start : quote.end] != quote.text:
                raise QuoteError(
                    f"The text does not say {quote.text!r} at "
                    f"{quote.start}-{quote.end}; it is not sent."
                )
