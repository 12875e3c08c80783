import pytest

from bot.storage import rate_limit
from bot.storage.rate_limit import RateLimit

pytestmark = pytest.mark.anyio


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_allows_so_many_a_minute_and_more_when_it_has_passed() -> None:
    clock = Clock()
    limit = RateLimit(2, clock=clock)
    assert [await limit.allows("a") for _ in range(3)] == [True, True, False]
    clock.now = 59.9
    assert not await limit.allows("a")
    clock.now = 60.0
    assert await limit.allows("a")


async def test_one_sender_does_not_use_up_what_another_may() -> None:
    limit = RateLimit(1)
    assert await limit.allows("a")
    assert await limit.allows("b")
    assert not await limit.allows("a")


async def test_forgets_who_was_silent_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MOST_SENDERS", 2)
    limit = RateLimit(1)
    for sender in ("a", "b", "c"):
        assert await limit.allows(sender)
    assert await limit.allows("a")
    assert not await limit.allows("c")


async def test_none_at_all_is_no_rate() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        RateLimit(0)
