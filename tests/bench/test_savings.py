"""What was taken out of the way can be put back, and answers all the same."""

from pathlib import Path

import pytest

from bench.savings import NOTHING, measured, put_back
from bot.running.engine import load_bot


@pytest.mark.anyio
async def test_each_saving_can_be_put_back(trained: Path) -> None:
    bot = await load_bot()
    answers = {}
    for what, back in put_back(bot).items():
        with back():
            first, *_ = await bot.ask("is it dangerous?", sender=what)
            (again, *_) = await bot.ask("and what causes it?", sender=what)
        answers[what] = (first.as_data()["passage"], again.as_data()["passage"])
    assert len(answers) == 7
    assert set(answers.values()) == {answers[NOTHING]}
    assert None not in answers[NOTHING]


@pytest.mark.anyio
async def test_each_is_measured(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = ("is it dangerous?", "what causes it?")
    monkeypatch.setattr("bench.savings.quoted_questions", lambda: few)
    found = await measured(rounds=1)
    assert all(median > 0 and used > 0 for median, used in found.values())
