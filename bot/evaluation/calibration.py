"""`make calibrate`: how far the classifier's confidence can be believed.

Works on `models/folds.npz`, which encoder/cross_validate.py writes: vectors of the
training questions by encoders that never saw them. Each fold is ranked by a regression
trained on the others, so that every confidence here is one about an unseen question.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.document import QuotableText
from bot.errors import BotError
from bot.evaluation.pictures import reliability
from bot.page.page import load_page
from bot.understanding.intent_model import IntentModel

FOLDS_FILE = Path("models/folds.npz")
TEMPERATURES = np.round(np.arange(0.6, 1.61, 0.05), 2)
STRENGTHS = (0.3, 1.0, 3.0)
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8)
BINS = 10

Floats = NDArray[np.float64]


class CalibrationError(BotError):
    """The vectors to calibrate on are missing."""


@dataclass(frozen=True)
class HeldOut:
    """Log-odds of unseen questions, of shape (questions, intents)."""

    odds: Floats
    # The column of the intent that is right.
    right: NDArray[np.int64]
    intents: tuple[str, ...]

    def chances(self, temperature: float) -> Floats:
        """The chance of each intent at a temperature."""
        odds = self.odds / temperature
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def loss(self, temperature: float) -> float:
        """Mean negative log-likelihood of what is right; least where calibrated."""
        chances = self.chances(temperature)[np.arange(len(self.right)), self.right]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())


def calibrate(console: Console, folder: Path) -> None:
    """Finds strength and temperature, and shows what each threshold would do.

    Raises:
        CalibrationError: the questions have not been encoded.
    """
    if not FOLDS_FILE.exists():
        raise CalibrationError(
            f"{FOLDS_FILE} is missing. Run 'make folds' first (a quarter of an hour)."
        )
    content = np.load(FOLDS_FILE)
    tried = {
        strength: held_out(content, strength)
        for strength in track(STRENGTHS, description="Ranking", console=console)
    }
    quotable = load_page().quotable
    console.print(_strengths(tried, quotable))
    strength = min(tried, key=lambda s: tried[s].loss(best_temperature(tried[s])))
    found = tried[strength]
    temperature = best_temperature(found)
    sure, right = surest_reply(found.chances(temperature), found, quotable)
    console.print(f"strength {strength}, temperature {temperature}")
    console.print(
        f"Held out: {len(right)} questions, {right.mean():.1%} right, expected "
        f"calibration error {calibration_error(sure, right):.3f} "
        f"(at temperature 1: {_error_at_one(found, quotable):.3f})"
    )
    console.print(_thresholds(sure, right))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reliability.png").write_bytes(reliability(sure, right).png)
    facts = {"strength": strength, "temperature": temperature}
    (folder / "calibration.json").write_text(json.dumps(facts), encoding="utf-8")


def held_out(content: dict[str, NDArray[Any]], strength: float) -> HeldOut:
    """Ranks each fold by a regression trained on the others."""
    folds, names = content["folds"], content["intents"]
    intents = tuple(sorted(set(names.tolist())))
    odds = np.zeros((len(names), len(intents)))
    for fold, vectors in enumerate(content["vectors"].astype(np.float32)):
        left_out = folds == fold
        model = IntentModel.learn(
            vectors[~left_out], names[~left_out], strength=strength
        )
        odds[left_out] = IntentModel.log_odds(model, vectors[left_out])
    column = {intent: index for index, intent in enumerate(intents)}
    return HeldOut(odds, np.array([column[name] for name in names]), intents)


def best_temperature(found: HeldOut) -> float:
    """The temperature at which the right intents are likeliest."""
    return float(min(TEMPERATURES, key=found.loss))


def surest_reply(
    chances: Floats, found: HeldOut, quotable: QuotableText
) -> tuple[Floats, Floats]:
    """How sure the best reply is, and whether it is the right one.

    Intents that are answered with the same passage count as one: a mix-up between
    them costs nobody anything.
    """
    passages = quotable.by_intent
    replies = [passages[i].name if i in passages else i for i in found.intents]
    names = sorted(set(replies))
    of_reply = np.array([names.index(reply) for reply in replies])
    summed = np.zeros((len(chances), len(names)))
    for column, reply in enumerate(of_reply):
        summed[:, reply] += chances[:, column]
    right = summed.argmax(axis=1) == of_reply[found.right]
    return summed.max(axis=1), right.astype(np.float64)


def calibration_error(sure: Floats, right: Floats) -> float:
    """Mean distance between confidence and being right, over ten bins."""
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(sure[places == place].sum() - right[places == place].sum())
            for place in range(BINS)
        )
        / len(sure)
    )


def _error_at_one(found: HeldOut, quotable: QuotableText) -> float:
    return calibration_error(*surest_reply(found.chances(1.0), found, quotable))


def _strengths(tried: dict[float, HeldOut], quotable: QuotableText) -> Table:
    table = Table("strength", "temperature", "loss", "right")
    for strength, found in tried.items():
        temperature = best_temperature(found)
        _, right = surest_reply(found.chances(temperature), found, quotable)
        loss = f"{found.loss(temperature):.4f}"
        table.add_row(str(strength), str(temperature), loss, f"{right.mean():.2%}")
    return table


def _thresholds(sure: Floats, right: Floats) -> Table:
    table = Table("threshold", "answered", "right of these", "right just above it")
    for threshold in THRESHOLDS:
        above = sure >= threshold
        just = above & (sure < threshold + 0.1)
        shares = (above.mean(), right[above].mean(), right[just].mean())
        table.add_row(str(threshold), *(f"{share:.1%}" for share in shares))
    return table
