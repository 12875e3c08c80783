"""Where the time of a message goes is told for each step."""

from pathlib import Path

import pytest

from bench.load import quoted_questions
from bench.steps import CHOOSING, KEEPING, UNDERSTANDING, WHOLE, measured


@pytest.mark.anyio
async def test_the_steps_are_parts_of_the_whole(trained: Path) -> None:
    found = await measured(quoted_questions()[:10])
    medians = {step: median for step, (median, _) in found["steps"].items()}
    parts = [medians[step] for step in (UNDERSTANDING, CHOOSING, KEEPING)]
    assert all(0 < part < medians[WHOLE] for part in parts)
    inner = [m for step, m in medians.items() if step.startswith("–")]
    assert len(inner) == 7
    assert sum(inner) < medians[UNDERSTANDING] * 1.2
    # Nothing is read that grows with the conversation, and each is written once.
    assert found["statements"]["INSERT"] >= 1
    assert sum(found["statements"].values()) < 8


def test_only_questions_that_the_text_answers_are_asked() -> None:
    assert len(quoted_questions()) > 100
    assert len(set(quoted_questions())) == len(quoted_questions())
