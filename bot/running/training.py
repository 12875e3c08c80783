"""Trains the model where anything that it is made of has changed."""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bot.errors import BotError
from bot.page.page import TRAINED_WITH

PROJECT = Path(__file__).parents[2]
MODELS = PROJECT / "models"
MODEL_NAME = "bot"
MADE_OF = (
    *("config.yml", "domain.yml", "uv.lock", "data/nlu", "data/stories"),
    *("data/document", "data/encoder/facts.json"),
    # The others there are read when the bot starts: they change without training.
    *(f"data/understanding/{name}" for name in TRAINED_WITH),
    *("bot/components", "bot/understanding", "bot/document"),
)


class TrainingError(BotError):
    """The model could not be trained; the message says where to look."""


def model_path() -> Path:
    """Where the trained model is."""
    return MODELS / f"{MODEL_NAME}.tar.gz"


def is_up_to_date() -> bool:
    """Whether the model is there, whole, and made of what is there now."""
    try:
        noted = json.loads(_note().read_text(encoding="utf-8"))
        return bool(noted == _facts())
    except (OSError, ValueError):
        return False


def train() -> Path:
    """Trains the model; everything that Rasa prints goes to `models/training.log`.

    Raises:
        TrainingError: Rasa could not train.
    """
    MODELS.mkdir(exist_ok=True)
    log = MODELS / "training.log"
    with log.open("w", encoding="utf-8") as file, _printing_to(file):
        # Rasa prints already while it is imported.
        from rasa.model_training import train as train_with_rasa

        try:
            result = train_with_rasa(
                domain=str(PROJECT / "domain.yml"),
                config=str(PROJECT / "config.yml"),
                training_files=[
                    str(PROJECT / "data/nlu"),
                    str(PROJECT / "data/stories"),
                ],
                output=str(MODELS),
                fixed_model_name=MODEL_NAME,
            )
        except Exception as error:
            raise TrainingError(f"Training failed: {error} (see {log})") from error
    if result.code != 0 or not result.model:
        raise TrainingError(f"Training failed. The reason is in {log}.")
    _note().write_text(json.dumps(_facts()), encoding="utf-8")
    return model_path()


def _note() -> Path:
    """Where it is noted what the model was made of."""
    return MODELS / f"{MODEL_NAME}.json"


def _facts() -> dict[str, str]:
    files = [path for part in MADE_OF for path in _files(PROJECT / part)]
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes())
    model = hashlib.sha256(model_path().read_bytes()).hexdigest()
    return {"made_of": digest.hexdigest(), "model": model}


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in {".yml", ".py", ".txt"})


@contextlib.contextmanager
def _printing_to(file: IO[str]) -> Iterator[None]:
    """Sends what this process and its children print to a file."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [(number, os.dup(number)) for number in (1, 2)]
    try:
        for number, _ in kept:
            os.dup2(file.fileno(), number)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)
