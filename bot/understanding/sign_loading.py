"""Reads the warning signs from their file, and refuses what could never work."""

from pathlib import Path
from typing import Any

import yaml

from bot.errors import BotError
from bot.understanding.shorthand import Shorthand
from bot.understanding.signs import Signs, tokens_of
from bot.yaml_file import read_yaml


class SignsError(BotError):
    """The file of warning signs is not as it should be; the message says where."""


def load_signs(path: Path, shorthand: Shorthand) -> Signs:
    """Reads the warning signs.

    Args:
        path: Where they are.
        shorthand: Short forms, which are written out before signs are looked for.

    Raises:
        SignsError: a list is missing, or holds a phrase that nothing can match.
    """
    try:
        content: dict[str, Any] = read_yaml(path)
        confidence = content.pop("confidence")
        phrases: dict[str, Any] = {k: frozenset(content[k]) for k in content}
        signs = Signs(**phrases, **confidence, shorthand=shorthand)
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise SignsError(
            f"{path}: cannot be read as warning signs ({error})."
        ) from error
    _check(path, signs, phrases)
    return signs


def _check(path: Path, signs: Signs, phrases: dict[str, frozenset[Any]]) -> None:
    """Refuses what could never have an effect; it would be found out in an emergency.

    Raises:
        SignsError: naming the phrase, and why.
    """
    for kind, listed in phrases.items():
        for phrase in listed:
            if not isinstance(phrase, str):
                raise SignsError(f"{path}: {kind}: {phrase} needs quotes around it.")
            if " ".join(tokens_of(phrase)) != phrase:
                raise SignsError(
                    f"{path}: {kind}: '{phrase}' never matches. Write it in lower "
                    "case, without punctuation."
                )
    for phrase in signs.alone | signs.whole:
        if not signs.find(signs.read(phrase)).is_cry:
            raise SignsError(
                f"{path}: '{phrase}' is no cry for help by itself: a word of it stands "
                "under calming, mild or denials, or is read as another word."
            )
