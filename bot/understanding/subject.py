"""Knows the subject of the text by its names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.yaml_file import read_yaml

WORD = re.compile(r"[^\W\d_]+")


class SubjectError(BotError):
    """The file of the subject's names is not as it should be."""


@dataclass(frozen=True)
class Subject:
    """The words that name what the text is about, in lower case."""

    names: frozenset[str]
    # Those of them that name the condition, and not what other conditions have too.
    own: frozenset[str]
    # Those of them that nothing else has.
    unmistakable: frozenset[str]

    def is_named_in(self, text: str) -> bool:
        """Whether a question says what it is about: the subject of the text."""
        return not words_in(text).isdisjoint(self.names)

    def is_surely_named_in(self, text: str) -> bool:
        """Whether it names the condition itself."""
        return not words_in(text).isdisjoint(self.own)

    def is_unmistakable_in(self, text: str) -> bool:
        """Whether it names the condition with a word that nothing else has."""
        return not words_in(text).isdisjoint(self.unmistakable)

    def words_beside(self, text: str) -> frozenset[str]:
        """The words of a phrase that are no names of the subject."""
        return words_in(text) - self.names


# One text is asked about several times while its message is understood.
@lru_cache(maxsize=32)
def words_in(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(match.group().lower() for match in WORD.finditer(text))


def load_subject(path: Path) -> Subject:
    """Reads the names of the subject.

    Raises:
        SubjectError: a list of names is missing.
    """
    try:
        content = read_yaml(path)
        lists = (content[key] for key in ("names", "own", "unmistakable"))
        return Subject(*map(frozenset, lists))
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise SubjectError(
            f"{path}: needs the lists 'names', 'own' and 'unmistakable' ({error})."
        ) from error
