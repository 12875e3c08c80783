"""Writes the report as a page that one looks at."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation.deciding import (
    STANCE,
    SUBJECT,
    TOPIC,
    at_fault,
    balances,
    certainties,
)
from bot.evaluation.judging import Result
from bot.evaluation.pictures import (
    Picture,
    balance,
    confusion,
    histogram,
    reliability,
)
from bot.evaluation.report import compared
from bot.page.page import load_page
from bot.understanding.thresholds import Thresholds

# What the chance of each decision is one of.
SURE_OF = {
    SUBJECT: "chance that it is about something else, and being so",
    STANCE: "chance that it is about somebody's own case, and being so",
    TOPIC: "chance of the likeliest topic, and its passage answering",
}
TEMPLATE = Path(__file__).with_name("report.html")


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
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(TEMPLATE.name).render(
        now=content["figures"],
        was=(earlier or {}).get("figures", {}),
        change=compared(content, earlier) if earlier else {},
        step_times=content["step_times"],
        confidence=_confidence(results),
        deciding=_deciding(results),
        at_fault=at_fault,
        confusion=confusion(results),
        failures=[result for result in results if result.problem],
        share=_share,
        with_total=_with_total,
    )
    # A labelled message may hold lone surrogates, which no file can.
    path.write_text(page, encoding="utf-8", errors="replace")


def _with_total(figures: dict[str, Any]) -> dict[str, dict[str, int]]:
    total = {"right": figures["right"], "asked": figures["asked"]}
    return {**figures["kinds"], "all": total}


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):.1%}"


def _deciding(results: Sequence[Result]) -> list[Picture]:
    """The curve, and how far each of the three decisions can be believed."""
    quotable = load_page().quotable
    points = balances(results, quotable)
    drawn = [balance(points, Thresholds().foreign)] if points else []
    return drawn + [
        reliability(one.chances, one.so, SURE_OF[one.decision])
        for one in certainties(results, quotable)
    ]


def _confidence(results: Sequence[Result]) -> list[Picture]:
    known = [r for r in results if r.confidence is not None]
    if not known:
        return []
    sure = np.array([r.confidence for r in known], np.float64)
    right = np.array([r.problem is None for r in known], np.float64)
    return [reliability(sure, right), histogram(known)]
