"""Knows the subject of the text by its names."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

SUBJECT_FILE = Path(__file__).parents[2] / "data" / "understanding" / "subject.yml"
WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4)
def subject_names(kind: str, path: Path = SUBJECT_FILE) -> frozenset[str]:
    """The words that name the subject, of one of the kinds in the file."""
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8"))[kind])


def names_subject(text: str) -> bool:
    """Whether a question says what it is about: the subject of the text."""
    return not _words(text).isdisjoint(subject_names("names"))


def names_condition(text: str) -> bool:
    """Whether it names the condition itself."""
    return not _words(text).isdisjoint(subject_names("own"))


def words_beside_names(text: str) -> set[str]:
    """The words of a phrase that are no names of the subject."""
    return _words(text) - subject_names("names")


def _words(text: str) -> set[str]:
    return {match.group().lower() for match in WORD.finditer(text)}
