"""A lock in Redis that is given to those who wait in the order in which they came.

redis-py's own lock is given to whoever happens to ask first when it is free: somebody
who waits for a conversation that another server holds may wait for ever.
"""

import asyncio
from contextlib import suppress

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import RedisError, TimeoutError

# In seconds: how often those who wait ask, from when on one who does not is gone, and
# how long one answer may take, with all that is tried again.
ASKING = 0.02
GONE = 1.0
LONGEST = 3.0

# Takes the lock where it is free and nobody is before. KEYS: the lock, who waits by
# when they came, who waits by when they asked last. ARGV: who asks, the lock's life and
# when somebody is gone, in milliseconds. By Redis's own clock.
TAKE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return 1
end
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[3])) do
    redis.call('ZREM', KEYS[2], gone)
    redis.call('ZREM', KEYS[3], gone)
end
local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
if (not first or first == ARGV[1])
    and redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])
then
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('ZREM', KEYS[3], ARGV[1])
    return 1
end
redis.call('ZADD', KEYS[2], 'NX', clock[1] * 1000000 + clock[2], ARGV[1])
redis.call('ZADD', KEYS[3], now, ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[3] * 2)
redis.call('PEXPIRE', KEYS[3], ARGV[3] * 2)
return 0
"""


class FairLock(Lock):
    """redis-py's lock, with a queue before it."""

    def __init__(self, redis: Redis, name: str, *, life: float) -> None:
        """Takes what it is called, and for how many seconds it is held at a time."""
        super().__init__(redis, name, timeout=life, sleep=ASKING, thread_local=False)
        self._take = redis.register_script(TAKE)
        self._waiting = f"{name}:came"
        self._asking = f"{name}:asked"

    async def do_acquire(self, token: str | bytes) -> bool:
        """Takes the lock where it is this one's turn."""
        milliseconds = [round(seconds * 1_000) for seconds in (self.timeout, GONE)]
        asked = self._take(
            keys=[self.name, self._waiting, self._asking], args=[token, *milliseconds]
        )
        try:
            return bool(await asyncio.wait_for(asked, LONGEST))
        except asyncio.TimeoutError as error:
            raise TimeoutError("No answer in time.") from error
        except asyncio.CancelledError:
            # It may have been taken all the same; nobody would let go of it.
            self.local.token = token
            with suppress(RedisError):
                await self.release()
            raise
