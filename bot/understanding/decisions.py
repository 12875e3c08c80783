"""How sure the decisions on a message are, for those who look at them."""

from dataclasses import dataclass

from bot.understanding.intent import Intent


@dataclass(frozen=True)
class Decisions:
    """The chances from which subject, stance and topic of a message are decided."""

    # That it is neither a question to us nor to anybody: small talk, a call for help.
    talk: float
    # That it is about something else; whether it names our subject; whether it is like
    # nothing that was learned, and so gets no quote.
    foreign: float
    named: bool
    strange: bool
    # That it is about somebody's own case, if it is about our subject.
    own: float
    # What it is about, whoever's case it is, and how sure that is.
    topic: Intent | None
    topic_chance: float
    # The passage that is quoted if it is about our subject, and how sure that is.
    passage: str | None
    passage_chance: float
