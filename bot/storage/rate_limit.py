"""Counts messages, so that nobody can keep the bot from the others.

The library `limits` does the same, over Redis too, but every release that is kept needs
packaging 21 or later, which Rasa holds below.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

MINUTE = 60.0
# Beyond as many senders, the one that was silent longest is forgotten.
MOST_SENDERS = 10_000


class RateLimit:
    """At most so many messages of one sender in any minute, in this process."""

    def __init__(
        self, per_minute: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Takes how many, and what tells the time in seconds."""
        if per_minute < 1:
            raise ValueError(f"per_minute must be 1 or more, not {per_minute}.")
        self._per_minute = per_minute
        self._clock = clock
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    async def allows(self, sender: str) -> bool:
        """Whether one more message is allowed; if so, it counts."""
        now = self._clock()
        times = self._sent.setdefault(sender, deque())
        self._sent.move_to_end(sender)
        if len(self._sent) > MOST_SENDERS:
            self._sent.popitem(last=False)
        while times and now - times[0] >= MINUTE:
            times.popleft()
        if len(times) >= self._per_minute:
            return False
        times.append(now)
        return True
