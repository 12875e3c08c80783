"""What a message has to pass before it is read."""

import unicodedata
from itertools import takewhile

# Control and format characters, such as the zero-width space.
UNSEEN = {"Cc", "Cf"}
# More than this is no question; it is read at its beginning and its end.
LONGEST = 20_000


def passed(text: str) -> str:
    """The message as the bot may read it.

    A leading slash would make Rasa run a command ("/restart") or fill slots
    ('/greet{"name": "x"}'), so it goes: nobody but the developers commands the bot.
    Lone surrogates go too: they cannot be stored or sent on.
    """
    readable = text.encode("utf-8", "ignore").decode("utf-8")
    skipped = takewhile(_may_lead_to_command, readable)
    return readable[sum(1 for _ in skipped) :].strip()[:LONGEST]


def _may_lead_to_command(character: str) -> bool:
    """A slash, in any width, or what is not seen and may hide one."""
    slash = unicodedata.normalize("NFKC", character) == "/"
    unseen = character.isspace() or unicodedata.category(character) in UNSEEN
    return slash or unseen
