"""What every string from outside has to pass before it is read or kept."""

from typing import Any

# As many characters as the column has that conversations are stored under.
LONGEST_NAME = 255


class NotAName(ValueError):
    """A string that no conversation can be kept under."""


def storable(text: str) -> str:
    """The text without what no database keeps: halves of characters, and NUL."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def storable_values(content: dict[str, Any]) -> dict[str, Any]:
    """The fields of a request, each text among them storable."""
    return {
        key: storable(value) if isinstance(value, str) else value
        for key, value in content.items()
    }


def name_of(sender: str) -> str:
    """A sender as it is, for conversations to be kept under.

    Unlike a text it is never mended: "anna" and "anna" with half a character after it
    would come to share a conversation.

    Raises:
        NotAName: it is empty, too long, or cannot be stored.
    """
    if not 1 <= len(sender) <= LONGEST_NAME or not sender.strip():
        raise NotAName(f"it has to have 1 to {LONGEST_NAME} characters")
    if storable(sender) != sender:
        raise NotAName("it holds characters that cannot be stored")
    return sender
