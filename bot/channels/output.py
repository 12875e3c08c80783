"""Collects replies, one entry for each message of the bot."""

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

KEPT = ("text", "buttons", "custom", "image", "attachment")


class ReplyCollector(CollectingOutputChannel):
    """Keeps the text of a message and its data together.

    Rasa's own collector splits a message with text and `custom` into two.
    """

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Stores one message of the bot."""
        kept = {key: message[key] for key in KEPT if message.get(key)}
        await self._persist_message({"recipient_id": recipient_id, **kept})
