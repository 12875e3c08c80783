"""Locks and limits of servers that share them, in Redis.

Nothing in it outlives the minute, and no name is in it: what is held and counted stands
under a keyed hash.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import EqualJitterBackoff
from redis.exceptions import ConnectionError, LockError, RedisError

from bot.storage.errors import StoreError
from bot.storage.fair_lock import LONGEST, FairLock
from bot.storage.process_memory import Locks
from bot.storage.shared_state import MINUTE, Hold, SharedState
from bot.watching.metrics import FAILURES

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# In seconds: after how long a conversation is free again that a server held which was
# killed; how often a server that is not says so; how long others wait for one.
LIFE = 10.0
RENEWED = 3.0
PATIENCE = 20.0
# In seconds, for one answer of Redis, which is asked again as often as this.
ANSWER = 1.0
TRIES = 6

# Times of messages in the last minute, by Redis's own clock, in microseconds.
COUNT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local first = redis.call('LINDEX', KEYS[1], 0)
while first and now - tonumber(first) >= tonumber(ARGV[2]) do
    redis.call('LPOP', KEYS[1])
    first = redis.call('LINDEX', KEYS[1], 0)
end
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[1]) then
    return 0
end
redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[2] / 1000))
return 1
"""


class RedisHold(Hold):
    """A conversation that is held for a time, and longer while it is renewed."""

    def __init__(self, lock: FairLock) -> None:
        self._lock = lock

    async def check(self) -> None:
        """Looks whether it is still held, and holds it on.

        Raises:
            StoreError: Redis lost it, or cannot be asked.
        """
        await _answered(self._lock.reacquire())


class RedisState(SharedState):
    """What several servers agree on."""

    def __init__(self, address: str, secret: bytes, *, minute: float = MINUTE) -> None:
        """Connects when it is needed.

        Args:
            address: As in "redis://:password@host:6379/0".
            secret: What names are hashed with; the same for all servers.
            minute: For how long a message counts, in seconds.

        Raises:
            StoreError: it is no address.
        """
        try:
            self._redis = Redis.from_url(
                address,
                socket_timeout=ANSWER,
                socket_connect_timeout=ANSWER,
                retry=Retry(EqualJitterBackoff(cap=0.5, base=0.05), TRIES),
                # redis-py takes only its own errors, and none in connecting.
                retry_on_error=[ConnectionError, OSError, asyncio.TimeoutError],
                client_name="page-bot",
            )
        except ValueError as error:
            # Without what is in it: a password, for one.
            raise StoreError("BOT_REDIS_URL is no address of a Redis.") from error
        self._secret = secret
        self._minute = minute
        self._here = Locks()
        self._count = self._redis.register_script(COUNT)

    @asynccontextmanager
    async def _held(self, conversation: str) -> AsyncIterator[Hold]:
        # Of this server only the first who waits asks Redis.
        async with self._here.held(conversation):
            lock = FairLock(self._redis, self._name("held", conversation), life=LIFE)
            await self._acquire(lock)
            renewing = asyncio.create_task(_renew(lock))
            try:
                yield RedisHold(lock)
            finally:
                renewing.cancel()
                await _release(lock)

    async def allows(self, kind: str, sender: str, per_minute: int) -> bool:
        """Whether one more message of a sender is allowed; if so, it counts.

        Raises:
            StoreError: Redis cannot be asked.
        """
        asked = self._count(
            keys=[self._name(kind, sender)],
            args=[per_minute, round(self._minute * 1_000_000)],
        )
        return bool(await _answered(asked))

    async def check(self) -> None:
        """Writes something, as everything here does.

        Raises:
            StoreError: that cannot be done.
        """
        await _answered(self._redis.set("page-bot:checked", "1", ex=60))

    async def close(self) -> None:
        """Lets go of the connections."""
        with suppress(RedisError):
            await self._redis.close()

    async def _acquire(self, lock: FairLock) -> None:
        try:
            if await lock.acquire(blocking_timeout=PATIENCE):
                return
        except RedisError as error:
            raise _failure(error) from error
        raise StoreError(f"A conversation was held for more than {PATIENCE} s.")

    def _name(self, kind: str, name: str) -> str:
        """What something stands under; nobody can tell of whom it is.

        The braces keep what belongs together on one machine of a Redis cluster.
        """
        hashed = hashlib.blake2b(name.encode(), key=self._secret, digest_size=16)
        return f"page-bot:{kind}:{{{hashed.hexdigest()}}}"


async def _answered(asked: Awaitable[Answer]) -> Answer:
    """What Redis answers, in time.

    Raises:
        StoreError: it does not.
    """
    try:
        return await asyncio.wait_for(asked, LONGEST)
    except (RedisError, asyncio.TimeoutError) as error:
        raise _failure(error) from error


async def _renew(lock: FairLock) -> None:
    """Says again and again that a conversation is still held."""
    while True:
        await asyncio.sleep(RENEWED)
        # Whether it is lost is looked at before anything is kept.
        with suppress(RedisError):
            await lock.reacquire()


async def _release(lock: FairLock) -> None:
    """Lets go; where that fails, the conversation is free again after a while."""
    try:
        await asyncio.wait_for(lock.release(), LONGEST)
    except LockError:
        logger.error("A conversation was held longer than its lock.")
    except (RedisError, asyncio.TimeoutError) as error:
        logger.error("%s A conversation stays held for %s s.", _failure(error), LIFE)


def _failure(error: Exception) -> StoreError:
    FAILURES.labels("redis").inc()
    return StoreError(f"Redis cannot be used ({type(error).__name__}).")
