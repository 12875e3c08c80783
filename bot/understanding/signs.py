"""Finds in a text the words of somebody who needs help, and what takes them back."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from bot.understanding.cleaning import undisguised
from bot.understanding.shorthand import Shorthand
from bot.understanding.spelling import Speller

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.,;:!?…()\n-]")
# A place and what is felt there belong together within this many words.
REACH = 5
# So many words after it, a denial denies no more.
DENIAL_REACH = 7
# In letters.
SMALL = 3


@dataclass(frozen=True)
class Findings:
    """What the words of a text say of an emergency."""

    # A warning sign is named, and not denied.
    sign: bool = False
    # Among them: pain, or the like, in one of the places.
    felt: bool = False
    # One of those that need no second look.
    alone: bool = False
    # The text is nothing but a call for help.
    whole: bool = False
    # Warning signs are named, and all of them denied.
    denied: bool = False
    # The text speaks of the past, or in general.
    calm: bool = False
    # It speaks of what is felt now and then, is over or easily explained.
    mild: bool = False

    @property
    def is_cry(self) -> bool:
        """Whether the words alone are enough to send somebody for help."""
        return self.whole or (self.alone and not self.calm and not self.mild)

    @property
    def may_be_cry(self) -> bool:
        """The same, where nobody can take a second look."""
        return self.is_cry or (self.sign and not self.calm and not self.mild)


@dataclass(frozen=True)
class Signs:
    """The words that make a message sound like an emergency, or take that back.

    Each is a phrase of lower-case words; the file explains the kinds.
    """

    places: frozenset[str]
    feelings: frozenset[str]
    alone: frozenset[str]
    hints: frozenset[str]
    whole: frozenset[str]
    fillers: frozenset[str]
    denials: frozenset[str]
    breakers: frozenset[str]
    calming: frozenset[str]
    mild: frozenset[str]
    at_hand: frozenset[str]
    crisis: frozenset[str]
    # The least confidence with which the classifier decides: by itself, where a
    # warning sign is named, where the sign is taken back, where it is mild, and where
    # it is denied and nothing else is said.
    sure: float
    with_sign: float
    calmed: float
    when_mild: float
    when_denied: float
    # The least for the whole message, where a clause of it sounds like an emergency.
    borne_out: float
    # A part that names a feeling needs nothing of the whole at this one: "chest pain
    # now" before a calm question.
    in_part: float
    # The least for a message in the light of what went before: after an emergency that
    # is not over yet, and after anything else.
    goes_on: float
    in_context: float
    # Short forms, which are written out before signs are looked for.
    shorthand: Shorthand

    def read(self, text: str) -> str:
        """The text with its misspelt signs read, and no other words touched."""
        return _speller(self).read(undisguised(text)).text

    def in_crisis(self, text: str) -> bool:
        """Whether somebody speaks of harming themselves."""
        words = [token for token in tokens_of(text) if _is_word(token)]
        return _holds_any(words, self.crisis)

    # One text is asked about several times while its message is understood.
    @lru_cache(maxsize=32)  # noqa: B019 (there is one Signs, as long as the process)
    def find(self, text: str) -> Findings:
        """What a text says."""
        tokens = tokens_of(text)
        words = [token for token in tokens if _is_word(token)]
        alone = self._undenied(tokens, self.alone)
        felt = self._felt(tokens, words)
        named = [*alone, *felt, *self._undenied(tokens, self.hints)]
        return Findings(
            sign=any(named),
            felt=any(felt),
            alone=any(alone),
            whole=self._is_nothing_but_a_call(words),
            denied=bool(named) and not any(named),
            calm=_holds_any(words, self.calming),
            mild=self._is_mild(words),
        )

    def _undenied(self, tokens: list[str], phrases: frozenset[str]) -> list[bool]:
        """For each place where one of the phrases stands: that it is not denied."""
        beginnings = _by_first_word(phrases)
        return [
            not self._is_denied(tokens, at)
            for at, token in enumerate(tokens)
            for phrase in beginnings.get(token, ())
            if tokens[at : at + len(phrase)] == phrase
        ]

    def _felt(self, tokens: list[str], words: list[str]) -> list[bool]:
        """For each feeling in one of the places: that it is not denied."""
        at = [i for i, token in enumerate(tokens) if _is_word(token)]
        places = [i for i, word in enumerate(words) if word in self.places]
        feelings = [i for i, word in enumerate(words) if word in self.feelings]
        return [
            not (
                self._is_denied(tokens, at[min(a, b)])
                or _holds_any(words[min(a, b) : max(a, b) + 1], self.denials)
            )
            for a in places
            for b in _within(feelings, a - REACH, a + REACH)
        ]

    def _is_denied(self, tokens: list[str], at: int) -> bool:
        """Whether a denial reaches as far as this token.

        After NegEx (Chapman et al., "A Simple Algorithm for Identifying Negated
        Findings", 2001), but with a short reach that commas and pronouns end: a cry
        that is taken for denied is worse than a denial taken for a cry.
        """
        denials = _by_last_word(self.denials)
        for end in range(at, max(at - DENIAL_REACH, 0), -1):
            last = tokens[end - 1]
            ending = denials.get(last, ())
            if any(tokens[max(end - len(w), 0) : end] == w for w in ending):
                return True
            if last in self.breakers or not _is_word(last):
                return False
        return False

    def _is_mild(self, words: Sequence[str]) -> bool:
        left = _without(words, self.mild)
        return len(left) < len(words) and not _holds_any(left, self.at_hand)

    def _is_nothing_but_a_call(self, words: Sequence[str]) -> bool:
        left = _without(words, self.whole)
        called = len(left) < len(words)
        return called and all(word in self.fillers for word in left)


@lru_cache(maxsize=4)
def _speller(signs: Signs) -> Speller:
    """Reads misspelt signs, and no other words."""
    phrases = [*signs.alone, *signs.hints, *signs.whole]
    words = [*signs.places, *signs.feelings, *(w for p in phrases for w in p.split())]
    felt = [f"{a} {b}" for a, b in product(signs.places, signs.feelings)]
    # Of small words, other pairs are made too easily: "now pulse" is no "no pulse".
    pairs = [p.split() for p in phrases if len(p.split()) == 2]
    several = [f"{a} {b}" for a, b in pairs if min(len(a), len(b)) > SMALL]
    return Speller(dict.fromkeys(words, 1), [*felt, *several], signs.shorthand)


def tokens_of(text: str) -> list[str]:
    """The words and the punctuation of a text, in lower case."""
    return TOKEN.findall(text.lower())


def _is_word(token: str) -> bool:
    return token[0].isalnum()


@lru_cache(maxsize=16)
def _by_first_word(phrases: frozenset[str]) -> dict[str, list[list[str]]]:
    """The phrases, each as its words, by the first of them."""
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[0], []).append(words)
    return found


@lru_cache(maxsize=4)
def _by_last_word(phrases: frozenset[str]) -> dict[str, list[list[str]]]:
    """The phrases, each as its words, by the last of them."""
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[-1], []).append(words)
    return found


def _within(places: list[int], low: int, high: int) -> list[int]:
    """Those of some places, in order, that lie between two."""
    return places[bisect_left(places, low) : bisect_right(places, high)]


def _without(words: Sequence[str], phrases: Iterable[str]) -> list[str]:
    """The words that are left when the phrases are taken out, longer ones first."""
    text = f" {' '.join(words)} "
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(f" {phrase} ", "  ")
    return text.split()


def _holds_any(words: Sequence[str], phrases: Iterable[str]) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in phrases)
