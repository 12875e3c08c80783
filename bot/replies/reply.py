"""What the bot says to one question, before a channel gives it a form."""

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from bot.document import Outcome, Quote, Source


class Kind(str, Enum):
    """What kind of line a part of a reply is, where it is not a quote."""

    # What was read in place of misspelt words.
    READING = "reading"
    # The bot's own words.
    WORDS = "words"
    # That the source lacks a list that it announces.
    GAP = "gap"
    # Where the quotes come from.
    ORIGIN = "source"


@dataclass(frozen=True)
class Line:
    """Words of the bot, on a line of their own."""

    kind: Kind
    text: str


Part = Line | Quote
QUOTE = "quote"


@dataclass(frozen=True)
class Origin:
    """The source that a reply rests on, without its text."""

    title: str
    publisher: str
    date: str
    sha256: str

    @classmethod
    def of(cls, source: Source) -> "Origin":
        """The facts about a source."""
        return cls(source.title, source.publisher, source.date, source.sha256)


@dataclass(frozen=True)
class Reply:
    """One message of the bot: the reply to one question, with its evidence."""

    outcome: Outcome
    parts: tuple[Part, ...]
    # The questions to tap, in the reader's words.
    choices: tuple[str, ...] = ()
    # The passage that the quotes are taken from.
    passage: str | None = None
    # The name of the list that the quotes announce and the source lacks.
    gap: str | None = None
    origin: Origin | None = None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The source's own words in it."""
        return tuple(part for part in self.parts if isinstance(part, Quote))

    @property
    def buttons(self) -> list[dict[str, str]]:
        """The choices as Rasa's buttons.

        The payload is what the reader would type: no command comes of a button.
        """
        return [{"title": title, "payload": title} for title in self.choices]

    def as_data(self) -> dict[str, Any]:
        """The reply as plain data, ready for JSON.

        Each quote stands once, under `quotes`; in `parts` is its number there.
        """
        numbers = iter(range(len(self.parts)))
        return {
            "outcome": self.outcome.value,
            "passage": self.passage,
            "gap": self.gap,
            "quotes": [
                {
                    "text": quote.text,
                    "start": quote.start,
                    "end": quote.end,
                    "passage": self.passage,
                    "sentences": list(quote.sentences),
                }
                for quote in self.quotes
            ],
            "source": asdict(self.origin) if self.origin else None,
            "parts": [
                {"kind": QUOTE, "quote": next(numbers)}
                if isinstance(part, Quote)
                else {"kind": part.kind.value, "text": part.text}
                for part in self.parts
            ],
            "choices": list(self.choices),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Reply":
        """The reply, rebuilt from its plain data."""
        quotes = [
            Quote(q["text"], q["start"], q["end"], tuple(q["sentences"]))
            for q in data["quotes"]
        ]
        source = data["source"]
        return cls(
            Outcome(data["outcome"]),
            tuple(
                quotes[part["quote"]]
                if part["kind"] == QUOTE
                else Line(Kind(part["kind"]), part["text"])
                for part in data["parts"]
            ),
            tuple(data["choices"]),
            data["passage"],
            data["gap"],
            Origin(**source) if source else None,
        )

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> "Reply":
        """The reply in a message of Rasa's: an action's, or a response of the domain.

        Args:
            message: Its `custom` holds a reply as data, or an outcome at least.
        """
        data = message.get("custom") or {}
        if "parts" in data:
            return cls.from_data(data)
        outcome = Outcome(data.get("outcome", Outcome.SMALL_TALK))
        return cls(outcome, (Line(Kind.WORDS, message.get("text") or ""),))
