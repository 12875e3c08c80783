"""Why a request was not served."""

import logging
from typing import Any

from bot.replies.wording import Wording
from bot.storage.errors import StoreError

logger = logging.getLogger(__name__)

# Where the server notes, for the channels, why it will not serve a request.
REFUSED = "refused"


class Refused(Exception):
    """A request that is not served; the channel says why in plain words."""

    def __init__(self, reason: str, status: int) -> None:
        """Takes the reason, which names its words, and the HTTP status."""
        super().__init__(reason)
        self.reason = reason
        self.status = status


def unkept(error: StoreError) -> Refused:
    """What a request is refused with when the store fails; a line goes to the log."""
    logger.error("%s A message was refused, nothing of it is kept.", error)
    return Refused("unkept", 503)


def words_for(refused: Refused, wording: Wording) -> str:
    """The words for channels that have none of their own."""
    return wording.text(f"problem_{refused.reason}")


def turn_away(request: Any) -> None:
    """Refuses what the server has marked, so that the channel can say so.

    Raises:
        Refused: the request came too slowly, is too large, or is one too many.
    """
    # Only a request that came in over ASGI has a scope.
    refused = getattr(request.transport, "scope", {}).get(REFUSED)
    if refused is not None:
        # Not the mark itself: it would gather the traces of all that it refused.
        raise Refused(refused.reason, refused.status)
