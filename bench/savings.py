"""What each saving saves: `python -m bench.savings`.

Puts back, one at a time, what was taken out of the way of a message, and asks the same
real questions in this process, five to a conversation: the median of a message, and the
processor time of all threads. It goes round several times, so that whatever else the
machine does meets all of them alike.
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from unittest.mock import patch

from bot.running.quiet import be_quiet
from bot.running.without_training import import_training_later

# As in the commands: Rasa is to be quiet and light.
be_quiet()
import_training_later()

from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402
from threadpoolctl import threadpool_limits  # noqa: E402

from bench.kept_bot import TALK, kept_bot, rasas_runner  # noqa: E402
from bench.load import quoted_questions  # noqa: E402
from bot.components import indexed_rules  # noqa: E402
from bot.components.with_context import gist  # noqa: E402
from bot.running.engine import Bot  # noqa: E402
from bot.storage import dialogue_store  # noqa: E402
from bot.understanding.interpretation import Interpreter  # noqa: E402

ROUNDS = 5
NOTHING = "nothing, as it is"

PutBack = Callable[[], AbstractContextManager[object]]


def put_back(bot: Bot) -> dict[str, PutBack]:
    """What can be put back, each for a while."""
    processor = bot.agent.processor
    every_core = os.cpu_count() or 1
    rasa_looks = indexed_rules._possible_keys
    is_empty = type(processor.domain).is_empty
    return {
        NOTHING: nullcontext,
        "a thread of OpenBLAS for each core": lambda: threadpool_limits(
            every_core, "blas"
        ),
        "every message read in its context": lambda: patch.object(
            Interpreter, "_leans", lambda *_: True
        ),
        "all rules looked through": lambda: patch.object(
            RulePolicy, "_get_possible_keys", rasa_looks
        ),
        "dask": lambda: patch.object(processor, "graph_runner", rasas_runner(bot)),
        "an empty domain for each message": lambda: patch.object(
            processor.domain, "is_empty", lambda: is_empty(processor.domain)
        ),
        "all events kept, with all in them": lambda: _all_kept(bot),
    }


@contextmanager
def _all_kept(bot: Bot) -> Iterator[None]:
    turns = dialogue_store.TURNS * 5
    bot.state.dialogues.keep_only(dict)
    with (
        patch.object(dialogue_store, "KEPT_ELSEWHERE", ()),
        patch.object(dialogue_store, "_last_turns", lambda events: events[-turns:]),
    ):
        yield
    bot.state.dialogues.keep_only(gist)


async def _asked(bot: Bot, sender: str) -> tuple[float, float]:
    """Median of a message, and processor time of each, in milliseconds."""
    questions, took = quoted_questions(), []
    used = time.process_time()
    for number, text in enumerate(questions):
        begun = time.perf_counter()
        await bot.ask(text, sender=f"{sender}-{number // TALK}")
        took.append(time.perf_counter() - begun)
    used = time.process_time() - used
    return statistics.median(took) * 1000, used / len(questions) * 1000


async def measured(rounds: int = ROUNDS) -> dict[str, tuple[float, float]]:
    """The same with each thing put back: the medians of some rounds."""
    found: dict[str, list[tuple[float, float]]] = {}
    async with kept_bot() as bot:
        await _asked(bot, "first")
        for number in range(rounds):
            for what, back in put_back(bot).items():
                with back():
                    one = await _asked(bot, f"{what}-{number}")
                found.setdefault(what, []).append(one)
    return {
        what: (
            statistics.median(median for median, _ in rows),
            statistics.median(used for _, used in rows),
        )
        for what, rows in found.items()
    }


def main() -> int:
    """Measures, and prints the table."""
    found = asyncio.run(measured())
    as_it_is = found[NOTHING]
    table = Table("put back", "median, ms", "processor, ms", "median", "processor")
    for what, figures in found.items():
        ratios = [f"{a / b:.2f}" for a, b in zip(figures, as_it_is, strict=True)]
        table.add_row(what, *(f"{one:.1f}" for one in figures), *ratios)
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
