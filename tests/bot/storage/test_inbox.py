import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.storage.inbox import OVERDUE, TOO_LATE, Inbox, Letter
from bot.storage.state import State

LETTER = Letter("one", "anna", "a-thread", "is it dangerous?")
Story = Callable[[Inbox, "Clock"], Awaitable[None]]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def tell(state: State) -> Callable[[Story], None]:
    """Runs a story with an inbox of each kind."""

    def run(story: Story) -> None:
        clock = Clock()
        asyncio.run(story(Inbox(state.database, clock=clock), clock))

    return run


def test_takes_each_letter_once(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, _: Clock) -> None:
        taken = await asyncio.gather(*(inbox.take(LETTER) for _ in range(20)))
        assert sum(taken) == 1
        await inbox.answered("one")
        assert not await inbox.take(LETTER)

    tell(story)


def test_hands_over_what_nobody_is_at(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, clock: Clock) -> None:
        await inbox.take(LETTER)
        assert await inbox.overdue() == []
        clock.now += OVERDUE + 1
        assert await inbox.overdue() == [LETTER]
        # It is somebody's now.
        assert await inbox.overdue() == []

    tell(story)


def test_keeps_what_somebody_is_at(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, clock: Clock) -> None:
        await inbox.take(LETTER)
        clock.now += OVERDUE - 1
        await inbox.at_work(["one"])
        clock.now += OVERDUE - 1
        assert await inbox.overdue() == []

    tell(story)


def test_what_is_left_is_for_the_next(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, _: Clock) -> None:
        await inbox.take(LETTER)
        await inbox.leave(["one"])
        assert await inbox.overdue() == [LETTER]

    tell(story)


def test_nothing_is_kept_of_what_is_answered(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, clock: Clock) -> None:
        await inbox.take(LETTER)
        await inbox.answered("one")
        clock.now += OVERDUE + 1
        assert await inbox.overdue() == []

    tell(story)


def test_gives_up_what_nobody_waits_for(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, clock: Clock) -> None:
        await inbox.take(LETTER)
        clock.now += TOO_LATE + 1
        assert await inbox.overdue() == []
        assert not await inbox.take(LETTER)

    tell(story)


def test_knows_from_where_something_came(tell: Callable[[Story], None]) -> None:
    async def story(inbox: Inbox, _: Clock) -> None:
        assert not await inbox.has_from("a-thread")
        await inbox.take(LETTER)
        assert await inbox.has_from("a-thread")

    tell(story)
