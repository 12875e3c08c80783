from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from bot.evaluation.calibration import (
    CalibrationError,
    HeldOut,
    best_temperature,
    calibrate,
    calibration_error,
    held_out,
    surest_reply,
)
from bot.page.page import load_page


def drawn(temperature: float) -> HeldOut:
    """Questions whose right intents are drawn with the chances at a temperature."""
    chance = np.random.default_rng(0)
    odds = chance.normal(0, 2, (4_000, 3))
    chances = np.exp(odds / temperature)
    chances /= chances.sum(axis=1, keepdims=True)
    right = np.array([chance.choice(3, p=row) for row in chances])
    return HeldOut(odds, right, ("ask_danger", "ask_treatment", "greet"))


@pytest.mark.parametrize("temperature", [0.8, 1.0, 1.4])
def test_finds_the_temperature_the_truth_was_drawn_with(temperature: float) -> None:
    assert best_temperature(drawn(temperature)) == pytest.approx(temperature, abs=0.1)


def test_a_calibrated_confidence_is_as_sure_as_right() -> None:
    found, quotable = drawn(1.4), load_page().quotable
    at = {
        t: calibration_error(*surest_reply(found.chances(t), found, quotable))
        for t in (0.6, 1.4)
    }
    assert at[1.4] < 0.03 < at[0.6]


def test_intents_with_one_passage_are_one_reply() -> None:
    same = HeldOut(
        np.array([[1.0, 1.0, 1.5]]),
        np.array([0]),
        ("chest_pain_past", "ask_chest_pain", "greet"),
    )
    sure, right = surest_reply(same.chances(1.0), same, load_page().quotable)
    assert right.tolist() == [1.0]
    assert sure[0] == pytest.approx(2 * np.e / (2 * np.e + np.exp(1.5)))


def test_every_question_is_ranked_by_a_regression_that_never_saw_it() -> None:
    # The third question is labelled against its neighbours: seen, it would be right.
    near = np.array([[1, 0], [1, 0.1], [1, 0.05]])
    vectors = np.concatenate([near, near[:, ::-1], -near])
    content = {
        "intents": np.array([*"aab", *"bbb", *"ccc"]),
        "folds": np.array([0, 1, 2] * 3),
        "vectors": np.stack([vectors] * 3),
    }
    found = held_out(content, strength=3.0)
    assert found.intents[found.odds[2].argmax()] == "a"
    assert found.intents[found.right[2]] == "b"


def test_says_what_to_do_where_nothing_was_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CalibrationError, match="make folds"):
        calibrate(Console(), tmp_path)
