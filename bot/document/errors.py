"""Errors in the document's files."""

from pathlib import Path

from bot.errors import BotError


class DocumentError(BotError):
    """A file of the document is missing, altered or contradicts itself.

    The message names the file, what is wrong with it and what to do.
    """

    def __init__(self, path: Path, problem: str) -> None:
        """Builds the message from the file and its problem."""
        super().__init__(f"{path}: {problem}")
