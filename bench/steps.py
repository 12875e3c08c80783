"""Where the time of a message goes in ours, step by step: `python -m bench.steps`.

Asks real questions in this process, five to a conversation, with the conversations in a
file as when they are served, and prints the median and the 95th percentile of each
step. What the database is asked for each message is counted beside it.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.running.quiet import be_quiet
from bot.running.without_training import import_training_later

# As in the commands: Rasa is to be quiet and light.
be_quiet()
import_training_later()

import numpy as np  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from rich.console import Console  # noqa: E402

from bench.kept_bot import TALK, kept_bot  # noqa: E402
from bench.load import quoted_questions  # noqa: E402
from bench.speed_report import steps_shown  # noqa: E402
from bot.evaluation.step_times import StepTimes  # noqa: E402
from bot.running.engine import Bot  # noqa: E402

# Questions that are asked before anything is measured.
FIRST = 20
# Steps of the whole that are measured from outside: whose method, and its name.
UNDERSTANDING = "understanding, with its thread"
CHOOSING = "rules, actions and the reply"
KEEPING = "waiting for the database"
WHOLE = "whole message"
STATEMENTS = "statements"


class Steps:
    """Times the steps of a message, the components' own beside those around them."""

    def __init__(self, bot: Bot) -> None:
        """Watches a loaded bot."""
        self._bot = bot
        self._components = StepTimes(bot.agent)
        self._outer: dict[str, list[float]] = {
            step: [] for step in (UNDERSTANDING, CHOOSING, KEEPING, WHOLE)
        }
        self._now: Counter[str] = Counter()
        self.statements: Counter[str] = Counter()
        processor, database = bot.agent.processor, bot.state.database
        self._watch(processor, "parse_message", UNDERSTANDING)
        self._watch(processor, "_run_prediction_loop", CHOOSING)
        self._watch(database, "run", KEEPING)
        sa.event.listen(database._engine, "before_cursor_execute", self._count)

    async def ask(self, text: str, sender: str) -> None:
        """Asks, and notes how long each step took."""
        self._now.clear()
        begun = perf_counter()
        await self._components.timed(lambda: self._bot.ask(text, sender=sender))
        self._now[WHOLE] = perf_counter() - begun
        for step, times in self._outer.items():
            times.append(self._now[step] * 1000)

    def forget(self) -> None:
        """Begins anew."""
        self._components.milliseconds.clear()
        self.statements.clear()
        for times in self._outer.values():
            times.clear()

    def summary(self) -> dict[str, tuple[float, float]]:
        """Median and 95th percentile of each step, in milliseconds."""
        inner = {
            f"– {step}": times
            for step, times in self._components.milliseconds.items()
            if " " not in step
        }
        first, *others = self._outer.items()
        steps = dict([first, *inner.items(), *others])
        return {
            step: (float(np.median(times)), float(np.percentile(times, 95)))
            for step, times in steps.items()
        }

    def _count(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.statements[statement.split()[0]] += 1

    def _watch(self, owner: Any, name: str, step: str) -> None:
        watched: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def timed(*given: Any, **named: Any) -> Any:
            begun = perf_counter()
            try:
                return await watched(*given, **named)
            finally:
                self._now[step] += perf_counter() - begun

        setattr(owner, name, timed)


async def measured(questions: Sequence[str]) -> dict[str, Any]:
    """Where the time of these questions goes.

    Returns:
        `steps`, each with median and 95th percentile in milliseconds, and `statements`,
        how many of each kind the database is asked for a message.
    """
    async with kept_bot() as bot:
        steps = Steps(bot)
        for number, text in enumerate(questions[:FIRST]):
            await steps.ask(text, f"first-{number // TALK}")
        steps.forget()
        for number, text in enumerate(questions):
            await steps.ask(text, f"person-{number // TALK}")
    statements = {k: n / len(questions) for k, n in steps.statements.items()}
    return {"steps": steps.summary(), STATEMENTS: statements}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints, or writes it for another program."""
    parser = argparse.ArgumentParser(prog="bench.steps", description=__doc__)
    parser.add_argument("--json", type=Path, help="a file to write it to instead")
    options = parser.parse_args(arguments)
    found = asyncio.run(measured(quoted_questions()))
    if options.json:
        options.json.write_text(json.dumps(found), encoding="utf-8")
    else:
        Console().print(steps_shown(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
