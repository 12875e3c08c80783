"""The pieces of a reply, so that every channel can set them in its own way."""

from dataclasses import dataclass
from enum import Enum
from typing import Any


class PieceKind(str, Enum):
    """What a piece of a reply is."""

    # What was read in place of misspelt words.
    READING = "reading"
    # The bot's own words.
    WORDS = "words"
    # The source's words, in quotation marks.
    QUOTE = "quote"
    # That the source lacks a list that it announces.
    GAP = "gap"
    # Where the quotes come from.
    SOURCE = "source"


@dataclass(frozen=True)
class Piece:
    """One line of a reply."""

    kind: PieceKind
    text: str

    def as_dict(self) -> dict[str, str]:
        """The piece as channels receive it: plain data, ready for JSON."""
        return {"kind": self.kind.value, "text": self.text}


def pieces_of(message: dict[str, Any]) -> list[Piece]:
    """The pieces of one message of the bot; of a plain response, its words."""
    pieces = (message.get("custom") or {}).get("pieces")
    if pieces is None:
        return [Piece(PieceKind.WORDS, message.get("text") or "")]
    return [Piece(PieceKind(piece["kind"]), piece["text"]) for piece in pieces]
