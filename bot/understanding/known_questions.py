"""Knows whether a question is like any that was learned."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Vectors
from bot.understanding.intent import Intent, Kind

# So many directions, of 384, hold most of what tells questions apart. The others are
# looked at only where they can matter; with 96 that takes the least time.
LEADING = 96
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

    def __init__(self, axes: NDArray[Any], turned: NDArray[Any]) -> None:
        """Takes what `learn` found.

        Args:
            axes: The directions as columns, of shape (dimensions, dimensions).
            turned: The vectors along these, of shape (questions, dimensions). Half as
                many digits as usual are enough, and half as much to keep.
        """
        self._axes = axes
        self._leading = turned[:, :LEADING].astype(np.float32)
        self._rest = np.ascontiguousarray(turned[:, LEADING:])
        squares = np.einsum("qd,qd->q", self._rest, self._rest, dtype=np.float32)
        self._length_of_rest = np.sqrt(squares)

    @classmethod
    def learn(cls, vectors: Vectors, intents: Sequence[Intent]) -> "KnownQuestions":
        """Takes the vectors of the questions that are not foreign.

        Args:
            vectors: Of length 1, of shape (questions, dimensions).
            intents: The intent of each question.
        """
        ours = [intent.kind is not Kind.FOREIGN for intent in intents]
        known = vectors[ours].astype(np.float32)
        _, axes = np.linalg.eigh(known.T @ known)
        # They come by their weight, the least first.
        axes = np.ascontiguousarray(axes[:, ::-1])
        return cls(axes, (known @ axes).astype(np.float16))

    @classmethod
    def load(cls, path: Path) -> "KnownQuestions":
        """Reads what `save` wrote."""
        with np.load(path) as kept:
            return cls(kept["axes"], kept["turned"])

    def save(self, path: Path) -> None:
        """Writes it to a file."""
        turned = np.hstack([self._leading.astype(np.float16), self._rest])
        np.savez(path, axes=self._axes, turned=turned)

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
