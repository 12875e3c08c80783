"""Writes the report as a page that one looks at."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.evaluation.judging import Result
from bot.evaluation.pictures import confusion, histogram, inline, reliability
from bot.evaluation.report import compared

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto;
       padding: 0 1rem; color: #1d2b36; }
table { border-collapse: collapse; } td, th { padding: .3rem .7rem; text-align: left;
       border-bottom: 1px solid #d5dde3; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
img { max-width: 100%; } pre { white-space: pre-wrap; margin: 0; font: inherit; }
"""


def write_page(
    path: Path,
    results: Sequence[Result],
    content: dict[str, Any],
    earlier: dict[str, Any] | None,
) -> None:
    """Writes the page, with its pictures inside.

    Args:
        path: Where to.
        results: Every message with its reply.
        content: The same as figures.
        earlier: The figures of an earlier report, or of another bot, to stand beside.
    """
    now, was = content["figures"], (earlier or {}).get("figures", {})
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Evaluation</title>",
        f"<style>{STYLE}</style><h1>Evaluation</h1>",
        _shares_table("kind", _with_total(now), _with_total(was) if was else {}),
        f"<p>Replies that quote only what does not answer: {_misquotes(now)}.</p>",
        f"<p>In the report beside it: {_misquotes(was)}.</p>" if was else "",
        _change_lists(compared(content, earlier) if earlier else {}),
        _times_table(content["step_times"]),
        *_confidence(results),
        "<h2>Which sentence was quoted in place of which</h2>",
        inline(confusion(results), "Expected sentence against the quoted one"),
        "<h2>By the sentence that answers</h2>",
        _shares_table("sentence", now["sentences"], was.get("sentences", {})),
        "<h2>By the intent that was read</h2>",
        _shares_table("intent", now["intents"], was.get("intents", {})),
        "<h2>Failures</h2>",
        _failures(results),
    ]
    # A labelled message may hold lone surrogates, which no file can.
    path.write_text("\n".join(parts), encoding="utf-8", errors="replace")


def _with_total(figures: dict[str, Any]) -> dict[str, dict[str, int]]:
    total = {"right": figures["right"], "asked": figures["asked"]}
    return {**figures["kinds"], "all": total}


def _misquotes(figures: dict[str, Any]) -> str:
    share = figures["misquotes"] / max(1, figures["asked"])
    return f"{figures['misquotes']} ({share:.1%})"


def _shares_table(
    title: str,
    shares: dict[str, dict[str, int]],
    beside: dict[str, dict[str, int]],
) -> str:
    head = f"<tr><th>{title}<th>right<th>asked<th>share"
    head += "<th>beside it" if beside else ""
    rows = [
        f"<tr><td>{name}<td class=n>{of['right']}<td class=n>{of['asked']}"
        + "".join(f"<td class=n>{_share(it)}" for it in _found(of, beside, name))
        for name, of in shares.items()
    ]
    return f"<table>{head}{''.join(rows)}</table>"


def _found(
    of: dict[str, int], beside: dict[str, dict[str, int]], name: str
) -> list[dict[str, int] | None]:
    return [of, beside.get(name)] if beside else [of]


def _share(of: dict[str, int] | None) -> str:
    return f"{of['right'] / max(1, of['asked']):.1%}" if of else "–"


def _times_table(times: dict[str, dict[str, float]] | None) -> str:
    if not times:
        return ""
    rows = "".join(
        f"<tr><td>{step}<td class=n>{took['median']:.2f}<td class=n>{took['p95']:.2f}"
        for step, took in times.items()
    )
    head = "<tr><th>step<th>median, ms<th>95th, ms"
    return f"<h2>Where the time goes</h2><table>{head}{rows}</table>"


def _confidence(results: Sequence[Result]) -> list[str]:
    known = [r for r in results if r.confidence is not None]
    if not known:
        return []
    sure = np.array([r.confidence for r in known], np.float64)
    right = np.array([r.problem is None for r in known], np.float64)
    return [
        "<h2>Confidence</h2>",
        inline(reliability(sure, right), "Reliability: confidence and being right"),
        inline(histogram(known), "Confidence, on and off the subject"),
    ]


def _change_lists(change: dict[str, list[str]]) -> str:
    lists = [
        f"<h3>{name.capitalize()} ({len(texts)})</h3><ul>"
        + "".join(f"<li>{html.escape(text)}" for text in texts)
        + "</ul>"
        for name, texts in change.items()
    ]
    return "".join(["<h2>Beside the other report</h2>", *lists]) if lists else ""


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
