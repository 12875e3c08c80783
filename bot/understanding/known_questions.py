"""Knows whether a question is like any that was learned."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Vectors


class KnownQuestions:
    """The vectors of the questions that were learned, but for those that are foreign.

    A classifier is sure of what lies far from everything it has seen, too; how far the
    nearest question is tells (Sun et al., "Out-of-Distribution Detection with Deep
    Nearest Neighbors", 2022).
    """

    def __init__(self, vectors: NDArray[np.floating[Any]]) -> None:
        """Takes vectors of length 1, of shape (questions, dimensions)."""
        self._vectors = np.ascontiguousarray(vectors, np.float32)

    def likeness(self, vector: Vectors) -> float:
        """The cosine between a vector and the nearest known one."""
        return float((self._vectors @ vector).max())
