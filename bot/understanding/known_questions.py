"""Knows whether a question is like any that was learned."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Vectors
from bot.understanding.intent import Intent, Kind


class KnownQuestions:
    """The vectors of the questions that were learned, but for those that are foreign.

    A classifier is sure of what lies far from everything it has seen, too; how far the
    nearest question is tells (Sun et al., "Out-of-Distribution Detection with Deep
    Nearest Neighbors", 2022).
    """

    def __init__(self, vectors: NDArray[np.floating[Any]]) -> None:
        """Takes vectors of length 1, of shape (questions, dimensions)."""
        self._vectors = np.ascontiguousarray(vectors, np.float32)

    @staticmethod
    def learn(vectors: Vectors, intents: Sequence[Intent]) -> NDArray[np.floating[Any]]:
        """The vectors to keep: those of the questions that are not foreign.

        Half as many digits are enough, and half as much to keep.
        """
        ours = [intent.kind is not Kind.FOREIGN for intent in intents]
        return vectors[ours].astype(np.float16)

    def likeness(self, vector: Vectors) -> float:
        """The cosine between a vector and the nearest known one."""
        return float((self._vectors @ vector).max())
