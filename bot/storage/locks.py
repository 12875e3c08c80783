"""Keeps two messages of one conversation from being answered at the same time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Locks:
    """One lock for each conversation, in this process."""

    def __init__(self) -> None:
        """Begins without any; a lock that nobody holds is forgotten."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def held(self, conversation: str) -> AsyncIterator[None]:
        """Waits until nobody else holds a conversation, then holds it."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            yield
