"""Cuts a message into the questions that it asks."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc, Token

from bot.understanding.english import English
from bot.understanding.subject import Subject

ENDS = ["?", ".", "!", ";", "…", "...", "??", "???"]
# In words: what is longer tells something.
LONGEST_LIST = 9
LONGEST_PHRASE = 2
# A message that lists more than this is a story, not a list of questions.
MOST_CLAUSES = 12


@dataclass(frozen=True)
class Clause:
    """A piece of a message that may be a question of its own."""

    text: str
    # Whether it is put as a question: a question mark, or a word that opens one.
    asks: bool
    # Whether it tells about somebody, and so leads up to a question of another clause.
    tells: bool = False


class QuestionSplitter:
    """Finds the clauses of a message by their punctuation and opening words."""

    def __init__(self, subject: Subject, english: English) -> None:
        """Sets up spaCy's English tokenizer and the patterns for boundaries.

        Args:
            subject: Its names may stand beside what a short message lists.
            english: The small words that put a message together.
        """
        self._subject, self._words = subject, english
        self._nlp = spacy.blank("en")
        self._matcher = Matcher(self._nlp.vocab)
        link = {"LOWER": {"IN": list(english.links)}}
        comma = {"TEXT": {"IN": [",", "-", "–", ":"]}}
        opener = {"LOWER": {"IN": list(english.openers)}}
        # Each pattern ends with the first word of the next clause.
        self._matcher.add("sentence", [[{"TEXT": {"IN": ENDS}}, {}]])
        self._matcher.add("linked", [[link, {"OP": "?"}, opener]])
        self._matcher.add("listed", [[comma, opener], [comma, link, {}]])

    def split(self, text: str) -> list[Clause]:
        """The clauses that stand apart by their punctuation and their wording."""
        doc = self._nlp(text)
        clauses = self._clauses(doc)
        return clauses if len(clauses) > 1 else [*clauses, *self._phrases(doc)]

    def _clauses(self, doc: Doc) -> list[Clause]:
        starts = {0}
        for _, start, end in self._matcher(doc):
            first = start + 1
            while first < end - 1 and doc[first].lower_ in self._words.links:
                first += 1
            # "… why, and …": a lone word asks about what stands before it.
            if not self._is_lone_word(doc, first) and not self._goes_on(doc, start):
                starts.add(first)
        bounds = [*sorted(starts), len(doc)]
        clauses = [self._clause(doc, start, end) for start, end in pairwise(bounds)]
        return [clause for clause in clauses if clause][:MOST_CLAUSES]

    def _phrases(self, doc: Doc) -> list[Clause]:
        """What a short message lists without a verb: "causes and treatment"."""
        opened = any(token.lower_ in self._words.openers for token in doc)
        if opened or len(doc) > LONGEST_LIST:
            return []
        cuts = [t.i for t in doc if t.lower_ in self._words.lists]
        bounds = [-1, *cuts, len(doc)]
        found = [self._clause(doc, start + 1, end) for start, end in pairwise(bounds)]
        phrases = [phrase for phrase in found if phrase]
        several = len(phrases) > 1 and all(map(self._stands_alone, phrases))
        return phrases if several else []

    def _stands_alone(self, phrase: Clause) -> bool:
        """Whether it can be a question: a word or two, beside the subject's name."""
        left = self._subject.words_beside(phrase.text)
        left.difference_update(self._words.light, self._words.small)
        return 0 < len(left) <= LONGEST_PHRASE

    def _is_lone_word(self, doc: Doc, at: int) -> bool:
        ends = at + 1 == len(doc) or doc[at + 1].is_punct
        return ends and doc[at].lower_ in self._words.openers

    def _goes_on(self, doc: Doc, link: int) -> bool:
        """Whether a link stands between a subject and its verb."""
        return link > 0 and (
            doc[link].lower_ in self._words.within
            and doc[link - 1].lower_ in self._words.subjects
        )

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


def _is_mark_or(token: Token, words: Collection[str]) -> bool:
    return bool(token.is_punct or token.lower_ in words)
