"""Reads misspelt words, against the words of the text and of the questions."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix
from wordfreq import zipf_frequency

from bot.understanding.shorthand import Shorthand

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# How common a word is in English: occurrences in a billion words, as a power of ten.
# A word in every hundred thousand is never a slip for something else ("beat") ...
EVERYDAY = 4.0
# ... one in a million is what was meant ("rum"), whatever it resembles ...
COMMON = 3.0
# ... and a rarer one is meant unless it sounds like a known word ("wurst", "worst").
RARE = 1.5
LONGEST_TERM = 3
# In a word of so many letters, only their order can have slipped ("cna").
SHORT = 3
# Words that are looked for in one message: with as many that nobody knows it is in
# another language, or nothing that anybody says. Each takes up to half a millisecond.
MOST_UNKNOWN = 60


@dataclass(frozen=True)
class Correction:
    """A word as it was typed, and as it was read."""

    typed: str
    read: str


@dataclass(frozen=True)
class Reading:
    """A text with its misspelt words corrected."""

    text: str
    corrections: tuple[Correction, ...] = ()


class Speller:
    """Corrects words that are not English to words that the bot knows."""

    def __init__(
        self, words: dict[str, int], terms: Iterable[str], shorthand: Shorthand
    ) -> None:
        """Prepares the words that may be read.

        Args:
            words: Every known word, with how often it occurs.
            terms: Names of one or several words that may arrive split or joined.
            shorthand: Short forms, which are written out without being told.
        """
        self._shorthand = shorthand
        self._words = words
        self._choices = [word for word in words if len(word) > 2 and "'" not in word]
        self._short: dict[tuple[str, ...], list[str]] = {}
        for word in self._choices:
            if len(word) == SHORT:
                self._short.setdefault((word[0], *sorted(word)), []).append(word)
        self._sounds = {word: jellyfish.metaphone(word) for word in self._choices}
        self._joined = {term.replace(" ", ""): term for term in terms if len(term) > 6}
        # For a word of each length, in their order, those that one slip can lead to.
        self._near_in_length: dict[int, list[str]] = defaultdict(list)
        for joined in self._joined:
            for length in range(len(joined) - 1, len(joined) + 2):
                self._near_in_length[length].append(joined)
        pairs = [term.split() for term in self._joined.values() if " " in term]
        # After a word that is hardly ever without the other, even a word that exists
        # is a slip for it.
        self._partners = {a: b for a, b in pairs if not _is_english(a, COMMON)}
        self._openers = {b: a for a, b in pairs}

    @classmethod
    def learn(
        cls, source: str, questions: Iterable[str], shorthand: Shorthand
    ) -> "Speller":
        """Learns the known words and terms from the text and the questions."""
        own = _words_of(source)
        counts = Counter(word for text in questions for word in _words_of(text))
        words = {w: n for w, n in counts.items() if n > 1 and _is_english(w, COMMON)}
        words |= {word: counts[word] + 1 for word in own}
        terms = [*_pairs(own), *(word for word in own if len(word) > 6)]
        return cls(words, terms, shorthand)

    def state(self) -> dict[str, object]:
        """What has to be stored to build this speller again."""
        return {"words": self._words, "terms": sorted(self._joined.values())}

    def read(self, text: str) -> Reading:
        """Corrects the words of a text that are neither known nor English."""
        text = self._shorthand.in_full(text)
        matches = list(WORD.finditer(text))
        pieces: list[str] = []
        corrections: list[Correction] = []
        at = index = unknown = 0
        while index < len(matches):
            unknown += not self._is_meant(matches[index].group().lower())
            if unknown > MOST_UNKNOWN:
                break
            width, read = self._read_at(text, matches, index)
            start, end = matches[index].start(), matches[index + width - 1].end()
            typed = text[start:end]
            if read is not None and read != typed.lower():
                corrections.append(Correction(typed, read))
                pieces += [text[at:start], read]
                at = end
            index += width
        return Reading("".join([*pieces, text[at:]]), tuple(corrections))

    def _read_at(
        self, text: str, matches: list[re.Match[str]], index: int
    ) -> tuple[int, str | None]:
        """How many words are read as one from here on, and as what."""
        for width in range(min(LONGEST_TERM, len(matches) - index), 0, -1):
            window = matches[index : index + width]
            if any(text[a.end() : b.start()] != " " for a, b in pairwise(window)):
                continue
            term = self._term([match.group().lower() for match in window])
            if term is not None:
                return width, term
        return 1, self._word(matches[index].group())

    def _term(self, words: list[str]) -> str | None:
        """The term that these words are when written without their spaces."""
        if len(words) == 2:
            pair = self._pair(*words)
            if pair is not None:
                return pair
        if all(_is_english(word, EVERYDAY) for word in words):
            return None
        joined = "".join(words)
        term = self._joined.get(joined)
        if term is not None or len(words) == 1 or all(map(self._is_meant, words)):
            return term
        near = self._near_in_length.get(len(joined), ())
        found = process.extractOne(joined, near, scorer=OSA.distance, score_cutoff=1)
        # Two words that are each misspelt are better read one by one.
        if found and found[0][0] == joined[0] and " " not in self._joined[found[0]]:
            return self._joined[found[0]]
        return None

    def _pair(self, first: str, second: str) -> str | None:
        """Two words of which one shows what the other must be."""
        meant = self._partners.get(first)
        if meant and not second.startswith(meant) and OSA.distance(second, meant) == 1:
            return f"{first} {meant}"
        opener = self._openers.get(second)
        # One that goes on from it is meant: "both doors open" is no slip.
        if opener and first.startswith(opener):
            return None
        if opener and OSA.distance(first, opener) == 1:
            alike = jellyfish.metaphone(first) == jellyfish.metaphone(opener)
            if alike or not _is_english(first, EVERYDAY):
                return f"{opener} {second}"
        return None

    def _word(self, typed: str) -> str | None:
        word = typed.lower()
        if len(word) == SHORT and not self._is_meant(word):
            return self._swapped(word)
        if len(word) <= SHORT or "'" in word or self._is_meant(word):
            return None
        sound = jellyfish.metaphone(word)
        # Rare words and names are meant, unless they sound like a known word; in a name
        # only the long words of the text are looked for.
        rare, name = _is_english(word, RARE), typed[0].isupper()
        found = process.extract(
            word,
            self._choices,
            scorer=OSA.distance,
            score_cutoff=_allowed_by_sound(word),
            limit=None,
        )
        ranked = [
            (
                distance - (self._sounds[choice] == sound),
                sorted(word) != sorted(choice),
                -Prefix.similarity(word, choice),
                -self._words[choice],
                choice,
            )
            for choice, distance, _ in found
            if (choice[0] == word[0] or len(word) > 5)
            and (
                self._sounds[choice] == sound
                or (
                    distance <= _allowed(word)
                    and not rare
                    and (not name or choice in self._joined)
                )
            )
        ]
        return min(ranked)[-1] if ranked else None

    def _swapped(self, word: str) -> str | None:
        """The everyday word whose letters a short one has in another order."""
        same = self._short.get((word[0], *sorted(word)), ())
        found = max(same, key=self._words.__getitem__, default=None)
        return found if found and _is_english(found, EVERYDAY) else None

    def _is_meant(self, word: str) -> bool:
        return word in self._words or _is_english(word, COMMON)


def _allowed(word: str) -> int:
    """How many letters may differ in a slip of the finger."""
    return 1 if len(word) < 9 else 2


def _allowed_by_sound(word: str) -> int:
    """How many letters may differ where it is written as it sounds."""
    return 1 if len(word) < 5 else 2 if len(word) < 8 else 4


# Each word is asked several times a message, and the same ones in most messages.
@lru_cache(maxsize=10_000)
def _is_english(word: str, at_least: float) -> bool:
    return float(zipf_frequency(word, "en")) >= at_least


def _words_of(text: str) -> list[str]:
    return [match.group().lower() for match in WORD.finditer(text)]


def _pairs(words: list[str]) -> list[str]:
    """Neighbouring words that may be typed as one, without the small ones."""
    return sorted({f"{a} {b}" for a, b in pairwise(words) if len(a) > 3 and len(b) > 3})
