"""What goes wrong with what is kept."""

from bot.errors import BotError


class StoreError(BotError):
    """Nothing can be kept or read; the message says what to do."""
