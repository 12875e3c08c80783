"""Knows whether a question is like any that was learned."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import Vectors
from bot.understanding.intent import Intent, Kind

# The directions, of 384, are looked at in steps: the first 32 of all questions, the
# others only of those that may still be the nearest. So it takes the least time.
STEPS = (32, 64, 128)
# Sums of a few hundred products differ by as much when they are taken in another order.
ROUNDING = 1e-5


class KnownQuestions:
    """The vectors of the questions that were learned, but for those that are foreign.

    A classifier is sure of what lies far from everything it has seen, too; how far the
    nearest question is tells (Sun et al., "Out-of-Distribution Detection with Deep
    Nearest Neighbors", 2022).

    The nearest is found exactly, but without reading all of the vectors: turned so that
    the directions come first in which they differ most (principal axes), the first ones
    bound what the others can add (the Cauchy-Schwarz inequality).
    """

    def __init__(
        self, axes: NDArray[Any], turned: NDArray[Any], left: NDArray[Any]
    ) -> None:
        """Takes what `learn` found.

        Args:
            axes: The directions as columns, of shape (dimensions, dimensions).
            turned: The vectors along these, of shape (questions, dimensions). Half as
                many digits as usual are enough, and half as much to keep.
            left: The length of what comes after each step, of shape (steps, questions).
        """
        self._axes = axes
        first, *others = np.split(turned, STEPS, axis=1)
        # What is read each time is kept as it is calculated with.
        self._parts = [first.astype(np.float32), *map(np.ascontiguousarray, others)]
        self._left = left

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
        turned = (known @ axes).astype(np.float16)
        kept = turned.astype(np.float32)
        left = np.stack([np.linalg.norm(kept[:, step:], axis=1) for step in STEPS])
        return cls(axes, turned, left)

    @classmethod
    def load(cls, path: Path) -> "KnownQuestions":
        """Reads what `save` wrote."""
        with np.load(path) as kept:
            return cls(kept["axes"], kept["turned"], kept["left"])

    def save(self, path: Path) -> None:
        """Writes it to a file."""
        turned = np.hstack([part.astype(np.float16) for part in self._parts])
        np.savez(path, axes=self._axes, turned=turned, left=self._left)

    def likeness(self, vector: Vectors) -> float:
        """The cosine between a vector and the nearest known one."""
        turned = vector @ self._axes
        likely = self._parts[0] @ turned[: STEPS[0]]
        # All of them, until some are left out.
        near: Any = slice(None)
        for number, step in enumerate(STEPS):
            left, parts = self._left[number], self._parts[number + 1 :]
            to_come = turned[step:]
            at_most = likely + left[near] * np.linalg.norm(to_come)
            best = int(at_most.argmax())
            row = best if isinstance(near, slice) else near[best]
            rest = np.concatenate([part[row] for part in parts])
            kept = np.flatnonzero(at_most >= likely[best] + rest @ to_come - ROUNDING)
            near = kept if isinstance(near, slice) else near[kept]
            likely = likely[kept] + parts[0][near] @ to_come[: parts[0].shape[1]]
        return float(likely.max())
