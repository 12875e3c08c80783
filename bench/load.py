"""Many people at once: `python -m bench.load --people 200 --seconds 300 --thinking 1`.

Each person asks over REST, reads, thinks, and asks on, in a conversation of their own.
Who is told to come back later does so, with the same id. At the end the store is read:
every question that was answered has to be there, once.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import ssl
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from rich.console import Console
from rich.table import Table

from bot.storage.sqlite import FILE
from tests.servers import BotServer

QUESTIONS = (
    "is it dangerous?",
    "what causes it?",
    "and what are the symptoms",
    "can it be inherited, and who gets it?",
    "why?",
    "should i stop my tablets",
    "can I go running with it?",
    "thanks",
    "what is the capital of France?",
    "where does it say that?",
)
# In seconds: who hears nothing for as long gives up.
PATIENCE = 30.0
# Of our own labelled questions: those that the text answers.
ANSWERED = Path(__file__).parents[1] / "data" / "questions" / "answers.jsonl"
# What a person waits whom nobody tells how long to wait.
PAUSE = 1.0
MANY = "1000000"


def quoted_questions() -> tuple[str, ...]:
    """The labelled questions that are answered with a quote, well mixed."""
    lines = ANSWERED.read_text(encoding="utf-8").splitlines()
    labelled = map(json.loads, lines)
    texts = [str(one["text"]) for one in labelled if one["kind"] == "answer"]
    random.Random(0).shuffle(texts)
    return tuple(texts)


@dataclass(frozen=True)
class Crowd:
    """People, and how they ask."""

    people: int
    # For how long, in seconds.
    seconds: float
    # How long each reads and thinks between two questions, in seconds, on average.
    thinking: float = 0.0
    # After how many questions each begins another conversation; 0 is never.
    turns: int = 0
    # After how many answers in all they stop; 0 is never.
    messages: int = 0
    # Which life of the server it is: in each the questions have new ids.
    life: int = 0
    # What they ask, one after the other.
    questions: tuple[str, ...] = QUESTIONS

    def is_done(self, measured: "Measured") -> bool:
        """Whether they have as many answers as they wanted."""
        return 0 < self.messages <= len(measured.waits)


@dataclass
class Measured:
    """What people met."""

    # In seconds, from asking to the answer, for each answer, and when it came.
    waits: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    # Conversations and ids of questions that were answered.
    answered: list[tuple[str, str]] = field(default_factory=list)
    # How often each other status came; 0 is a time-out or a broken connection.
    others: Counter[int] = field(default_factory=Counter)

    def share(self, of: float) -> float:
        """The wait that so many of a hundred answers did not take longer than."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * of / 100))]


@dataclass(frozen=True)
class Kept:
    """What the store holds of what was answered."""

    lost: int
    twice: int


async def measure(
    url: str,
    crowd: Crowd,
    *,
    into: Measured | None = None,
    certificate: Path | None = None,
) -> Measured:
    """Has a crowd ask a server.

    Args:
        url: Where it is.
        crowd: Who asks.
        into: What is added to, for those who look while they ask.
        certificate: What the server is known by, where it is asked over TLS.
    """
    measured = into if into is not None else Measured()
    trusted = ssl.create_default_context(cafile=certificate) if certificate else True
    connector = aiohttp.TCPConnector(limit=0, ssl=trusted)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        until = time.monotonic() + crowd.seconds
        await asyncio.gather(
            *(
                _person(session, url, number, crowd, until, measured)
                for number in range(crowd.people)
            )
        )
    return measured


async def _person(
    session: aiohttp.ClientSession,
    url: str,
    number: int,
    crowd: Crowd,
    until: float,
    measured: Measured,
) -> None:
    drawn = random.Random(number)
    # Nobody begins at the same moment.
    await asyncio.sleep(drawn.random() * max(crowd.thinking, 0.1))
    asked = 0
    while time.monotonic() < until and not crowd.is_done(measured):
        talk = asked // crowd.turns if crowd.turns else 0
        content = {
            "sender": f"person-{number}-{talk}",
            "message": crowd.questions[(number + asked) % len(crowd.questions)],
            "message_id": f"person-{number}-{crowd.life}-{asked}",
        }
        begun = time.monotonic()
        pause = await _answered(session, url, content, measured)
        if pause is None:
            measured.times.append(time.monotonic())
            measured.waits.append(measured.times[-1] - begun)
            measured.answered.append((content["sender"], content["message_id"]))
            asked += 1
            pause = drawn.expovariate(1 / crowd.thinking) if crowd.thinking else 0
        await asyncio.sleep(pause)


async def _answered(
    session: aiohttp.ClientSession,
    url: str,
    content: dict[str, str],
    measured: Measured,
) -> float | None:
    """Asks once; None with an answer, else how long to wait before asking again."""
    try:
        async with session.post(f"{url}/webhooks/rest/webhook", json=content) as reply:
            said = await reply.json()
            if reply.status == 200 and said:
                return None
            measured.others[reply.status] += 1
            return float(reply.headers.get("Retry-After", PAUSE))
    except (aiohttp.ClientError, asyncio.TimeoutError):
        measured.others[0] += 1
        return PAUSE


def kept(folder: Path, answered: Sequence[tuple[str, str]]) -> Kept:
    """Compares what was answered with what is stored."""
    with sqlite3.connect(folder / FILE) as database:
        rows = database.execute("SELECT conversation, question_id FROM exchanges")
        stored = Counter((str(a), str(b)) for a, b in rows)
    database.close()
    return Kept(
        sum(one not in stored for one in answered),
        sum(number > 1 for number in stored.values()),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures one person, then so many, and prints how they compare."""
    parser = argparse.ArgumentParser(prog="bench.load", description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--thinking", type=float, default=1.0)
    options = parser.parse_args(arguments)
    table = Table(
        *("people", "answers", "a second", "50 %", "95 %", "99 %", "not answered")
    )
    worst = Kept(0, 0)
    base = 0.0
    with tempfile.TemporaryDirectory() as folder:
        server = BotServer(Path(folder), conversation_rate=MANY)
        server.start()
        alone = (1, min(options.seconds, 10.0), 0.0)
        # After the crowd it is seen whether one person is served as before.
        plans = (alone, (options.people, options.seconds, options.thinking), alone)
        for life, (people, seconds, thinking) in enumerate(plans):
            crowd = Crowd(people, seconds, thinking, life=life)
            found = asyncio.run(measure(server.url, crowd))
            base = base or statistics.median(found.waits)
            shares = [found.share(of) for of in (50, 95, 99)]
            table.add_row(
                str(people),
                str(len(found.waits)),
                f"{len(found.waits) / seconds:.0f}",
                *(f"{1000 * one:.0f} ms, {one / base:.1f}" for one in shares),
                ", ".join(f"{n} × {s or 'time-out'}" for s, n in found.others.items()),
            )
            state = kept(Path(folder), found.answered)
            worst = max(worst, state, key=lambda one: one.lost + one.twice)
        server.stop()
    console = Console()
    console.print(table)
    console.print(f"lost {worst.lost}, twice {worst.twice}")
    return int(worst.lost + worst.twice > 0)


if __name__ == "__main__":
    sys.exit(main())
