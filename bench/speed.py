"""How fast and light is it? `make bench`; `make bench QUICK=1` in two minutes.

Measures the floor, stock Rasa (if `make stock` has trained it) and ours over REST, one
after the other, in several rounds, so that whatever else the machine does meets all of
them alike. What counts are the ratios; the times are this machine's.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench.contenders import PROJECT, PYTHON, Contender, floor, ours, stock
from bench.growth import grown, over_rest
from bench.load import Crowd, Measured, measure, quoted_questions
from bench.speed_report import shown, steps_shown, written

TURNS = (1, 100, 300, 1_000, 3_000)
QUICK_TURNS = (1, 100)
# Questions in a conversation, where its length is not what is measured.
TALK = 5
# In seconds, for many messages.
PATIENCE = 900.0
MB = 1_000_000
AT_REST = "memory at rest, MB"


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    # In seconds, for each number of clients.
    seconds: float
    turns: tuple[int, ...]
    # Messages, in a tenth as many conversations, after which memory is looked at.
    messages: int
    # Whether each is also trained, and started with nothing of it in memory.
    from_nothing: bool


FULL = Plan(rounds=5, seconds=8.0, turns=TURNS, messages=10_000, from_nothing=True)
QUICK = Plan(rounds=1, seconds=3.0, turns=QUICK_TURNS, messages=300, from_nothing=False)


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
            found = figures[contender.name]
            with tempfile.TemporaryDirectory() as state:
                found.add("start to first answer, s", contender.start(Path(state)))
                try:
                    # What is done once, at the first messages, is left out.
                    _crowd(contender, 1, 1.0, life=0)
                    found.add(AT_REST, contender.memory)
                    _asked(contender, plan, found)
                    if number == plan.rounds - 1:
                        advance(f"{contender.name}, long and many conversations")
                        _grown(contender, Path(state), plan, found)
                finally:
                    contender.stop()
    for contender in contenders:
        advance(f"{contender.name}, from nothing")
        _once(contender, plan, figures[contender.name])
    return figures


def _asked(contender: Contender, plan: Plan, figures: Figures) -> None:
    used = contender.processor_time
    one = _crowd(contender, 1, plan.seconds, life=1)
    used = contender.processor_time - used
    for share in (50, 95, 99):
        figures.add(f"1 client, {share} %, ms", one.share(share) * 1000)
    figures.add("processor, ms a message", used / len(one.waits) * 1000)
    for life, clients in ((2, 8), (3, 50)):
        met = _crowd(contender, clients, plan.seconds, life=life)
        rate = len(met.waits) / plan.seconds
        figures.add(f"{clients} clients, messages/s", rate)
        figures.add(f"{clients} clients, 95 %, ms", met.share(95) * 1000)


def _grown(contender: Contender, state: Path, plan: Plan, figures: Figures) -> None:
    turns = tuple(turn for turn in plan.turns if turn <= contender.most_turns)
    took = grown(over_rest(contender.url), turns, Console(quiet=True))
    for turn in turns:
        figures.add(f"turn {turn:,}, ms", took[turn])
    figures.add("last turn / first", took[turns[-1]] / took[turns[0]])
    kept = _size_of(state)
    many = Crowd(8, PATIENCE, turns=10, messages=plan.messages, life=4)
    asked = asyncio.run(measure(contender.url, many))
    at_rest = figures.by_measure[AT_REST][-1]
    figures.add("memory after many messages, MB", contender.memory)
    figures.add("memory after / at rest", contender.memory / at_rest)
    if kept:
        stored = (_size_of(state) - kept) / len(asked.waits)
        figures.add("stored, bytes a message", stored)


def _once(contender: Contender, plan: Plan, figures: Figures) -> None:
    """What does not change from round to round."""
    figures.add("model, MB", contender.model.stat().st_size / MB)
    if not plan.from_nothing:
        return
    _take_out_of_memory(Path(sys.prefix), contender.model.parent, contender.folder)
    with tempfile.TemporaryDirectory() as state:
        figures.add("start to first answer, cold, s", contender.start(Path(state)))
    contender.stop()
    took = contender.trained()
    if took is not None:
        figures.add("training, s", took)


def _take_out_of_memory(*folders: Path) -> None:
    """Has files read from the disk again, as after the machine was started."""
    for path in (path for folder in folders for path in folder.rglob("*")):
        if path.is_file():
            opened = os.open(path, os.O_RDONLY)
            os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(opened)


def _size_of(folder: Path) -> int:
    """The bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _crowd(contender: Contender, people: int, seconds: float, *, life: int) -> Measured:
    questions = quoted_questions()
    crowd = Crowd(people, seconds, turns=TALK, life=life, questions=questions)
    return asyncio.run(measure(contender.url, crowd))


def _step_by_step() -> dict[str, Any]:
    """Where the time of a message goes in ours, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "steps.json"
        subprocess.run(
            [*PYTHON, "bench.steps", "--json", str(found)],
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        steps: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return steps


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
    tasks = (plan.rounds + 2) * len(contenders) + 1
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=tasks)

        def advance(what: str) -> None:
            progress.update(task, advance=1, description=what)

        figures = compared(contenders, plan, advance)
        advance("ours, step by step")
        steps = _step_by_step()
    console.print(shown(figures))
    console.print(steps_shown(steps))
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(written(figures, steps), encoding="utf-8")
    console.print(f"With pictures: {options.report}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
