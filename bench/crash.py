"""Kills a server under load, again and again: `python -m bench.crash --kills 50`.

A few people ask all the while. After each `kill -9` the server is started again on the
same folder. In the end every question whose answer somebody got has to be in the store,
once, and every conversation has to go on.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bench.load import MANY, Crowd, Kept, Measured, kept, measure
from tests.servers import BotServer

PEOPLE = 8
# In seconds, how long a server lives.
LIFE = 2.0


def crash(server: BotServer, folder: Path, kills: int) -> tuple[Measured, Kept]:
    """What was answered in so many lives of a server, and what is kept of it."""
    found = Measured()
    console = Console(stderr=True)
    for life in track(range(kills), "Killing", console=console):
        server.start()
        asyncio.run(_live(server, life, found))
    server.start()
    asyncio.run(_live(server, kills, found, kill=False))
    server.stop()
    return found, kept(folder, found.answered)


async def _live(
    server: BotServer, life: int, found: Measured, *, kill: bool = True
) -> None:
    """One life of a server, with people who go on in their conversations."""
    asking = asyncio.create_task(measure(server.url, Crowd(PEOPLE, LIFE, life=life)))
    if kill:
        # Each time at another moment of what is being done.
        await asyncio.sleep(LIFE * (0.5 + 0.5 * ((life * 0.618) % 1)))
        await asyncio.to_thread(server.kill)
    met = await asking
    found.waits += met.waits
    found.answered += met.answered
    found.others += met.others


def main(arguments: Sequence[str] | None = None) -> int:
    """Kills, and prints what was lost."""
    parser = argparse.ArgumentParser(prog="bench.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        server = BotServer(Path(folder), conversation_rate=MANY)
        found, state = crash(server, Path(folder), options.kills)
    Console().print(
        f"{options.kills} kills in {time.monotonic() - begun:.0f} s: "
        f"{len(found.answered)} answers, {sum(found.others.values())} broken off; "
        f"lost {state.lost}, twice {state.twice}"
    )
    return int(state.lost + state.twice > 0)


if __name__ == "__main__":
    sys.exit(main())
