"""What servers have to agree on while a message is answered, and no longer.

Who answers a conversation, and how much somebody has sent. `ProcessMemory` is for a
server that is alone, `RedisState` for servers that share; both keep the same promises,
held by the same tests.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.watching.metrics import LOCK_SECONDS

# In seconds.
MINUTE = 60.0


class Hold:
    """A conversation that is held; of a server that is alone nobody takes it away."""

    async def check(self) -> None:
        """Looks whether it is still held, before anything is kept.

        Raises:
            StoreError: it may be somebody else's by now.
        """


class SharedState(ABC):
    """Locks and limits."""

    @asynccontextmanager
    async def held(self, conversation: str) -> AsyncIterator[Hold]:
        """Waits until nobody else holds a conversation, then holds it.

        Who came first is first.

        Raises:
            StoreError: it cannot be known who holds it, or one waited too long.
        """
        begun = time.perf_counter()
        async with self._held(conversation) as hold:
            LOCK_SECONDS.observe(time.perf_counter() - begun)
            yield hold

    @abstractmethod
    def _held(self, conversation: str) -> AbstractAsyncContextManager[Hold]:
        """The same, as each kind does it."""

    @abstractmethod
    async def allows(self, kind: str, sender: str, per_minute: int) -> bool:
        """Whether one more message of a sender is allowed; if so, it counts.

        Raises:
            StoreError: it cannot be known how many there were.
        """

    @abstractmethod
    async def check(self) -> None:
        """Sees whether all of this can be had.

        Raises:
            StoreError: it cannot.
        """

    @abstractmethod
    async def close(self) -> None:
        """Lets go of connections."""


class RateLimit:
    """At most so many messages of one sender in any minute.

    The library `limits` does the same, over Redis too, but every release that is kept
    needs packaging 21 or later, which Rasa holds below.
    """

    def __init__(self, shared: SharedState, kind: str, *, per_minute: int) -> None:
        """Takes where they are counted, whose they are, and how many there may be."""
        if per_minute < 1:
            raise ValueError(f"per_minute must be 1 or more, not {per_minute}.")
        self._shared = shared
        self._kind = kind
        self._per_minute = per_minute

    async def allows(self, sender: str) -> bool:
        """Whether one more message is allowed; if so, it counts.

        Raises:
            StoreError: it cannot be known how many there were.
        """
        return await self._shared.allows(self._kind, sender, self._per_minute)
