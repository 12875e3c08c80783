"""Prints to terminals and files that do not take every character."""

import codecs
import sys
import unicodedata

NAME = "plain"
# What stands for the signs that are set in good typography, and have no other form.
PLAIN = {
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("–—−", "-"),
    **dict.fromkeys("┃│", "|"),
    "…": "...",
}


def print_plainly() -> None:
    """Has what the output's encoding lacks printed in plain characters."""
    codecs.register_error(NAME, _plain)
    for stream in (sys.stdout, sys.stderr):
        # Under a test, or in a notebook, it may be something else.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=NAME)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = error.object[error.start : error.end]
    return "".join(map(_plain_character, written)), error.end


def _plain_character(character: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", PLAIN.get(character, character))
    return taken_apart.encode("ascii", "ignore").decode() or "?"
