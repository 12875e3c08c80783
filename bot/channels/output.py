"""Collects the replies to one message."""

from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.replies.reply import Reply


class ReplyCollector(OutputChannel):
    """Keeps what the bot says, each message whole.

    Rasa's own collector splits a message with text and `custom` into two.
    """

    def __init__(self) -> None:
        """Begins with nothing."""
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "collector"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one message of the bot."""
        self.replies.append(Reply.from_message(message))
