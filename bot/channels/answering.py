"""Has a message answered, and sees that something came of it."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.output import ReplyCollector
from bot.channels.refusal import Refused

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


async def answered(
    on_new_message: OnNewMessage, message: UserMessage, collector: ReplyCollector
) -> None:
    """Has a message answered into its collector.

    What was said before something went wrong is said: an answer that could not be
    kept is an answer all the same. Rasa swallows what an action raises, and goes on
    without a reply; so no reply is an error.

    Raises:
        Refused: nothing came.
    """
    try:
        await on_new_message(message)
    except Exception as error:
        logger.exception("A message could not be answered, or its answer not kept.")
        if not collector.replies:
            raise Refused("broken", 500) from error
    if not collector.replies:
        raise Refused("broken", 500)
