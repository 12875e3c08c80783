"""Knows the subject of the text by its names."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

SUBJECT_FILE = Path(__file__).parents[2] / "data" / "understanding" / "subject.yml"
WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4)
def subject_names(path: Path = SUBJECT_FILE) -> frozenset[str]:
    """The words that name the subject."""
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8"))["names"])


def names_subject(text: str) -> bool:
    """Whether a question says what it is about: the subject of the text."""
    words = {match.group().lower() for match in WORD.finditer(text)}
    return not words.isdisjoint(subject_names())


def is_only_names(text: str) -> bool:
    """Whether a phrase is nothing but names of the subject, and asks nothing."""
    words = {match.group().lower() for match in WORD.finditer(text)}
    return words <= subject_names()
