"""Tells an emergency at hand from talk about one.

High recall by design: an emergency missed is worse than a notice given in vain. The
classifier has the word where it is sure; where it is not, a warning sign in the words
decides, unless they place it in the past, deny it or speak in general.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.understanding.intents import Ranking

EMERGENCY_FILE = Path(__file__).parents[2] / "data" / "understanding" / "emergency.yml"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# A place and what is felt there belong together within this many words.
REACH = 5
# Sentences of one message that are looked at; a longer message repeats itself.
MOST_ALARMS = 6
LONGEST_ALARM = 300


@dataclass(frozen=True)
class Signs:
    """The words that make a message sound like an emergency, or take that back."""

    places: frozenset[str]
    feelings: frozenset[str]
    alone: tuple[str, ...]
    calming: tuple[str, ...]
    # The least confidence with which the classifier decides: by itself, where a
    # warning sign is named, and where the sign is taken back.
    sure: float
    with_sign: float
    calmed: float
    # The least for the whole message, where a clause of it sounds like an emergency.
    borne_out: float

    def in_text(self, text: str) -> bool:
        """Whether the text names a warning sign."""
        words = _words(text)
        if any(_holds(words, phrase) for phrase in self.alone):
            return True
        places = [i for i, word in enumerate(words) if word in self.places]
        feelings = [i for i, word in enumerate(words) if word in self.feelings]
        return any(abs(a - b) <= REACH for a in places for b in feelings)

    def calm(self, text: str) -> bool:
        """Whether the text speaks of the past, denies the sign or generalises."""
        words = _words(text)
        return any(_holds(words, phrase) for phrase in self.calming)

    def are_urgent(self, text: str, ranking: Ranking) -> bool:
        """Whether somebody needs help now."""
        confidence = _urgency(ranking)
        if confidence >= self.sure:
            return True
        if not self.in_text(text):
            return False
        return confidence >= (self.calmed if self.calm(text) else self.with_sign)

    def may_be_urgent(self, ranking: Ranking) -> bool:
        """Whether an emergency is among what the message could be."""
        return _urgency(ranking) >= self.borne_out


@lru_cache(maxsize=4)
def load_signs(path: Path = EMERGENCY_FILE) -> Signs:
    """Reads the warning signs."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Signs(
        places=frozenset(content["places"]),
        feelings=frozenset(content["feelings"]),
        alone=tuple(content["alone"]),
        calming=tuple(content["calming"]),
        **content["confidence"],
    )


def alarms(text: str, signs: Signs) -> list[str]:
    """The sentences of a message, however long, that name a warning sign."""
    sentences = re.split(r"(?<=[.!?;\n])\s+", text)
    pieces = [
        sentence[at : at + LONGEST_ALARM]
        for sentence in sentences
        for at in range(0, max(len(sentence), 1), LONGEST_ALARM)
    ]
    return list(filter(signs.in_text, _without_repeats(pieces)))[:MOST_ALARMS]


def _urgency(ranking: Ranking) -> float:
    return sum(c.confidence for c in ranking if c.intent == "emergency")


def _without_repeats(pieces: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(pieces))


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in WORD.finditer(text)]


def _holds(words: list[str], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(words)} "
