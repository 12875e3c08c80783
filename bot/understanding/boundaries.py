"""Learns where, within a sentence, another question begins."""

import math
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

Words = Sequence[str]
# The words of a message, and at which of them another question begins.
Marked = tuple[Words, frozenset[int]]

SENTENCE_ENDS = frozenset({"?", ".", "!", ";", "…", "...", "??", "???"})
# From this chance on another question begins: after a mark or a link, and after any
# other word. Low, since what asks nothing is left out later; what is not cut is lost.
LEAST_LINKED, LEAST_UNLINKED = 0.2, 0.35
# How many messages are made of questions, and how often each written one counts.
MADE = 16_000
WRITTEN_COUNT = 8
# How many questions a made message holds; one in four holds a single one.
COUNTS = (1, 1, 2, 2, 2, 3, 3, 4)
# Shares of made messages: of short questions alone, as in a list of words; with the
# same link throughout; with an "and" before the last.
OF_SHORT, OF_ONE_LINK, LAST_LINKED = 0.35, 0.6, 0.3
LAST_LINKS = (("and",), (",", "and"), ("&",))
IN_LOWER_CASE = 0.6
# In words.
SHORT, LONGEST = 3, 22
# A gap far from the last beginning or the end is like any other one that far.
FAR = 6
SEEN_OFTEN_ENOUGH = 3


class BoundaryModel:
    """Weighs the words around each gap of a message.

    A logistic regression over the words themselves: fast, and it needs no marks.
    """

    def __init__(
        self, weights: Mapping[str, float], bias: float, links: Collection[str]
    ) -> None:
        """Takes what was learned.

        Args:
            weights: What each feature of a gap speaks for (above 0) or against.
            bias: The same for every gap.
            links: The words and marks that may link one question to the next.
        """
        self._weights, self._bias, self._links = weights, bias, frozenset(links)

    @classmethod
    def learn(
        cls,
        questions: Sequence[Words],
        written: Sequence[Marked],
        links: Mapping[str, int],
    ) -> "BoundaryModel":
        """Learns from messages made of single questions, and from written ones.

        Args:
            questions: The words of single questions.
            written: Messages that people wrote, with their boundaries.
            links: What may stand between two questions, by how often it does.
        """
        often = [message for message in written for _ in range(WRITTEN_COUNT)]
        gaps, begins = [], []
        for words, starts in [*_made_messages(questions, links), *often]:
            for at, last in _open_gaps(words, starts):
                gaps.append(list(_features(words, at, last)))
                begins.append(at in starts)
        counter = CountVectorizer(
            analyzer=_as_it_is, binary=True, min_df=SEEN_OFTEN_ENOUGH
        )
        regression = LogisticRegression(solver="liblinear")
        regression.fit(counter.fit_transform(gaps), begins)
        names, weights = counter.get_feature_names_out(), regression.coef_[0]
        return cls(
            {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)},
            float(regression.intercept_[0]),
            {link.split()[-1] for link in links if link},
        )

    def starts(self, words: Words) -> set[int]:
        """At which words a new sentence, or another question, begins."""
        found, last = set(), 0
        for at in range(1, len(words)):
            before = words[at - 1]
            least = LEAST_LINKED if self.is_link(before) else LEAST_UNLINKED
            if before in SENTENCE_ENDS or self._chance(words, at, last) >= least:
                found.add(at)
                last = at
        return found

    def is_link(self, word: str) -> bool:
        """Whether a word or mark may link one question to the next."""
        return word in SENTENCE_ENDS or word.lower() in self._links

    def state(self) -> dict[str, Any]:
        """What has to be kept of it, as JSON."""
        links = sorted(self._links)
        return {"weights": dict(self._weights), "bias": self._bias, "links": links}

    def _chance(self, words: Words, at: int, last: int) -> float:
        odds = sum(self._weights.get(f, 0.0) for f in _features(words, at, last))
        return 1 / (1 + math.exp(-odds - self._bias))


def _as_it_is(features: list[str]) -> list[str]:
    return features


def _open_gaps(words: Words, starts: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The gaps within sentences, each with the last beginning before it."""
    last = 0
    for at in range(1, len(words)):
        ended = words[at - 1] in SENTENCE_ENDS
        if not ended:
            yield at, last
        if ended or at in starts:
            last = at


def _features(words: Words, at: int, last: int) -> Iterator[str]:
    """What speaks for or against a beginning at a word: those around it, and where."""

    def word(index: int) -> str:
        return words[index].lower() if 0 <= index < len(words) else "-"

    before, here, after = word(at - 1), word(at), word(at + 1)
    since = min(at - last, FAR)
    mark = "word" if before[:1].isalnum() else "mark"
    yield f"0 {here}"
    yield f"1 {after}"
    yield f"2 {word(at + 2)}"
    yield f"-1 {before}"
    yield f"-2 {word(at - 2)}"
    yield f"-1 0 {before} {here}"
    yield f"0 1 {here} {after}"
    yield f"-2 -1 {word(at - 2)} {before}"
    yield f"1 2 {after} {word(at + 2)}"
    yield f"-1 0 1 {before} {here} {after}"
    yield f"0 1 2 {here} {after} {word(at + 2)}"
    yield f"first 0 {word(last)} {here}"
    yield f"first -1 {word(last)} {before}"
    yield f"mark 0 {mark} {here}"
    yield f"mark since {mark} {since}"
    yield f"since left {since} {min(len(words) - at, FAR)}"


def _made_messages(
    questions: Sequence[Words], links: Mapping[str, int]
) -> Iterator[Marked]:
    chance = random.Random(0)
    single = [q for q in map(_without_end, questions) if 0 < len(q) <= LONGEST]
    single = [question for question in single if not SENTENCE_ENDS & set(question)]
    short = [question for question in single if len(question) <= SHORT]
    between = [tuple(link.split()) for link in links]
    often = list(links.values())
    for _ in range(MADE if short else 0):
        pool = short if chance.random() < OF_SHORT else single
        chosen = chance.choices(pool, k=chance.choice(COUNTS))
        (usual,) = chance.choices(between, often)
        words, starts = list(chosen[0]), set()
        for number, question in enumerate(chosen[1:], 2):
            link = usual
            if chance.random() >= OF_ONE_LINK:
                (link,) = chance.choices(between, often)
            if number == len(chosen) and chance.random() < LAST_LINKED:
                link = chance.choice(LAST_LINKS)
            words += link
            starts.add(len(words))
            first, *rest = question
            lower = chance.random() < IN_LOWER_CASE
            words += [first.lower() if lower else first, *rest]
        yield words, frozenset(starts)


def _without_end(words: Words) -> Words:
    end = len(words)
    while end and not words[end - 1][:1].isalnum():
        end -= 1
    return words[:end]
