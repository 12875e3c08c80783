import pytest

from bot.channels import rate
from bot.channels.rate import Rate


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_allows_so_many_a_minute_and_more_when_it_has_passed() -> None:
    clock = Clock()
    limited = Rate(2, clock=clock)
    assert [limited.allows("a") for _ in range(3)] == [True, True, False]
    clock.now = 59.9
    assert not limited.allows("a")
    clock.now = 60.0
    assert limited.allows("a")


def test_one_sender_does_not_use_up_what_another_may() -> None:
    limited = Rate(1)
    assert limited.allows("a")
    assert limited.allows("b")
    assert not limited.allows("a")


def test_forgets_who_was_silent_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "MOST_SENDERS", 2)
    limited = Rate(1)
    assert all(limited.allows(sender) for sender in ("a", "b", "c"))
    assert limited.allows("a")
    assert not limited.allows("c")


def test_none_at_all_is_no_rate() -> None:
    with pytest.raises(ValueError, match="1 or more, not 0"):
        Rate(0)
