from math import log

import numpy as np
import pytest

from bot.understanding.intent_model import IntentModel

# Three directions, and what is asked in each.
VECTORS = np.eye(3, dtype=np.float32).repeat(4, axis=0)
INTENTS = ["ask_bees"] * 4 + ["ask_birds"] * 4 + ["greet"] * 4
ASKED = np.array([[1, 0, 0], [0.1, 0.9, 0.4]], dtype=np.float32)


def model(*, temperature: float = 1.0, strength: float = 1.0) -> IntentModel:
    regression = IntentModel.learn(VECTORS, INTENTS, strength=strength)
    return IntentModel(regression, temperature=temperature)


def test_ranks_the_likeliest_first() -> None:
    bees, birds = model().rank(ASKED)
    assert [c.intent for c in birds] == ["ask_birds", "greet", "ask_bees"]
    assert bees[0].intent == "ask_bees"
    assert bees[0].intent.topic == "bees"


def test_the_chances_of_each_question_add_up_to_one() -> None:
    for ranking in model().rank(ASKED):
        assert sum(c.confidence for c in ranking) == pytest.approx(1)


def odds(model: IntentModel) -> float:
    """By how much the likeliest leads, as log-odds."""
    first, second, _ = model.rank(ASKED)[1]
    return log(first.confidence / second.confidence)


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_the_temperature_divides_the_log_odds(temperature: float) -> None:
    cooled = odds(model(temperature=temperature))
    assert cooled == pytest.approx(odds(model()) / temperature, rel=1e-3)


def test_strength_fits_closer() -> None:
    assert (
        odds(model(strength=10)) > odds(model(strength=1)) > odds(model(strength=0.1))
    )


def test_very_large_log_odds_are_chances_too() -> None:
    ranking = model(temperature=0.001).rank(ASKED)[0]
    assert ranking[0].confidence == pytest.approx(1)


@pytest.mark.parametrize("temperature", [0, -1])
def test_no_temperature_is_none(temperature: float) -> None:
    with pytest.raises(ValueError, match="must be above 0, not"):
        model(temperature=temperature)
