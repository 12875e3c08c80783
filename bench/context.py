"""What context changes in conversations that were left out: `python -m bench.context`.

`make context` has to have run before. Each turn that has something before it is read
twice, by models that learned neither it nor any other turn of its conversation: alone,
and in the light of what went before, as it was meant. A reading is right where it leads
to the reply that the turn wants. `--show` lists every turn that context changed.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.components.context_ranker import ContextRanker
from bot.page.page import PROJECT, Page, load_page
from bot.understanding.encoder import Vectors
from bot.understanding.intent import Intent, Kind
from bot.understanding.intent_model import IntentModel, Ranking

FOLDER = PROJECT / "models" / "context"
TALK = "small talk"


@dataclass(frozen=True)
class Turn:
    """A turn of a conversation, and what it was read as."""

    text: str
    context: str
    intent: Intent
    alone: Intent
    beside: Intent


class Readings:
    """Turns read by models that never saw their conversation."""

    def __init__(self, page: Page) -> None:
        """Takes the page, which says what leads to the same reply."""
        self._page = page

    def of(self, path: Path) -> Iterator[Turn]:
        """Reads the turns of one fold."""
        fold = np.load(path)
        alone = _read(fold["single"], fold["single_intents"], fold["alone"])
        beside = _read(fold["learned"], fold["learned_intents"], fold["asked"])
        said = zip(
            *(fold[f"asked_{name}"] for name in ("texts", "contexts", "intents")),
            strict=True,
        )
        for one, (text, context, intent) in zip(
            zip(alone, beside, strict=True), said, strict=True
        ):
            by_itself, in_context = (ranking[0].intent for ranking in one)
            yield Turn(text, context, Intent(intent), by_itself, in_context)

    def is_right(self, turn: Turn, read: Intent) -> bool:
        """Whether a reading leads to the reply that a turn wants."""
        return self._reply(read) == self._reply(turn.intent)

    def _reply(self, intent: Intent) -> str:
        passage = self._page.passage_for(intent)
        if passage:
            return passage.name
        return TALK if intent.kind is Kind.TALK else intent


def _read(learned: Vectors, intents: list[str], asked: Vectors) -> list[Ranking]:
    config = ContextRanker.get_default_config()
    regression = IntentModel.learn(
        learned.astype(np.float32), intents, strength=config["strength"]
    )
    model = IntentModel(regression, temperature=config["temperature"])
    return model.rank(asked.astype(np.float32))


def main() -> None:
    """Reads all folds that are there, and prints what context changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list what it changed")
    options = parser.parse_args()
    paths = sorted(FOLDER.glob("fold_*.npz"))
    if not paths:
        parser.error(f"{FOLDER} is empty. Run 'make context' first (an hour).")
    readings = Readings(load_page())
    turns = [turn for path in paths for turn in readings.of(path)]
    console = Console()
    console.print(_table(turns, readings.is_right))
    if options.show:
        _show(turns, readings.is_right, console)


def _table(turns: list[Turn], is_right: Callable[[Turn, Intent], bool]) -> Table:
    table = Table("kind", "turns", "right alone", "right in context", "+", "−")
    kinds = sorted({turn.intent.kind.value for turn in turns})
    for kind in [*kinds, None]:
        some = [t for t in turns if kind in (None, t.intent.kind.value)]
        pairs = [(is_right(t, t.alone), is_right(t, t.beside)) for t in some]
        alone, beside = (sum(column) for column in zip(*pairs, strict=True))
        table.add_row(
            kind or "all",
            str(len(some)),
            f"{alone} = {alone / len(some):.0%}",
            f"{beside} = {beside / len(some):.0%}",
            str(pairs.count((False, True))),
            str(pairs.count((True, False))),
        )
    return table


def _show(
    turns: list[Turn], is_right: Callable[[Turn, Intent], bool], console: Console
) -> None:
    table = Table("", "before", "said", "meant", "alone", "in context")
    for turn in turns:
        alone, beside = is_right(turn, turn.alone), is_right(turn, turn.beside)
        if alone != beside:
            mark = "+" if beside else "−"
            row = (turn.context, turn.text, turn.intent, turn.alone, turn.beside)
            table.add_row(mark, *row)
    console.print(table)


if __name__ == "__main__":
    main()
