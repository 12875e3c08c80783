"""Locks and limits of a server that is alone, in its memory."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from weakref import WeakValueDictionary

from bot.storage.shared_state import MINUTE, Hold, SharedState

# Beyond as many senders, the one that was silent longest is forgotten.
MOST_SENDERS = 20_000

HOLD = Hold()


class Locks:
    """One lock for each conversation, first come, first served."""

    def __init__(self) -> None:
        """Begins without any; a lock that nobody holds is forgotten."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def held(self, conversation: str) -> AsyncIterator[Hold]:
        """Waits until nobody else holds a conversation, then holds it."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            yield HOLD


class ProcessMemory(SharedState):
    """Gone with the process, as what it is for."""

    def __init__(self, *, minute: float = MINUTE) -> None:
        """Takes for how long a message counts, in seconds."""
        self._minute = minute
        self._locks = Locks()
        self._sent: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def _held(self, conversation: str) -> AbstractAsyncContextManager[Hold]:
        return self._locks.held(conversation)

    async def allows(self, kind: str, sender: str, per_minute: int) -> bool:
        """Whether one more message of a sender is allowed; if so, it counts."""
        now = time.monotonic()
        times = self._sent.setdefault((kind, sender), deque())
        self._sent.move_to_end((kind, sender))
        if len(self._sent) > MOST_SENDERS:
            self._sent.popitem(last=False)
        while times and now - times[0] >= self._minute:
            times.popleft()
        if len(times) >= per_minute:
            return False
        times.append(now)
        return True

    async def check(self) -> None:
        """Memory is always there."""

    async def close(self) -> None:
        """There are no connections."""
