"""Collects the replies to one message."""

from typing import Any

from rasa.core.channels.channel import OutputChannel
from typing_extensions import override

from bot.replies.reply import Reply


class ReplyCollector(OutputChannel):
    """Collects what the bot says, each message whole.

    Rasa's own collector splits a message with text and `custom` into two.
    """

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    @override
    def name(cls) -> str:
        return "collector"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one message of the bot."""
        self.replies.append(Reply.from_message(message))
