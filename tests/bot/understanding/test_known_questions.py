import numpy as np
import pytest

from bot.understanding.known_questions import KnownQuestions


def test_tells_how_like_a_question_is_to_the_nearest_known_one() -> None:
    known = KnownQuestions(np.array([[1.0, 0.0], [0.6, 0.8]], np.float16))
    asked = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], np.float32)
    assert known.likeness(asked) == pytest.approx([1.0, 0.8, -0.6], abs=1e-3)
