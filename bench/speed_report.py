"""The figures of `bench.speed` as a table, and as a page with a picture."""

import base64
import io
import statistics
from collections.abc import Mapping
from html import escape
from typing import Any, Protocol

import matplotlib
from matplotlib import pyplot
from rich.table import Table

matplotlib.use("Agg")

OURS = "ours"
# What ours is to reach, as a share of the floor's figure and of stock's: at most, or
# at least where it has a minus.
GOALS: dict[str, dict[str, float]] = {
    "start to first answer, s": {"floor": 1.2, "stock": 0.6},
    "memory at rest, MB": {"stock": 0.75},
    "1 client, 50 %, ms": {"floor": 3.0, "stock": 0.35},
    "8 clients, messages/s": {"floor": -0.33, "stock": -3.0},
    "50 clients, 95 %, ms": {"stock": 0.4},
    "training, s": {"stock": 0.5},
}
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; color: #16242c; background: #fff; color-scheme: light }
table { border-collapse: collapse; width: 100% }
th, td { padding: .375rem .75rem; border-bottom: 1px solid #ccd6da; text-align: right }
th:first-child, td:first-child { text-align: left }
img { max-width: 100% }
"""


class Measures(Protocol):
    """What was measured of one contender, each measure once a round."""

    by_measure: dict[str, list[float]]

    def median(self, measure: str) -> float | None:
        """The middle one of what the rounds gave."""
        ...


def rows(figures: Mapping[str, Measures]) -> list[list[str]]:
    """One row for each measure: each contender's median, and ours beside the others."""
    peers = [name for name in figures if name != OURS]
    found = []
    for measure in figures[OURS].by_measure:
        medians = {name: one.median(measure) for name, one in figures.items()}
        row = [measure, *(_cell(figures[name], measure) for name in figures)]
        mine = medians[OURS]
        for peer in peers:
            row.append(_ratio(measure, mine, peer, medians[peer]))
        found.append(row)
    return found


def headings(figures: Mapping[str, Measures]) -> list[str]:
    """What stands over the columns."""
    peers = [name for name in figures if name != OURS]
    return ["median (lowest–highest)", *figures, *(f"ours / {peer}" for peer in peers)]


def shown(figures: Mapping[str, Measures]) -> Table:
    """The table for the terminal."""
    first, *others = headings(figures)
    table = Table(first)
    for heading in others:
        table.add_column(heading, justify="right")
    for row in rows(figures):
        table.add_row(*row)
    return table


def steps_shown(found: Mapping[str, Any]) -> Table:
    """Where the time of a message goes in ours, for the terminal."""
    table = Table("step, ms", caption=_asked(found))
    for heading in ("median", "95 %"):
        table.add_column(heading, justify="right")
    for step, times in found["steps"].items():
        table.add_row(step, *(f"{one:.2f}" for one in times))
    return table


def written(figures: Mapping[str, Measures], steps: Mapping[str, Any]) -> str:
    """The page.

    Args:
        figures: What was measured of each contender.
        steps: Where the time of a message goes in ours (bench/steps.py).
    """
    head = "".join(f"<th>{escape(one)}</th>" for one in headings(figures))
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows(figures)
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How fast and light it is</title><style>{STYLE}</style>"
        "<h1>How fast and light it is</h1>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<h2>As a conversation grows</h2>{_growth(figures)}"
        f"<h2>Where the time of a message goes</h2>{_steps(steps)}</html>"
    )


def _ratio(measure: str, mine: float | None, peer: str, other: float | None) -> str:
    """Ours by another's, with the goal and whether it is reached."""
    if mine is None or not other:
        return ""
    ratio, goal = mine / other, GOALS.get(measure, {}).get(peer)
    if goal is None:
        return f"{ratio:.2f}"
    reached = ratio <= goal if goal > 0 else ratio >= -goal
    limit = f"{'at most' if goal > 0 else 'at least'} {abs(goal):g}"
    return f"{ratio:.2f} ({limit}: {'reached' if reached else 'missed'})"


def _cell(of: Measures, measure: str) -> str:
    found = of.by_measure.get(measure)
    if not found:
        return ""
    middle = _number(statistics.median(found))
    if len(found) == 1:
        return middle
    return f"{middle} ({_number(min(found))}–{_number(max(found))})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _steps(found: Mapping[str, Any]) -> str:
    body = "".join(
        f"<tr><td>{escape(step)}</td><td>{median:.2f}</td><td>{p95:.2f}</td></tr>"
        for step, (median, p95) in found["steps"].items()
    )
    return (
        "<table><thead><tr><th>step, ms</th><th>median</th><th>95 %</th></tr></thead>"
        f"<tbody>{body}</tbody></table>"
        f"<p>{escape(_asked(found))}</p>"
    )


def _asked(found: Mapping[str, Any]) -> str:
    asked = ", ".join(f"{n:.2f} {kind}" for kind, n in found["statements"].items())
    return f"The database is asked for each message: {asked}."


def _growth(figures: Mapping[str, Measures]) -> str:
    """A picture of how long a message takes, by its turn."""
    figure, axes = pyplot.subplots(figsize=(8, 3.5))
    for name, one in figures.items():
        turns = [m for m in one.by_measure if m.startswith("turn ")]
        numbers = [int(m.split()[1].replace(",", "")) for m in turns]
        axes.plot(numbers, [one.median(m) for m in turns], marker="o", label=name)
    axes.set_xlabel("turn")
    axes.set_ylabel("milliseconds a message")
    axes.set_ylim(bottom=0)
    axes.legend()
    image = io.BytesIO()
    figure.savefig(image, format="png", dpi=120, bbox_inches="tight")
    pyplot.close(figure)
    data = base64.b64encode(image.getvalue()).decode()
    alternative = "Milliseconds a message over the turns of one conversation"
    return f'<img alt="{alternative}" src="data:image/png;base64,{data}">'
