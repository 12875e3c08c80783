"""Cuts a message into the questions that it asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.tokens import Doc, Token

from bot.errors import BotError
from bot.understanding.boundaries import BoundaryModel, Marked
from bot.understanding.english import English
from bot.understanding.subject import Subject
from bot.yaml_file import read_yaml

# A message that lists more than this is a story, not a list of questions.
MOST_CLAUSES = 12
# In words: what is longer tells something, and is no thing of a list.
LONGEST_LISTED = 9
# Where, in a written example, another question begins.
BAR = "|"


class SeveralError(BotError):
    """The file of messages that ask several things is not as it should be."""


@dataclass(frozen=True)
class Clause:
    """A piece of a message that may be a question of its own."""

    text: str
    # Whether it is put as a question: by a question mark, by a word that opens one, or
    # as one of the things that a message without a verb lists.
    asks: bool
    # Whether it tells about somebody, and so leads up to a question of another clause.
    tells: bool = False


class QuestionSplitter:
    """Cuts a message where another question begins, and looks at how each is put."""

    def __init__(
        self, subject: Subject, english: English, boundaries: BoundaryModel
    ) -> None:
        """Takes what cutting rests on.

        Args:
            subject: Its name alone is no question of its own.
            english: The small words that put a message together.
            boundaries: Knows where another question begins.
        """
        self._subject, self._words = subject, english
        self._boundaries = boundaries
        self._nlp = spacy.blank("en")

    @classmethod
    def learn(
        cls,
        subject: Subject,
        english: English,
        *,
        questions: Sequence[str],
        written: Sequence[str],
    ) -> "QuestionSplitter":
        """Learns where another question begins.

        Args:
            subject: Its name alone is no question of its own.
            english: The small words that put a message together.
            questions: Single questions.
            written: Messages with a bar where another question begins in a sentence.
        """
        nlp = spacy.blank("en")
        boundaries = BoundaryModel.learn(
            [_words(doc) for doc in nlp.pipe(questions)],
            [_marked(nlp, message) for message in written],
            english.joins,
        )
        return cls(subject, english, boundaries)

    def state(self) -> dict[str, Any]:
        """What has to be kept of what was learned, as JSON."""
        return self._boundaries.state()

    def split(self, text: str) -> list[Clause]:
        """The clauses of a message."""
        doc = self._nlp(text)
        starts = {0}
        for start in self._boundaries.starts(_words(doc)):
            # "… why, and …": a lone word asks about what stands before it.
            if self._opens(doc, start) and not self._is_lone_word(doc, start):
                starts.add(start)
        bounds = [*sorted(starts), len(doc)]
        found = [self._clause(doc, start, end) for start, end in pairwise(bounds)]
        clauses = [c for c in found if c and not self._only_names(c)][:MOST_CLAUSES]
        listed = "?" not in text and all(map(self._may_be_listed, clauses))
        if len(clauses) > 1 and listed:
            return [replace(clause, asks=True) for clause in clauses]
        return clauses

    def _only_names(self, clause: Clause) -> bool:
        """Whether it names the subject and says no more: "coffee and …"."""
        beside = self._subject.words_beside(clause.text)
        named = self._subject.is_named_in(clause.text)
        return named and not beside.difference(self._words.light, self._words.small)

    def _may_be_listed(self, clause: Clause) -> bool:
        first, *others = clause.text.lower().split()
        put = clause.tells or first in self._words.openers
        return not put and len(others) < LONGEST_LISTED

    def _opens(self, doc: Doc, at: int) -> bool:
        """Whether a word can begin a question where it stands.

        Without a mark or a link before it, only a question word can: "what causes it
        who gets it" are two questions, "what does treatment of it cost" is one.
        """
        linked = self._boundaries.is_link(doc[at - 1].text)
        return linked or doc[at].lower_ in self._words.openers

    def _is_lone_word(self, doc: Doc, at: int) -> bool:
        ends = at + 1 == len(doc) or doc[at + 1].is_punct
        return ends and doc[at].lower_ in self._words.openers

    def _clause(self, doc: Doc, start: int, end: int) -> Clause | None:
        marked = any(token.text.startswith("?") for token in doc[start:end])
        while start < end and _is_mark_or(doc[start], self._words.light):
            start += 1
        while start < end and _is_mark_or(doc[end - 1], self._words.links):
            end -= 1
        if not any(token.is_alpha or token.like_num for token in doc[start:end]):
            return None
        opens = doc[start].lower_ in self._words.openers
        asks = any(token.lower_ in self._words.asks for token in doc[start : start + 4])
        asked = marked or opens or asks
        tells = not asked and doc[start].lower_ in self._words.tellers
        return Clause(doc[start:end].text, asked, tells)


def load_several(path: Path) -> tuple[str, ...]:
    """Reads the written messages that ask several things.

    Raises:
        SeveralError: the file is no list of texts.
    """
    try:
        content = read_yaml(path)
        if not isinstance(content, list) or not all(
            isinstance(message, str) for message in content
        ):
            raise TypeError("each message needs quotes around it")
        return tuple(content)
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise SeveralError(f"{path}: needs a list of messages ({error}).") from error


def _words(doc: Doc) -> list[str]:
    return [token.text for token in doc]


def _marked(nlp: spacy.Language, message: str) -> Marked:
    """The words of a written example, and where its bars stand."""
    words: list[str] = []
    starts = []
    for part in message.split(BAR):
        starts.append(len(words))
        words += _words(nlp(part.strip()))
    return words, frozenset(starts[1:])


def _is_mark_or(token: Token, words: Collection[str]) -> bool:
    is_mark = not any(character.isalnum() for character in token.text)
    return is_mark or token.lower_ in words
