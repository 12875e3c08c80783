"""How many cries for help are missed by a bot that never saw them.

`python -m bench.emergencies LABELLED`, a file of lines like {"text", "intent"}: those
that stand among the training questions are dealt into folds, and each fold is read by
a classifier that learned all training questions but those. The encoder is the one that
is shipped. Shown for several values of `sure` (data/understanding/emergency.yml).
"""

import argparse
import dataclasses
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.setups import training_questions
from bot.components.intent_ranker import IntentRanker
from bot.page.page import Page, load_page
from bot.understanding.cleaning import clean
from bot.understanding.encoder import SentenceEncoder, Vectors
from bot.understanding.intent import CRISIS
from bot.understanding.intent_model import IntentModel
from bot.understanding.interpretation import Interpreter
from bot.understanding.questions import Question
from bot.understanding.spelling import Speller
from bot.understanding.splitting import Clause, QuestionSplitter
from bot.understanding.thresholds import Thresholds
from bot.understanding.urgency import EMERGENCIES, alarms

FOLDS = 4
CORES = 2
SURE = (0.5, 0.4, 0.3)


@dataclass(frozen=True)
class Heard:
    """A labelled message as the pipeline hands it to the interpreter."""

    intent: str
    whole: Question
    clauses: list[tuple[Clause, Question]]
    alarms: list[Question]

    def is_urgent(self, interpreter: Interpreter) -> bool:
        """Whether the bot would send for help."""
        found = interpreter.interpret(
            self.whole, clauses=self.clauses, alarms=self.alarms, readable=True
        )
        return found.intent in EMERGENCIES


class Listener:
    """Reads messages as the pipeline does, with any classifier at its end."""

    def __init__(
        self, page: Page, *, speller: Speller, splitter: QuestionSplitter
    ) -> None:
        """Takes the page whose signs are looked for, and what learned from questions.

        Args:
            page: Says what an alarm is.
            speller: Reads misspelt words.
            splitter: Cuts a message apart.
        """
        self._speller = speller
        self._signs = page.signs
        self._splitter = splitter
        self._encoder = SentenceEncoder(cores=CORES)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of training questions, misspelt words read."""
        return self._encoder.encode([self._speller.read(text).text for text in texts])

    def hear(self, text: str, intent: str, model: IntentModel) -> Heard:
        """A message, understood by a classifier."""
        whole = self._speller.read(text).text
        signs = [self._speller.read(a).text for a in alarms(text, self._signs)]
        split = self._splitter.split(whole)
        clauses = split if len(split) > 1 else []
        texts = [whole, *(clause.text for clause in clauses), *signs]
        rankings = model.rank(self._encoder.encode(texts))
        asked = [Question(*one) for one in zip(texts, rankings, strict=True)]
        after = 1 + len(clauses)
        return Heard(
            intent,
            asked[0],
            list(zip(clauses, asked[1:after], strict=True)),
            asked[after:],
        )


def held_out(labelled: Path) -> Iterator[Heard]:
    """Each labelled message, heard by a classifier that had not learned it."""
    learned, intents = training_questions()
    texts = [clean(text) for text in learned]
    page = load_page()
    speller = Speller.learn(page.quotable.source.text, texts, page.shorthand)
    splitter = QuestionSplitter.learn(
        page.subject, page.english, questions=texts, written=page.several
    )
    listener = Listener(page, speller=speller, splitter=splitter)
    vectors, defaults = listener.vectors(texts), IntentRanker.get_default_config()
    rows = map(json.loads, labelled.read_text(encoding="utf-8").splitlines())
    wanted = {clean(row["text"]) for row in rows}
    held = np.array([i for i, text in enumerate(texts) if text in wanted])
    np.random.default_rng(1).shuffle(held)
    for fold in np.array_split(held, FOLDS):
        left = np.setdiff1d(np.arange(len(texts)), fold)
        regression = IntentModel.learn(
            vectors[left],
            [intents[i] for i in left],
            strength=defaults["strength"],
        )
        model = IntentModel(regression, temperature=defaults["temperature"])
        yield from (listener.hear(texts[i], intents[i], model) for i in fold)


def main() -> None:
    """Prints what is missed, and what is taken for a cry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--show", action="store_true", help="the messages too")
    options = parser.parse_args()
    heard = [one for one in held_out(options.labelled) if one.intent != CRISIS]
    table = Table("sure", "cries", "missed", "others", "taken for cries")
    console, page = Console(), load_page()
    for sure in SURE:
        signs = dataclasses.replace(page.signs, sure=sure)
        thresholds = Thresholds()
        interpreter = Interpreter(
            page.quotable,
            signs=signs,
            subject=page.subject,
            english=page.english,
            thresholds=thresholds,
        )
        cries = [one for one in heard if one.intent in EMERGENCIES]
        others = [one for one in heard if one.intent not in EMERGENCIES]
        missed = [one for one in cries if not one.is_urgent(interpreter)]
        taken = [one for one in others if one.is_urgent(interpreter)]
        counts = (len(cries), len(missed), len(others), len(taken))
        table.add_row(str(sure), *map(str, counts))
        if options.show and sure == page.signs.sure:
            for one in (*missed, *taken):
                console.print(f"{one.intent}: {one.whole.text}", markup=False)
    console.print(table)


if __name__ == "__main__":
    main()
