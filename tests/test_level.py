"""The bot must not fall below the level reached on the project's own questions."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

from bot.evaluation.asking import in_this_process, results_of
from bot.evaluation.cases import load_cases
from bot.evaluation.judging import Judge

# Failures by kind when this was written, and one more for each: int8 sums differ a
# little from processor to processor. An emergency has no such leave.
LEVEL = {
    "answer": 6,
    "compound": 4,
    "emergency": 0,
    "missing_list": 2,
    "not_covered": 8,
    "not_emergency": 2,
    "other_condition": 1,
    "out_of_scope": 1,
    "personal_advice": 1,
    "smalltalk": 2,
}
MOST_MISQUOTES = 13


def test_holds_the_level_that_was_reached(
    project: Path, _engine: tuple[asyncio.AbstractEventLoop, Any]
) -> None:
    loop, bot = _engine
    judge, ask = Judge(bot.page), in_this_process(bot)
    failures: Counter[str] = Counter()
    misquotes = 0
    for case in load_cases(project / "data/questions", bot.page.quotable):
        told = results_of(case, ask, judge)
        for result in loop.run_until_complete(told):
            failures[result.turn.kind] += result.problem is not None
            misquotes += result.misquotes
    below = {kind: n for kind, n in failures.items() if n > LEVEL.get(kind, 0)}
    assert below == {}
    assert misquotes <= MOST_MISQUOTES
