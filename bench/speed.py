"""How fast and light is it? `make bench`; `make bench QUICK=1` in two minutes.

Measures the floor, stock Rasa (if `make stock` has trained it) and ours over REST, one
after the other, in several rounds, so that whatever else the machine does meets all of
them alike. What counts are the ratios; the times are this machine's.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bench.contenders import Contender, floor, ours, stock
from bench.growth import grown, over_rest
from bench.load import Crowd, Measured, measure
from bench.speed_report import shown, written

TURNS = (10, 100, 300, 1_000, 3_000)
QUICK_TURNS = (10, 100, 300)
# Questions in a conversation, where its length is not what is measured.
TALK = 5
# In seconds, for many messages.
PATIENCE = 900.0


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    # In seconds, for each number of clients.
    seconds: float
    turns: tuple[int, ...]
    # Messages, in a tenth as many conversations, after which memory is looked at.
    messages: int


FULL = Plan(rounds=5, seconds=15.0, turns=TURNS, messages=10_000)
QUICK = Plan(rounds=2, seconds=4.0, turns=QUICK_TURNS, messages=500)


@dataclass
class Figures:
    """What was measured of one contender, each measure once a round."""

    by_measure: dict[str, list[float]] = field(default_factory=dict)

    def add(self, measure: str, value: float) -> None:
        """Adds what one round gave."""
        self.by_measure.setdefault(measure, []).append(value)

    def median(self, measure: str) -> float | None:
        """The middle one of what the rounds gave."""
        found = self.by_measure.get(measure)
        return statistics.median(found) if found else None


def compared(
    contenders: Sequence[Contender], plan: Plan, advance: Callable[[str], None]
) -> dict[str, Figures]:
    """Measures each contender in each round.

    Args:
        contenders: Those that are compared.
        plan: How much is measured.
        advance: Told what is being measured.
    """
    figures = {contender.name: Figures() for contender in contenders}
    for number in range(plan.rounds):
        for contender in contenders:
            advance(f"{contender.name}, round {number + 1}")
            with tempfile.TemporaryDirectory() as state:
                _measured(contender, Path(state), plan, figures[contender.name])
    for contender in contenders:
        advance(f"{contender.name}, a long conversation and many short ones")
        with tempfile.TemporaryDirectory() as state:
            _grown(contender, Path(state), plan, figures[contender.name])
    return figures


def _measured(contender: Contender, state: Path, plan: Plan, figures: Figures) -> None:
    figures.add("start, s", contender.start(state))
    try:
        # What is done once, at the first messages, is no part of what follows.
        _crowd(contender, 1, 1.0, life=0)
        figures.add("memory at rest, MB", contender.memory)
        one = _crowd(contender, 1, plan.seconds, life=1)
        for share in (50, 95, 99):
            figures.add(f"1 client, {share} %, ms", one.share(share) * 1000)
        for life, clients in ((2, 8), (3, 50)):
            met = _crowd(contender, clients, plan.seconds, life=life)
            rate = len(met.waits) / plan.seconds
            figures.add(f"{clients} clients, messages/s", rate)
            figures.add(f"{clients} clients, 95 %, ms", met.share(95) * 1000)
    finally:
        contender.stop()


def _grown(contender: Contender, state: Path, plan: Plan, figures: Figures) -> None:
    contender.start(state)
    try:
        ask = over_rest(contender.url)
        took = grown(ask, plan.turns, Console(quiet=True))
        for turn in plan.turns:
            figures.add(f"turn {turn:,}, ms", took[turn])
        before = contender.memory
        many = Crowd(8, PATIENCE, turns=10, messages=plan.messages)
        asyncio.run(measure(contender.url, many))
        figures.add("memory after many messages, MB", contender.memory)
        figures.add("memory after / before", contender.memory / before)
    finally:
        contender.stop()


def _crowd(contender: Contender, people: int, seconds: float, *, life: int) -> Measured:
    crowd = Crowd(people, seconds, turns=TALK, life=life)
    return asyncio.run(measure(contender.url, crowd))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the table and writes the page."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in about two minutes")
    parser.add_argument("--report", type=Path, default=Path("reports/bench.html"))
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else FULL
    peer = stock()
    contenders = [floor(), *([peer] if peer else []), ours()]
    console = Console()
    if peer is None:
        console.print(
            "Stock Rasa is not trained, so it is left out: make stock EPOCHS=5"
        )
    steps = (plan.rounds + 1) * len(contenders)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=steps)
        figures = compared(
            contenders,
            plan,
            lambda what: progress.update(task, advance=1, description=what),
        )
    console.print(shown(figures))
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(written(figures), encoding="utf-8")
    console.print(f"With pictures: {options.report}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
