"""The small words of English, as data."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BotError
from bot.understanding.subject import words_in
from bot.yaml_file import read_yaml


class EnglishError(BotError):
    """The file of small words is not as it should be."""


@dataclass(frozen=True)
class English:
    """Words that put a message together; each list is explained in its file."""

    links: tuple[str, ...]
    openers: tuple[str, ...]
    asks: tuple[str, ...]
    tellers: tuple[str, ...]
    light: tuple[str, ...]
    pronouns: tuple[str, ...]
    pointing: tuple[str, ...]
    small: tuple[str, ...]
    joins: dict[str, int]
    numbers: dict[str, int]
    before_number: tuple[str, ...]
    after_number: tuple[str, ...]

    def refers_back(self, text: str) -> bool:
        """Whether a word of it stands for what was named before."""
        return not words_in(text).isdisjoint(self.pronouns)

    def points_back(self, text: str) -> bool:
        """Whether a word of it points at what was said last."""
        return not words_in(text).isdisjoint(self.pointing)


def load_english(path: Path) -> English:
    """Reads the small words.

    Raises:
        EnglishError: a list is missing, unknown, or holds something that is no word.
    """
    try:
        content: dict[str, Any] = read_yaml(path)
        for word in (word for words in content.values() for word in words):
            if not isinstance(word, str):
                raise TypeError(f"{word} needs quotes around it")
        lists = {n: tuple(w) for n, w in content.items() if isinstance(w, list)}
        return English(**{**content, **lists})
    except (OSError, yaml.YAMLError, KeyError, AttributeError, TypeError) as error:
        names = ", ".join(field.name for field in fields(English))
        raise EnglishError(f"{path}: needs the lists {names} ({error}).") from error
