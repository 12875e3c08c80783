"""Puts results into figures, and compares them with earlier ones."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.evaluation.deciding import WANT_A_QUOTE, at_fault, faults
from bot.evaluation.judging import Result


class ReportError(BotError):
    """An earlier report cannot be read."""


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """Counts by kind, by the intent that was read, by the sentence that answers."""
    return {
        "kinds": _shares((result.turn.kind, result) for result in results),
        "right": sum(result.problem is None for result in results),
        "asked": len(results),
        "misquotes": sum(result.misquotes for result in results),
        "faults": faults(results),
        "intents": _shares((r.intent, r) for r in results if r.intent),
        "sentences": _shares(
            (sorted(r.turn.accept)[0], r)
            for r in results
            if r.turn.kind in WANT_A_QUOTE and r.turn.accept
        ),
    }


def _shares(named: Iterable[tuple[str, Result]]) -> dict[str, dict[str, int]]:
    """How many results of each name are right."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for name, result in named:
        groups[name].append(result)
    return {
        name: {"right": sum(r.problem is None for r in of), "asked": len(of)}
        for name, of in sorted(groups.items())
    }


def as_json(
    results: Sequence[Result], step_times: dict[str, dict[str, float]] | None = None
) -> dict[str, Any]:
    """Everything that a later report is compared with."""
    rows = [
        {
            "id": f"{result.file} {result.id} {number}",
            "kind": result.turn.kind,
            "text": result.turn.text[:300],
            "reply": result.reply,
            "quoted": result.quoted,
            "intent": result.intent,
            "confidence": result.confidence,
            "decisions": result.decisions,
            "problem": result.problem,
            "at_fault": at_fault(result),
        }
        for number, result in _numbered(results)
    ]
    return {"figures": figures(results), "step_times": step_times, "rows": rows}


def compared(now: dict[str, Any], before: dict[str, Any]) -> dict[str, list[str]]:
    """Which messages are answered rightly since an earlier report, or no longer."""
    was = {row["id"]: row["problem"] for row in before["rows"]}
    known = [row for row in now["rows"] if row["id"] in was]
    return {
        "better": [r["text"] for r in known if was[r["id"]] and not r["problem"]],
        "worse": [r["text"] for r in known if not was[r["id"]] and r["problem"]],
    }


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


def _numbered(results: Sequence[Result]) -> list[tuple[int, Result]]:
    """Each result with its place in its conversation."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for result in results:
        seen[result.file, result.id] += 1
        numbered.append((seen[result.file, result.id], result))
    return numbered
