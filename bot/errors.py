"""The root of the errors whose message is all that a reader needs."""


class BotError(Exception):
    """Something is wrong that the message names, with what to do about it."""
