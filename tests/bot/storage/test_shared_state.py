"""Locks and limits: the same promises in this process and in Redis."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from bot.storage import fair_lock, process_memory, redis_state
from bot.storage.errors import StoreError
from bot.storage.process_memory import ProcessMemory
from bot.storage.redis_state import RedisState
from bot.storage.shared_state import RateLimit, SharedState
from tests import engines

pytestmark = pytest.mark.anyio

# So short that a test can wait for it, and that a busy machine is not taken for it.
MINUTE = 1.5


def in_redis(redis: engines.Redis) -> RedisState:
    return RedisState(redis.address(), b"a secret", minute=MINUTE)


@pytest.fixture(params=["memory", "redis"])
async def shared(request: pytest.FixtureRequest) -> AsyncIterator[SharedState]:
    state: SharedState = ProcessMemory(minute=MINUTE)
    if request.param == "redis":
        state = in_redis(request.getfixturevalue("redis"))
    yield state
    await state.close()


@pytest.fixture
async def servers(redis: engines.Redis) -> AsyncIterator[list[RedisState]]:
    """Three servers that share a Redis."""
    states = [in_redis(redis) for _ in range(3)]
    yield states
    for state in states:
        await state.close()


@pytest.fixture
def conversation() -> str:
    return uuid.uuid4().hex


async def answered(
    servers: Sequence[SharedState], conversation: str, *, apart: float
) -> list[int]:
    """Ten messages of a conversation, in the order in which they were answered."""
    order: list[int] = []
    at_work: set[int] = set()

    async def answer(number: int) -> None:
        async with servers[number % len(servers)].held(conversation):
            assert not at_work
            at_work.add(number)
            await asyncio.sleep(0.03)
            order.append(number)
            at_work.remove(number)

    tasks = []
    for number in range(10):
        tasks.append(asyncio.create_task(answer(number)))
        await asyncio.sleep(apart)
    await asyncio.gather(*tasks)
    return order


async def test_one_at_a_time_and_who_came_first_is_first(
    shared: SharedState, conversation: str
) -> None:
    order = await answered([shared], conversation, apart=0)
    assert order == list(range(10))


async def test_servers_that_share_take_turns(
    servers: list[RedisState], conversation: str
) -> None:
    order = await answered(servers, conversation, apart=0.005)
    # Of each server in order, and no server twice while another waits.
    for server in range(3):
        own = [number for number in order if number % 3 == server]
        assert own == sorted(own)
    assert [number % 3 for number in order] == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]


async def test_other_conversations_do_not_wait(shared: SharedState) -> None:
    async with shared.held("anna"), shared.held("bert"):
        pass


async def test_who_stops_waiting_keeps_nobody(
    servers: list[RedisState], conversation: str
) -> None:
    async def wait(server: RedisState) -> None:
        async with server.held(conversation):
            pass

    async with servers[0].held(conversation):
        impatient = asyncio.create_task(wait(servers[1]))
        await asyncio.sleep(0.05)
        impatient.cancel()
    await asyncio.wait_for(wait(servers[2]), 2)
    await asyncio.wait_for(wait(servers[1]), 2)


async def test_a_server_that_was_killed_holds_no_conversation_for_long(
    redis: engines.Redis, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_state, "LIFE", 0.3)
    killed, other = in_redis(redis), in_redis(redis)
    held = killed.held(conversation)
    await held.__aenter__()
    begun = time.monotonic()
    async with other.held(conversation):
        assert 0.2 < time.monotonic() - begun < 1
    await killed.close()
    await other.close()


async def test_one_that_is_not_holds_it_as_long_as_it_needs(
    servers: list[RedisState], conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_state, "LIFE", 0.3)
    monkeypatch.setattr(redis_state, "RENEWED", 0.1)
    one, other, _ = servers
    order = []

    async def wait() -> None:
        async with other.held(conversation):
            order.append("other")

    async with one.held(conversation) as hold:
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.8)
        await hold.check()
        order.append("one")
    await waiting
    assert order == ["one", "other"]


@pytest.fixture
def own_redis() -> Iterator[engines.Redis]:
    """A Redis that may be stopped."""
    server = engines.Redis()
    server.start()
    yield server
    server.remove()


@pytest.fixture
async def alone(own_redis: engines.Redis) -> AsyncIterator[RedisState]:
    """A server that has it for itself."""
    state = in_redis(own_redis)
    yield state
    await state.close()


async def test_nothing_is_kept_for_who_lost_a_conversation(
    own_redis: engines.Redis, alone: RedisState
) -> None:
    async with alone.held("anna") as hold:
        await hold.check()
        # Redis forgets what it held.
        own_redis.stop()
        own_redis.start()
        with pytest.raises(StoreError):
            await hold.check()
    async with alone.held("anna") as hold:
        await hold.check()


async def test_a_redis_that_is_gone_is_an_error_and_it_becomes_well_by_itself(
    own_redis: engines.Redis, alone: RedisState, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (redis_state, fair_lock):
        monkeypatch.setattr(module, "LONGEST", 0.5)
    await alone.check()
    own_redis.stop()
    begun = time.monotonic()
    with pytest.raises(StoreError, match="Redis cannot be used"):
        async with alone.held("anna"):
            pass
    with pytest.raises(StoreError, match="Redis cannot be used"):
        await alone.allows("address", "anna", 1)
    with pytest.raises(StoreError, match="Redis cannot be used"):
        await alone.check()
    assert time.monotonic() - begun < 2
    own_redis.start()
    await alone.check()
    async with alone.held("anna"):
        pass


async def test_rides_over_a_redis_that_is_started_again(
    own_redis: engines.Redis, alone: RedisState
) -> None:
    await alone.check()
    own_redis.stop()
    asked = asyncio.create_task(alone.allows("address", "anna", 1))
    await asyncio.sleep(0.1)
    await asyncio.to_thread(own_redis.start)
    assert await asked


async def test_allows_so_many_a_minute_and_more_when_it_has_passed(
    shared: SharedState, conversation: str
) -> None:
    limit = RateLimit(shared, "conversation", per_minute=2)
    allowed = [await limit.allows(conversation) for _ in range(3)]
    assert allowed == [True, True, False]
    await asyncio.sleep(MINUTE + 0.1)
    assert await limit.allows(conversation)


async def test_one_sender_does_not_use_up_what_another_may(
    shared: SharedState, conversation: str
) -> None:
    limit = RateLimit(shared, "conversation", per_minute=1)
    assert await limit.allows(conversation)
    assert await limit.allows(f"{conversation}, too")
    assert not await limit.allows(conversation)
    assert await RateLimit(shared, "address", per_minute=1).allows(conversation)


async def test_servers_count_together(
    servers: list[RedisState], conversation: str
) -> None:
    asked = [server.allows("address", conversation, 5) for server in servers * 3]
    assert sum(await asyncio.gather(*asked)) == 5


async def test_forgets_who_was_silent_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_memory, "MOST_SENDERS", 2)
    limit = RateLimit(ProcessMemory(), "address", per_minute=1)
    for sender in ("a", "b", "c"):
        assert await limit.allows(sender)
    assert await limit.allows("a")
    assert not await limit.allows("c")


async def test_none_at_all_is_no_rate() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        RateLimit(ProcessMemory(), "address", per_minute=0)


async def test_names_are_not_in_redis_and_nothing_outlives_the_minute(
    redis: engines.Redis,
) -> None:
    server = in_redis(redis)
    raw = server._redis
    await raw.flushdb()
    async with server.held("anna"):
        await server.allows("address", "203.0.113.7", 5)
        keys = await raw.keys()
        assert len(keys) == 2
        assert not [key for key in keys if b"anna" in key or b"203.0" in key]
    await asyncio.sleep(MINUTE + 0.1)
    assert await raw.keys() == []
    await server.close()


async def test_an_address_that_is_none_is_named_without_what_is_in_it() -> None:
    with pytest.raises(StoreError, match="BOT_REDIS_URL") as told:
        RedisState("http://:password@redis", b"a secret")
    assert "password" not in str(told.value)
