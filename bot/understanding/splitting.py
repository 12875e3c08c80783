"""Cuts a message into the questions that it asks."""

from dataclasses import dataclass
from itertools import pairwise

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.understanding.subject import words_beside_names

LINKS = ["and", "n", "&", "also", "plus", "but", "or", "an"]
OPENERS = [
    *("what", "whats", "what's", "wat", "wats", "which", "who", "whos", "whose"),
    *("why", "how", "hows", "when", "where", "wheres", "is", "are", "was", "can"),
    *("could", "do", "does", "did", "should", "will", "would", "has", "have", "must"),
    *("if", "may", "shall", "am", "isn't", "doesn't", "don't", "whether"),
]
ASKS = ["tell", "explain", "describe", "define", "show", "meaning", "wondering", "know"]
# "I also have …" goes on with its own sentence.
SUBJECTS = ["i", "you", "we", "they", "he", "she", "it", "who", "that", "which"]
TELLERS = ["i", "im", "ive", "my", "we", "our", "he", "she", "they", "his", "her"]
ENDS = ["?", ".", "!", ";", "…", "...", "??", "???"]
LIGHT = [
    "ok",
    "okay",
    "so",
    "well",
    "and",
    "also",
    "but",
    "then",
    "please",
    "hi",
    "hey",
]
LISTS = ["and", "&", "n", "plus", "or", ",", "/", "+"]
# In words: what is longer tells something.
LONGEST_LIST = 9
LONGEST_PHRASE = 2
SMALL = ["of", "the", "a", "in", "with", "for", "my", "its"]
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

    def __init__(self) -> None:
        """Sets up spaCy's English tokenizer and the patterns for boundaries."""
        self._nlp = spacy.blank("en")
        self._matcher = Matcher(self._nlp.vocab)
        link = {"LOWER": {"IN": LINKS}}
        comma = {"TEXT": {"IN": [",", "-", "–", ":"]}}
        opener = {"LOWER": {"IN": OPENERS}}
        # Each pattern ends with the first word of the next clause.
        self._matcher.add("sentence", [[{"TEXT": {"IN": ENDS}}, {}]])
        self._matcher.add("linked", [[link, {"OP": "?"}, opener]])
        self._matcher.add("listed", [[comma, opener], [comma, link, {}]])

    def split(self, text: str) -> list[Clause]:
        """The clauses that stand apart by their punctuation and their wording."""
        doc = self._nlp(text)
        clauses = self._clauses(doc)
        return clauses if len(clauses) > 1 else [*clauses, *_phrases(doc)]

    def _clauses(self, doc: Doc) -> list[Clause]:
        starts = {0}
        for _, start, end in self._matcher(doc):
            first = start + 1
            while first < end - 1 and doc[first].lower_ in LINKS:
                first += 1
            # "… why, and …": a lone word asks about what stands before it.
            if not _is_lone_word(doc, first) and not _goes_on(doc, start):
                starts.add(first)
        bounds = [*sorted(starts), len(doc)]
        clauses = [_clause(doc, start, end) for start, end in pairwise(bounds)]
        return [clause for clause in clauses if clause][:MOST_CLAUSES]


def _phrases(doc: Doc) -> list[Clause]:
    """What a short message lists without a verb: "causes and treatment"."""
    if len(doc) > LONGEST_LIST or any(token.lower_ in OPENERS for token in doc):
        return []
    cuts = [t.i for t in doc if t.lower_ in LISTS]
    bounds = [-1, *cuts, len(doc)]
    found = [_clause(doc, start + 1, end) for start, end in pairwise(bounds)]
    phrases = [phrase for phrase in found if phrase]
    several = len(phrases) > 1 and all(map(_stands_alone, phrases))
    return phrases if several else []


def _stands_alone(phrase: Clause) -> bool:
    """Whether it can be a question: a word or two, beside the name of the subject."""
    left = words_beside_names(phrase.text).difference(LIGHT, SMALL)
    return 0 < len(left) <= LONGEST_PHRASE


def _is_lone_word(doc: Doc, at: int) -> bool:
    ends = at + 1 == len(doc) or doc[at + 1].is_punct
    return ends and doc[at].lower_ in OPENERS


def _goes_on(doc: Doc, link: int) -> bool:
    """Whether a link stands between a subject and its verb."""
    return link > 0 and doc[link].lower_ == "also" and doc[link - 1].lower_ in SUBJECTS


def _clause(doc: Doc, start: int, end: int) -> Clause | None:
    marked = any(token.text.startswith("?") for token in doc[start:end])
    while start < end and (doc[start].is_punct or doc[start].lower_ in LIGHT):
        start += 1
    while start < end and (doc[end - 1].is_punct or doc[end - 1].lower_ in LINKS):
        end -= 1
    if not any(token.is_alpha or token.like_num for token in doc[start:end]):
        return None
    opens = doc[start].lower_ in OPENERS
    asks = any(token.lower_ in ASKS for token in doc[start : start + 4])
    asked = marked or opens or asks
    tells = not asked and doc[start].lower_ in TELLERS
    return Clause(doc[start:end].text, asked, tells)
