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
