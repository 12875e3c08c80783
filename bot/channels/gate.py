"""What every message from outside has to pass before it is read or kept."""

from ipaddress import ip_address
from typing import Any

from bot.channels.refusal import Refused
from bot.storage.state import State
from bot.storage.tables import LONGEST_NAME


class NotAName(ValueError):
    """A string that no conversation can be kept under."""


def storable(text: str) -> str:
    """The text without what databases cannot store: lone surrogates and NUL."""
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


def is_this_machine(address: str) -> bool:
    """Whether an address is one that nobody else can come from."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


class Gate:
    """Lets messages in that are short enough, and not too many."""

    def __init__(self, state: State, *, longest: int) -> None:
        """Takes what counts messages, and the longest that is read, in characters."""
        self._conversations = state.conversation_limit
        self._addresses = state.address_limit
        self._longest = longest

    async def admit(self, text: str, *, conversation: str, address: str) -> None:
        """Counts a message that is let in.

        Raises:
            Refused: it is too long or empty, or one too many.
        """
        if not text.strip():
            raise Refused("empty", 400)
        self.measure(text)
        # The address is asked second: who is refused does not use up what others may.
        if not await self._conversations.allows(conversation):
            raise Refused("too_many", 429)
        if address and not await self._addresses.allows(address):
            raise Refused("too_many", 429)

    def measure(self, text: str) -> None:
        """Looks at the length alone.

        Raises:
            Refused: it is too long.
        """
        if len(text) > self._longest:
            raise Refused("too_long", 413)
