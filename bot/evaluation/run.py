"""`make evaluate`: asks, judges, prints the table and writes the report."""

import asyncio
import json
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.document import load_library
from bot.evaluation.asking import in_this_process, over_http, results_of
from bot.evaluation.cases import load_cases
from bot.evaluation.judging import Judge, Result
from bot.evaluation.report import as_json, compared, figures, load_earlier, write_page


def evaluate(
    console: Console,
    aside: Console,
    folder: Path,
    *,
    url: str | None,
    report: Path,
    baseline: Path | None,
) -> None:
    """Asks the questions of a folder and writes the report.

    Args:
        console: Where the table goes.
        aside: Where progress goes.
        folder: Holds the labelled questions.
        url: A running bot; None to ask one in this process.
        report: The folder to write evaluation.html and evaluation.json to.
        baseline: An earlier evaluation.json; by default the one that is replaced.

    Raises:
        CaseError: the questions cannot be read.
        AskingError: the bot does not answer.
    """
    earlier = load_earlier(baseline or report / "evaluation.json")
    results = asyncio.run(_results(aside, folder, url))
    content = as_json(results)
    report.mkdir(parents=True, exist_ok=True)
    change = compared(content, earlier) if earlier else None
    write_page(report / "evaluation.html", results, change)
    (report / "evaluation.json").write_text(
        json.dumps(content, indent=1), encoding="utf-8"
    )
    _print(console, results, change)
    aside.print(f"The report is {report / 'evaluation.html'}", soft_wrap=True)


async def _results(aside: Console, folder: Path, url: str | None) -> list[Result]:
    library = load_library()
    cases, judge = load_cases(folder, library), Judge(library)
    ask = over_http(url) if url else await in_this_process()
    results: list[Result] = []
    for case in track(cases, description="Asking", console=aside):
        results += await results_of(case, ask, judge)
    return results


def _print(
    console: Console, results: list[Result], change: dict[str, list[str]] | None
) -> None:
    found = figures(results)
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
    if change:
        console.print(
            f"Since the report before: {len(change['better'])} better, "
            f"{len(change['worse'])} worse"
        )
