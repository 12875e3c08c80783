"""Draws what figures alone do not show."""

import base64
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
from numpy.typing import NDArray

from bot.evaluation.deciding import OFF_TOPIC, Balance
from bot.evaluation.judging import Result

matplotlib.use("Agg")
from matplotlib import pyplot
from matplotlib.figure import Figure

ON_TOPIC = {"answer", "missing_list", "compound"}
BINS = 10
NOTHING = "(no quote)"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Picture:
    """A picture, as PNG."""

    title: str
    png: bytes

    @property
    def address(self) -> str:
        """The picture as an address, for a page that needs no other file."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"

    @classmethod
    def of(cls, figure: Figure, title: str) -> "Picture":
        """Draws a figure, and lets go of it."""
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight")
        pyplot.close(figure)
        return cls(title, buffer.getvalue())


def reliability(
    sure: Floats, right: Floats, title: str = "confidence and being right"
) -> Picture:
    """Of the messages read with a certain confidence, how many are right.

    Args:
        sure: The confidence of each message, between 0 and 1.
        right: 1 for each that is right, else 0.
        title: What the two are.
    """
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    figure, axes = pyplot.subplots(figsize=(6, 5))
    axes.plot([0, 1], [0, 1], "--", color="#8aa0b0", label="as sure as so")
    used = [place for place in range(BINS) if (places == place).any()]
    axes.plot(
        [sure[places == place].mean() for place in used],
        [right[places == place].mean() for place in used],
        "o-",
        color="#0b6e8a",
        label="measured",
    )
    for place in used:
        spot = sure[places == place].mean(), right[places == place].mean()
        axes.annotate(str((places == place).sum()), spot, fontsize=8)
    axes.set(xlabel="chance", ylabel="share that is so", xlim=(0, 1.05))
    axes.set_ylim(0, 1.05)
    axes.legend()
    axes.set_title(title)
    return Picture.of(figure, f"Reliability: {title}")


def balance(points: Sequence[Balance], shipped: float) -> Picture:
    """What is answered against what is quoted by mistake, at each limit.

    Args:
        points: For each limit for foreign questions, what it does.
        shipped: The limit that the bot uses.
    """
    figure, axes = pyplot.subplots(figsize=(6, 4))
    across, up = [p.quoted for p in points], [p.answered for p in points]
    axes.plot(across, up, "o-", color="#0b6e8a")
    limits: dict[tuple[float, float], list[float]] = {}
    for point in points:
        limits.setdefault((point.quoted, point.answered), []).append(point.limit)
    for spot, of in limits.items():
        label = f"{of[0]:g} to {of[-1]:g}" if len(of) > 1 else f"{of[0]:g}"
        above = {"xytext": (0, 8), "textcoords": "offset points", "rotation": 45}
        axes.annotate(label, spot, fontsize=8, **above)
        if shipped in of:
            axes.plot(*spot, "o", ms=12, mfc="none", color="#c8763a")
    # One message more or less has to look like little.
    axes.set_xlim(0, 1.5 * max(*across, 0.01))
    axes.set_ylim(min(up) - 0.05, min(max(up) + 0.05, 1))
    axes.set(
        xlabel="of what is about something else, the share that gets a quote",
        ylabel="of what the text answers, the share answered",
    )
    return Picture.of(figure, "Answering against refusing, by the limit for foreign")


def histogram(results: Sequence[Result]) -> Picture:
    """How sure the bot is on its subject and off it."""
    figure, axes = pyplot.subplots(figsize=(6, 3.5))
    for kinds, label, colour in (
        (ON_TOPIC, "on the subject", "#0b6e8a"),
        (OFF_TOPIC, "off the subject", "#c8763a"),
    ):
        sure = [
            r.confidence
            for r in results
            if r.turn.kind in kinds and r.confidence is not None
        ]
        # Shares, for there may be many more of the one than of the other.
        shares = np.full(len(sure), 1 / max(1, len(sure)))
        axes.hist(
            sure,
            bins=BINS,
            range=(0, 1),
            weights=shares,
            alpha=0.6,
            label=f"{label}, {len(sure)} messages",
            color=colour,
        )
    axes.set(xlabel="confidence", ylabel="share of the messages")
    axes.legend()
    return Picture.of(figure, "Confidence, on and off the subject")


def confusion(results: Sequence[Result]) -> Picture:
    """Which sentence was quoted in place of the one that answers."""
    pairs = Counter(
        (sorted(r.turn.accept)[0], r.quoted[0] if r.quoted else NOTHING)
        for r in results
        if r.turn.kind in ON_TOPIC and r.turn.accept and r.problem
    )
    wanted = sorted({pair[0] for pair in pairs}) or [NOTHING]
    given = sorted({pair[1] for pair in pairs}) or [NOTHING]
    grid = np.array([[pairs[a, b] for b in given] for a in wanted])
    size = (2 + 0.45 * len(given), 2 + 0.35 * len(wanted))
    figure, axes = pyplot.subplots(figsize=size)
    axes.imshow(grid, cmap="Blues")
    axes.set_xticks(range(len(given)), given, rotation=90)
    axes.set_yticks(range(len(wanted)), wanted)
    axes.set(xlabel="quoted", ylabel="one that would have answered")
    for row, column in np.argwhere(grid):
        axes.text(column, row, grid[row, column], ha="center", va="center")
    return Picture.of(figure, "Expected sentence against the quoted one")
