from pathlib import Path

import numpy as np
import pytest

from bot.understanding.intent import Intent
from bot.understanding.known_questions import KnownQuestions

# Half as many digits as usual are kept.
DIGITS = 5e-4


def learned(vectors: np.ndarray) -> KnownQuestions:
    return KnownQuestions.learn(vectors, [Intent("ask_danger")] * len(vectors))


@pytest.mark.parametrize(
    ("vector", "likeness"), [([1.0, 0.0], 1.0), ([0.0, 1.0], 0.8), ([-1.0, 0.0], -0.6)]
)
def test_tells_how_like_a_question_is_to_the_nearest_known_one(
    vector: list[float], likeness: float
) -> None:
    known = learned(np.array([[1.0, 0.0], [0.6, 0.8]], np.float32))
    found = known.likeness(np.array(vector, np.float32))
    assert found == pytest.approx(likeness, abs=DIGITS)


@pytest.mark.parametrize("spread", [0.05, 0.3, 1.0])
def test_the_nearest_is_found_exactly(spread: float) -> None:
    drawn = np.random.default_rng(0)
    # As sentences are: most of what tells them apart lies in a few directions.
    weights = np.exp(-np.arange(384) * spread / 20)
    vectors = drawn.normal(size=(3_000, 384)) * weights
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known = learned(vectors)
    asked = drawn.normal(size=(50, 384)) * weights
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    for vector in [*asked, *vectors[:10]]:
        nearest = float((vectors @ vector).max())
        assert known.likeness(vector.astype(np.float32)) == pytest.approx(
            nearest, abs=DIGITS
        )


def test_what_is_foreign_is_not_known() -> None:
    intents = [Intent("ask_danger"), Intent("out_of_scope")]
    known = KnownQuestions.learn(np.eye(2, dtype=np.float32), intents)
    assert known.likeness(np.array([0.0, 1.0], np.float32)) == pytest.approx(0)


def test_it_is_the_same_once_it_was_kept(tmp_path: Path) -> None:
    drawn = np.random.default_rng(1).normal(size=(200, 384)).astype(np.float32)
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    known = learned(drawn[:150])
    known.save(tmp_path / "known.npz")
    kept = KnownQuestions.load(tmp_path / "known.npz")
    for vector in drawn:
        assert kept.likeness(vector) == known.likeness(vector)
