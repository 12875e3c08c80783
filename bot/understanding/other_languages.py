"""Hears a cry for help in languages that are not read otherwise."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.understanding.cleaning import shorten
from bot.yaml_file import read_yaml

# Written without spaces, or with small words joined to the next: a phrase may stand
# anywhere.
UNSPACED = re.compile("[\u0600-\u06ff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]")
# As long a word may be another's beginning: "tim", a word for what beats, and "time".
SHORT = 3
# Letters that no decomposition takes to the plain ones they are typed for.
PLAIN = str.maketrans("ıđøłکیىةؤئ", "idolكييهوي")
# In words: a call in a longer text is a part of a sentence.
LONGEST_CALL = 3
# In characters: of a longer text the beginning and the end are heard.
LONGEST = 20_000


class CriesError(BotError):
    """The file of cries is not as it should be; the message says where."""


@dataclass(frozen=True)
class Cries:
    """How people cry for help in one language."""

    language: str
    places: re.Pattern[str]
    feelings: re.Pattern[str]
    alone: re.Pattern[str]
    whole: re.Pattern[str]
    general: re.Pattern[str]
    words: re.Pattern[str] | None = None

    def are_in(self, folded: str) -> bool:
        """Whether a text, folded, is a cry for help in this language."""
        cried = (
            self.alone.search(folded)
            or (self.places.search(folded) and self.feelings.search(folded))
            or (folded.count(" ") < LONGEST_CALL and self.whole.search(folded))
        )
        return bool(cried and not self.general.search(folded))

    def known_words(self, folded: str) -> int:
        """How many of the language's small words are in a text."""
        return len(set(self.words.findall(folded))) if self.words else 0


def language_of_cry(text: str, cries: Sequence[Cries]) -> str | None:
    """The language that somebody cries for help in; None where nobody does.

    English is not among them: it is read.
    """
    folded = fold(shorten(text, LONGEST))
    found = [one for one in cries if one.are_in(folded)]
    best = max(found, key=lambda one: one.known_words(folded), default=None)
    return best.language if best else None


def load_cries(path: Path) -> tuple[Cries, ...]:
    """Reads the cries of all languages.

    Raises:
        CriesError: the file cannot be read, or a list is missing or empty.
    """
    try:
        content = read_yaml(path)
        return tuple(_cries(language, kinds) for language, kinds in content.items())
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise CriesError(f"{path}: these are no cries for help ({error}).") from error


def fold(text: str) -> str:
    """The text without accents and vowel signs, in lower case, letters made alike."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    unseen = [ord(c) for c in set(plain) if unicodedata.category(c) in {"Mn", "Cf"}]
    seen = plain.translate(dict.fromkeys(unseen))
    return " ".join(seen.translate(PLAIN).replace("’", "'").split())


def _cries(language: str, phrases: dict[str, list[str]]) -> Cries:
    words = [fold(word) for word in phrases.pop("words", [])]
    edge = "" if any(map(UNSPACED.search, words)) else r"\b"
    known = re.compile(f"{edge}(?:{'|'.join(words)}){edge}") if words else None
    kinds = {kind: _any_of(listed) for kind, listed in phrases.items()}
    return Cries(language, words=known, **kinds)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    for phrase in phrases:
        if not isinstance(phrase, str):
            raise TypeError(f"{phrase} needs quotes around it")
    folded = [fold(phrase) for phrase in phrases]
    anywhere = [re.escape(p) for p in folded if UNSPACED.search(p)]
    spaced = [re.escape(p) for p in folded if not UNSPACED.search(p)]
    whole = [rf"{p}\b" if p.isascii() and len(p) <= SHORT else p for p in spaced]
    beginning = [rf"\b(?:{'|'.join(whole)})"] if whole else []
    return re.compile("|".join([*beginning, *anywhere]))
