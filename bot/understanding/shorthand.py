"""Writes out what people shorten when they type on a phone."""

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.yaml_file import read_yaml


class ShorthandError(BotError):
    """The file of short forms is not as it should be."""


class Shorthand:
    """Short forms, and what they mean."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Takes what each short form, in lower case, stands for."""
        self._words = words
        # Without any, what matches nothing.
        short = "|".join(map(re.escape, words)) or r"(?!)"
        self._pattern = re.compile(rf"\b(?:{short})\b", re.IGNORECASE)

    def in_full(self, text: str) -> str:
        """The text with its short forms written out."""
        return self._pattern.sub(lambda match: self._words[match[0].lower()], text)


def load_shorthand(path: Path) -> Shorthand:
    """Reads the short forms.

    Raises:
        ShorthandError: the file is no list of short forms with what they mean.
    """
    try:
        content = read_yaml(path)
        return Shorthand({str(short): str(full) for short, full in content.items()})
    except (OSError, yaml.YAMLError, AttributeError) as error:
        raise ShorthandError(f"{path}: these are no short forms ({error}).") from error
