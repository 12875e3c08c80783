"""The loop goes on while a message is understood."""

import asyncio
import time
from pathlib import Path

import pytest

from bot.running.engine import load_bot
from bot.running.thinking import _finished

# In seconds, between two looks at the clock.
TICK = 0.001


@pytest.mark.anyio
async def test_others_are_heard_meanwhile(trained: Path) -> None:
    bot = await load_bot()
    await bot.ask("is it dangerous?", sender="warm")
    gaps = []

    async def look() -> None:
        before = time.perf_counter()
        while True:
            await asyncio.sleep(TICK)
            now = time.perf_counter()
            gaps.append(now - before)
            before = now

    looking = asyncio.create_task(look())
    begun = time.perf_counter()
    await asyncio.gather(
        *(bot.ask("what causes it, and who gets it?", sender=str(n)) for n in range(10))
    )
    took = time.perf_counter() - begun
    looking.cancel()
    # Understanding is most of it, and none of it holds the loop for long.
    assert max(gaps) < took / 4


def test_a_pipeline_that_waits_is_refused() -> None:
    async def waits() -> dict[str, object]:
        await asyncio.sleep(0)
        return {}

    with pytest.raises(RuntimeError, match="in this process"):
        _finished(waits())
