"""Ranks what a message may want."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.understanding.encoder import Vectors
from bot.understanding.intent import Intent

# Vectors have length 1; logistic regression needs them longer to be sure of anything.
SCALE = 4.0
ROUNDS = 400

Floats = NDArray[np.float64]


class Candidate(NamedTuple):
    """An intent and how likely it is, between 0 and 1."""

    intent: Intent
    confidence: float


Ranking = tuple[Candidate, ...]


class IntentModel:
    """Logistic regression over the vectors of the training questions."""

    def __init__(self, regression: LogisticRegression, *, temperature: float) -> None:
        """Takes a trained regression.

        Args:
            regression: Trained on scaled vectors.
            temperature: What the log-odds are divided by, so that of the answers
                given with a confidence of 0.8, four in five are right (Guo et al.,
                "On Calibration of Modern Neural Networks", 2017).
        """
        if temperature <= 0:
            raise ValueError(f"temperature must be above 0, not {temperature}.")
        self._regression = regression
        self._intents = tuple(map(Intent, regression.classes_))
        self._temperature = temperature

    @classmethod
    def learn(
        cls, vectors: Vectors, intents: Sequence[str], *, strength: float
    ) -> LogisticRegression:
        """Trains the regression.

        Args:
            vectors: Of shape (questions, dimensions).
            intents: The intent of each question.
            strength: The inverse of the regularisation; higher fits closer.
        """
        regression = LogisticRegression(C=strength, max_iter=ROUNDS)
        return regression.fit(vectors * SCALE, intents)

    @staticmethod
    def log_odds(regression: LogisticRegression, vectors: Vectors) -> Floats:
        """What the regression makes of vectors, of shape (vectors, intents)."""
        # Its own `decision_function` first asks many questions of its input.
        odds = (vectors * SCALE) @ regression.coef_.T + regression.intercept_
        return np.asarray(odds)

    def rank(self, vectors: Vectors) -> list[Ranking]:
        """All intents for each vector, the likeliest first."""
        chances = self._chances(vectors)
        best = np.argsort(-chances, axis=1)
        return [
            tuple(
                map(Candidate, [self._intents[i] for i in order], row[order].tolist())
            )
            for row, order in zip(chances, best, strict=True)
        ]

    def _chances(self, vectors: Vectors) -> Floats:
        odds = self.log_odds(self._regression, vectors) / self._temperature
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
