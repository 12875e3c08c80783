"""Puts results into figures, pictures, a page and a comparison."""

import base64
import html
import io
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

from bot.errors import BotError
from bot.evaluation.judging import Result

matplotlib.use("Agg")
from matplotlib import pyplot
from matplotlib.figure import Figure

ON_TOPIC = {"answer", "missing_list", "compound"}
OFF_TOPIC = {"other_condition", "out_of_scope"}
BINS = 10
NOTHING = "(no quote)"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto;
       padding: 0 1rem; color: #1d2b36; }
table { border-collapse: collapse; } td, th { padding: .3rem .7rem; text-align: left;
       border-bottom: 1px solid #d5dde3; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
img { max-width: 100%; } pre { white-space: pre-wrap; margin: 0; font: inherit; }
"""


class ReportError(BotError):
    """An earlier report cannot be read."""


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """Counts by kind, and in all."""
    kinds: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        kinds[result.turn.kind].append(result)
    return {
        "kinds": {
            kind: {"right": sum(r.problem is None for r in of), "asked": len(of)}
            for kind, of in sorted(kinds.items())
        },
        "right": sum(result.problem is None for result in results),
        "asked": len(results),
        "misquotes": sum(result.misquotes for result in results),
    }


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Everything that a later report is compared with."""
    rows = [
        {
            "id": f"{result.file} {result.id} {number}",
            "kind": result.turn.kind,
            "text": result.turn.text[:300],
            "reply": result.reply,
            "quoted": result.quoted,
            "confidence": round(result.confidence, 4),
            "problem": result.problem,
        }
        for number, result in _numbered(results)
    ]
    return {"figures": figures(results), "rows": rows}


def compared(now: dict[str, Any], before: dict[str, Any]) -> dict[str, list[str]]:
    """Which messages are answered rightly since an earlier report, or no longer."""
    was = {row["id"]: row["problem"] for row in before["rows"]}
    known = [row for row in now["rows"] if row["id"] in was]
    return {
        "better": [r["text"] for r in known if was[r["id"]] and not r["problem"]],
        "worse": [r["text"] for r in known if not was[r["id"]] and r["problem"]],
    }


def write_page(
    path: Path, results: Sequence[Result], change: dict[str, list[str]] | None
) -> None:
    """Writes the page that one looks at, with its pictures inside."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Evaluation</title>",
        f"<style>{STYLE}</style><h1>Evaluation</h1>",
        _kinds_table(results),
        _change_lists(change),
        "<h2>Confidence</h2>",
        _picture(_reliability(results), "Reliability: confidence against being right"),
        _picture(_histogram(results), "Confidence, on and off the subject"),
        "<h2>Which sentence was quoted in place of which</h2>",
        _picture(_confusion(results), "Expected sentence against the quoted one"),
        "<h2>Failures</h2>",
        _failures(results),
    ]
    # A labelled message may hold lone surrogates, which no file can.
    path.write_text("\n".join(parts), encoding="utf-8", errors="replace")


def _numbered(results: Sequence[Result]) -> list[tuple[int, Result]]:
    """Each result with its place in its conversation."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for result in results:
        seen[result.file, result.id] += 1
        numbered.append((seen[result.file, result.id], result))
    return numbered


def _kinds_table(results: Sequence[Result]) -> str:
    found = figures(results)
    rows = [_row(kind, of["right"], of["asked"]) for kind, of in found["kinds"].items()]
    rows.append(_row("all", found["right"], found["asked"]))
    share = found["misquotes"] / max(1, found["asked"])
    head = "<tr><th>kind<th>right<th>asked<th>share</tr>"
    return (
        f"<table>{head}{''.join(rows)}</table>"
        f"<p>Replies that quote only what does not answer: {found['misquotes']} "
        f"({share:.1%}).</p>"
    )


def _row(kind: str, right: int, asked: int) -> str:
    return (
        f"<tr><td>{kind}<td class=n>{right}<td class=n>{asked}"
        f"<td class=n>{right / max(1, asked):.1%}</tr>"
    )


def _change_lists(change: dict[str, list[str]] | None) -> str:
    if change is None:
        return ""
    lists = [
        f"<h3>{name.capitalize()} ({len(texts)})</h3><ul>"
        + "".join(f"<li>{html.escape(text)}" for text in texts)
        + "</ul>"
        for name, texts in change.items()
    ]
    return "<h2>Since the report before</h2>" + "".join(lists)


def _picture(figure: Figure, title: str) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight")
    pyplot.close(figure)
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<figure><img alt="{title}" src="data:image/png;base64,{data}"></figure>'


def _reliability(results: Sequence[Result]) -> Figure:
    sure = np.array([result.confidence for result in results])
    right = np.array([result.problem is None for result in results])
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    figure, axes = pyplot.subplots(figsize=(6, 5))
    axes.plot([0, 1], [0, 1], "--", color="#8aa0b0", label="as sure as right")
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
    axes.set(xlabel="confidence", ylabel="share that is right", xlim=(0, 1.05))
    axes.set_ylim(0, 1.05)
    axes.legend()
    return figure


def _histogram(results: Sequence[Result]) -> Figure:
    figure, axes = pyplot.subplots(figsize=(6, 3.5))
    for kinds, label, colour in (
        (ON_TOPIC, "on the subject", "#0b6e8a"),
        (OFF_TOPIC, "off the subject", "#c8763a"),
    ):
        sure = [r.confidence for r in results if r.turn.kind in kinds]
        axes.hist(sure, bins=BINS, range=(0, 1), alpha=0.6, label=label, color=colour)
    axes.set(xlabel="confidence", ylabel="messages")
    axes.legend()
    return figure


def _confusion(results: Sequence[Result]) -> Figure:
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
    return figure


def _failures(results: Sequence[Result]) -> str:
    rows = [
        f"<tr><td>{result.id}<td>{result.turn.kind}<td>{html.escape(result.problem)}"
        f"<td>{html.escape(result.turn.text[:300])}"
        f"<td><pre>{html.escape(result.reply)}</pre></tr>"
        for result in results
        if result.problem
    ]
    head = "<tr><th>id<th>kind<th>problem<th>message<th>reply</tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def load_earlier(path: Path) -> dict[str, Any] | None:
    """An earlier report, where there is one.

    Raises:
        ReportError: it is damaged.
    """
    if not path.exists():
        return None
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReportError(f"{path}: no report. Delete it, or name another.") from error
    return content
