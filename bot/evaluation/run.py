"""`make evaluate`: asks, judges, prints the table and writes the report."""

import asyncio
import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.evaluation.asking import in_this_process, over_http, results_of
from bot.evaluation.cases import load_cases
from bot.evaluation.judging import Judge, Result
from bot.evaluation.page import write_page
from bot.evaluation.report import as_json, compared, load_earlier
from bot.evaluation.step_times import StepTimes
from bot.page.page import load_page
from bot.running.engine import load_bot


def evaluate(
    console: Console,
    aside: Console,
    folder: Path,
    *,
    url: str | None,
    report: Path,
    beside: Path | None,
) -> None:
    """Asks the questions of a folder and writes the report.

    Args:
        console: Where the table goes.
        aside: Where progress goes.
        folder: Holds the labelled questions.
        url: A running bot; None to ask one in this process.
        report: The folder to write evaluation.html and evaluation.json to.
        beside: Another evaluation.json, to compare with; by default the one that is
            replaced.

    Raises:
        CaseError: the questions cannot be read.
        AskingError: the bot does not answer.
    """
    earlier = load_earlier(beside or report / "evaluation.json")
    results, step_times = asyncio.run(_results(aside, folder, url))
    content = as_json(results, step_times)
    report.mkdir(parents=True, exist_ok=True)
    write_page(report / "evaluation.html", results, content, earlier)
    (report / "evaluation.json").write_text(
        json.dumps(content, indent=1), encoding="utf-8"
    )
    _print(console, content, earlier)
    aside.print(f"The report is {report / 'evaluation.html'}", soft_wrap=True)


async def _results(
    aside: Console, folder: Path, url: str | None
) -> tuple[list[Result], dict[str, dict[str, float]] | None]:
    page = load_page()
    cases, judge = load_cases(folder, page.quotable), Judge(page)
    if url:
        ask, times = over_http(url), None
    else:
        bot = await load_bot()
        times = StepTimes(bot.agent)
        ask = in_this_process(bot, times)
    results: list[Result] = []
    for case in track(cases, description="Asking", console=aside):
        results += await results_of(case, ask, judge)
    return results, times.summary() if times else None


def _print(
    console: Console, content: dict[str, Any], earlier: dict[str, Any] | None
) -> None:
    found = content["figures"]
    table = Table("kind", "right", "asked", "share")
    total = {"right": found["right"], "asked": found["asked"]}
    for kind, of in [*found["kinds"].items(), ("all", total)]:
        share = f"{of['right'] / max(1, of['asked']):.1%}"
        table.add_row(kind, str(of["right"]), str(of["asked"]), share)
    console.print(table)
    share = found["misquotes"] / max(1, found["asked"])
    console.print(
        f"Quotes only what does not answer: {found['misquotes']} ({share:.1%})"
    )
    for step, took in (content["step_times"] or {}).items():
        console.print(f"{step}: {took['median']:.1f} ms, 95th {took['p95']:.1f} ms")
    if earlier:
        change = compared(content, earlier)
        console.print(
            f"Beside the other report: {len(change['better'])} better, "
            f"{len(change['worse'])} worse"
        )
