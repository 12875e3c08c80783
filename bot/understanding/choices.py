"""Reads which of the questions that were offered somebody takes."""

import re

from bot.understanding.english import English

TOKEN = re.compile(r"\w+")
# What may stand between and after the words of a choice: "#2", "no. 2!".
ALLOWED = re.compile(r"[\w\s,.#)!?]*")
# In words: what is longer is no choice.
LONGEST = 6


def chosen_number(text: str, english: English) -> int | None:
    """The number of an offered question, where a message is nothing but that."""
    words = TOKEN.findall(text.lower())
    if not ALLOWED.fullmatch(text) or len(words) > LONGEST:
        return None
    while len(words) > 1 and words[0] in english.before_number:
        del words[0]
    while len(words) > 1 and words[-1] in english.after_number:
        del words[-1]
    return english.numbers.get(words[0]) if len(words) == 1 else None
