"""Finds phrases in a text, word by word."""

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.yaml_file import read_yaml

# Words keep their apostrophes; a star at the end of a phrase stands for any ending.
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class PhrasesError(BotError):
    """A file of phrases is not as it should be."""


class Phrases:
    """Phrases of whole words, in lower case: "stop taking", "pregnan*"."""

    def __init__(self, phrases: Iterable[str]) -> None:
        words = (re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)
        # Without any, what matches nothing.
        self._pattern = re.compile(rf"\b(?:{'|'.join(words) or '(?!)'})\b")

    def are_in(self, text: str) -> bool:
        """Whether one of the phrases is in a text."""
        return bool(self._pattern.search(" ".join(WORD.findall(text.lower()))))


def load_phrases(path: Path) -> Phrases:
    """Reads phrases from a file that lists them under headings.

    Raises:
        PhrasesError: the file holds anything else.
    """
    try:
        content = read_yaml(path)
        phrases = [phrase for listed in content.values() for phrase in listed]
        for phrase in phrases:
            if " ".join(WORD.findall(phrase.rstrip("*"))) != phrase.rstrip("*").strip():
                raise TypeError(f"'{phrase}' never matches: write words alone")
            if phrase != phrase.lower():
                raise TypeError(f"'{phrase}' never matches: write it in lower case")
        return Phrases(phrases)
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise PhrasesError(f"{path}: these are no phrases ({error}).") from error
