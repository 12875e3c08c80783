"""Knows whether a question is like any that was learned."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Vectors
from bot.understanding.intent import Intent, Kind

# So many directions, of 384, hold nearly nine tenths of what tells questions apart. The
# others are looked at only where they can matter; with 128 that takes the least time.
LEADING = 128
# Sums of a few hundred products differ by as much when they are taken in another order.
ROUNDING = 1e-5


class KnownQuestions:
    """The vectors of the questions that were learned, but for those that are foreign.

    A classifier is sure of what lies far from everything it has seen, too; how far the
    nearest question is tells (Sun et al., "Out-of-Distribution Detection with Deep
    Nearest Neighbors", 2022).

    The nearest is found exactly, but without reading all of the vectors: turned so that
    the directions come first in which they differ most (principal axes), a few of
    these bound what the rest can add (the Cauchy-Schwarz inequality).
    """

    def __init__(self, vectors: NDArray[np.floating[Any]]) -> None:
        """Takes vectors of length 1, of shape (questions, dimensions)."""
        known = np.ascontiguousarray(vectors, np.float32)
        _, axes = np.linalg.eigh(known.T @ known)
        # They come by their weight, the least first.
        self._axes = np.ascontiguousarray(axes[:, ::-1])
        turned = known @ self._axes
        self._leading = np.ascontiguousarray(turned[:, :LEADING])
        self._rest = np.ascontiguousarray(turned[:, LEADING:])
        self._length_of_rest = np.linalg.norm(self._rest, axis=1)

    @staticmethod
    def learn(vectors: Vectors, intents: Sequence[Intent]) -> NDArray[np.floating[Any]]:
        """The vectors to keep: those of the questions that are not foreign.

        Half as many digits are enough, and half as much to keep.
        """
        ours = [intent.kind is not Kind.FOREIGN for intent in intents]
        return vectors[ours].astype(np.float16)

    def likeness(self, vector: Vectors) -> float:
        """The cosine between a vector and the nearest known one."""
        turned = vector @ self._axes
        rest = turned[LEADING:]
        likely = self._leading @ turned[:LEADING]
        at_most = likely + self._length_of_rest * np.linalg.norm(rest)
        first = int(at_most.argmax())
        found = likely[first] + self._rest[first] @ rest
        near = np.flatnonzero(at_most >= found - ROUNDING)
        return float((likely[near] + self._rest[near] @ rest).max())
