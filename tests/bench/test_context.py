from pathlib import Path

import numpy as np
import pytest

from bench.context import Readings, Turn
from bot.page.page import load_page
from bot.understanding.intent import Intent


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings(load_page())


def fold(path: Path) -> Path:
    """A fold in which the danger lies left when alone, and right beside the context."""
    left, right, ahead = np.eye(3, dtype=np.float16)
    learned = np.array([left, right, ahead] * 3)
    np.savez(
        path,
        single=learned,
        single_intents=["ask_danger", "ask_cause", "thank"] * 3,
        learned=learned,
        learned_intents=["ask_cause", "ask_danger", "thank"] * 3,
        alone=np.array([left]),
        asked=np.array([left]),
        asked_texts=["at ninety?"],
        asked_contexts=["danger: is it bad"],
        asked_intents=["ask_cause"],
    )
    return path


def test_reads_each_turn_alone_and_beside_what_went_before(
    tmp_path: Path, readings: Readings
) -> None:
    (turn,) = readings.of(fold(tmp_path / "fold_0.npz"))
    assert (turn.text, turn.context) == ("at ninety?", "danger: is it bad")
    assert (turn.alone, turn.beside) == ("ask_danger", "ask_cause")
    assert readings.is_right(turn, turn.beside)
    assert not readings.is_right(turn, turn.alone)


@pytest.mark.parametrize(
    ("meant", "read"),
    [("ask_chest_pain", "emergency"), ("thank", "acknowledge")],
)
def test_what_gets_the_same_reply_is_right(
    meant: str, read: str, readings: Readings
) -> None:
    turn = Turn("x", "", Intent(meant), Intent(read), Intent(read))
    assert readings.is_right(turn, turn.alone)
