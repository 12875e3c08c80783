import numpy as np
import pytest

from bot.understanding.known_questions import KnownQuestions


@pytest.mark.parametrize(
    ("vector", "likeness"), [([1.0, 0.0], 1.0), ([0.0, 1.0], 0.8), ([-1.0, 0.0], -0.6)]
)
def test_tells_how_like_a_question_is_to_the_nearest_known_one(
    vector: list[float], likeness: float
) -> None:
    known = KnownQuestions(np.array([[1.0, 0.0], [0.6, 0.8]], np.float16))
    found = known.likeness(np.array(vector, np.float32))
    assert found == pytest.approx(likeness, abs=1e-3)


@pytest.mark.parametrize("spread", [0.05, 0.3, 1.0])
def test_the_nearest_is_found_exactly(spread: float) -> None:
    drawn = np.random.default_rng(0)
    # As sentences are: most of what tells them apart lies in a few directions.
    weights = np.exp(-np.arange(384) * spread / 20)
    vectors = drawn.normal(size=(3_000, 384)) * weights
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known = KnownQuestions(vectors)
    asked = drawn.normal(size=(50, 384)) * weights
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    for vector in [*asked, *vectors[:10]]:
        nearest = float((vectors @ vector).max())
        assert known.likeness(vector.astype(np.float32)) == pytest.approx(
            nearest, abs=1e-5
        )
