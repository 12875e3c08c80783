"""A question and what was answered."""

import time
from dataclasses import dataclass, field

from bot.replies.reply import Reply


@dataclass(frozen=True)
class Exchange:
    """A question, and what it was answered with."""

    # Given by the channel; a question that is sent twice is answered once.
    id: str
    question: str
    replies: tuple[Reply, ...]
    channel: str = ""
    # In seconds since 1970.
    time: float = field(default_factory=time.time, compare=False)
