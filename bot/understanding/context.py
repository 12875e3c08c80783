"""What went before a message, as far as it helps to understand it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from bot.understanding.intent import (
    AFRAID,
    BOT_HELP,
    EMERGENCY,
    EMERGENCY_OVER,
    PAIN_PAST,
    START_OVER,
    TELLING,
    UNCLEAR,
    UNFINISHED,
    Intent,
    Kind,
)

# In characters: of a story, what was asked stands at its end.
LONGEST_SAID = 160

OURS = frozenset({Kind.ASK, Kind.NOT_COVERED, Kind.PERSONAL})
OVER = frozenset({EMERGENCY_OVER, PAIN_PAST})
# After what the bot can do, "it" is our subject again.
BEGINS_ANEW = frozenset({BOT_HELP, START_OVER})
# What adds words and no topic: the next message may lean on them.
ADDS_WORDS = frozenset({TELLING, AFRAID, UNFINISHED, UNCLEAR})


@dataclass(frozen=True)
class Context:
    """What a conversation is about before a message, in a few words."""

    # What was asked, or said, last; None at the beginning.
    topic: Intent | None = None
    # The words in which that was said.
    said: str = ""
    # Whether somebody may need help, and has not said that it is over.
    urgent: bool = False

    @classmethod
    def of(cls, turns: Iterable[tuple[Intent, str]]) -> "Context":
        """The context after some messages, each with what it meant."""
        return reduce(lambda before, turn: before.after(*turn), turns, cls())

    def after(self, intent: Intent, text: str) -> "Context":
        """The context once somebody has said something more.

        Thanks and greetings change nothing: what they interrupt goes on.
        """
        said = text[-LONGEST_SAID:]
        if intent in BEGINS_ANEW:
            return Context()
        if intent in OVER:
            return Context(intent, said)
        if intent in ADDS_WORDS or intent.kind is Kind.FOLLOW_UP:
            return replace(self, said=said)
        if intent.kind is Kind.EMERGENCY:
            return Context(intent, said, urgent=True)
        talks = intent.kind is Kind.TALK
        return self if talks else replace(self, topic=intent, said=said)

    @property
    def is_ours(self) -> bool:
        """Whether it is about our subject, as far as one can tell."""
        told = self.topic is None and bool(self.said)
        return told or (self.topic is not None and self.topic.kind in OURS)

    def as_text(self) -> str:
        """What an encoder reads beside the message; empty where nothing went before."""
        topics = [EMERGENCY.words] if self.urgent else []
        if self.topic and self.topic.words not in topics:
            topics.append(self.topic.words)
        about = ", ".join(topics)
        return f"{about}: {self.said}" if about else self.said
