"""Writes the peer that is measured against: stock Rasa with our questions.

The pipeline and the policies are those that `rasa init` of Rasa 3.6 writes; the
questions are all of data/nlu, and each intent is answered by one fixed response with
the same quotes. `make stock` writes the project and trains it, and notes how long that
took. A hundred epochs, Rasa's default, take ten hours on two cores; `EPOCHS=5` is for
those who cannot wait.
"""

import argparse
from pathlib import Path
from typing import Any

import yaml

from bench.contenders import train
from bot.document import QuotableText
from bot.page.page import load_page
from bot.replies.wording import Wording
from bot.understanding.intent import OTHER_LANGUAGE, UNCLEAR, Intent, Kind

PROJECT = Path(__file__).parents[1]
# What Rasa recommends to raise, from 0.3, where wrong answers cost more than none.
THRESHOLD = 0.7
EPOCHS = 100
# Of the form of Rasa's data files.
VERSION = {"version": "3.1"}


def pipeline(epochs: int) -> list[dict[str, Any]]:
    """The components that `rasa init` leads to."""
    learns = {"epochs": epochs, "constrain_similarities": True}
    pieces = {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", **pieces},
        {"name": "DIETClassifier", **learns},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", **learns},
        {"name": "FallbackClassifier", "threshold": THRESHOLD},
    ]


def policies(epochs: int) -> list[dict[str, Any]]:
    """The policies that `rasa init` leads to."""
    learns = {"epochs": epochs, "max_history": 5}
    return [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", **learns},
        {"name": "TEDPolicy", **learns, "constrain_similarities": True},
    ]


def write_stock_project(folder: Path, *, epochs: int = EPOCHS) -> None:
    """Writes config, domain, questions and rules of the peer into a folder."""
    quotable, wording = load_page().quotable, load_page().wording
    intents = _intents()
    replies = {str(i): _reply(i, quotable, wording) for i in intents}
    replies[str(UNCLEAR)] = wording.text("say_not_understood")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    _write(
        folder / "config.yml",
        {
            "recipe": "default.v1",
            "assistant_id": "stock",
            "language": "en",
            "pipeline": pipeline(epochs),
            "policies": policies(epochs),
        },
    )
    _write(
        folder / "domain.yml",
        {
            **VERSION,
            "intents": list(map(str, intents)),
            "responses": {
                f"utter_{intent}": [{"text": text}] for intent, text in replies.items()
            },
            "session_config": {"session_expiration_time": 60},
        },
    )
    _write(
        folder / "data" / "rules.yml", {**VERSION, "rules": list(map(_rule, replies))}
    )
    _write(folder / "credentials.yml", {"rest": None})
    _write(folder / "endpoints.yml", {})
    for path in (PROJECT / "data" / "nlu").glob("*.yml"):
        (folder / "data" / path.name).write_bytes(path.read_bytes())


def _intents() -> list[Intent]:
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    return [Intent(name) for name in domain["intents"]]


def _reply(intent: Intent, quotable: QuotableText, wording: Wording) -> str:
    passage = quotable.by_intent.get(intent)
    if passage:
        answer = quotable.answer(passage)
        lines = [wording.text(f"say_about_{passage.name}")]
        lines += [wording.text("say_quote", quote=q.text) for q in answer.quotes]
        if answer.gap:
            lines.append(wording.text(f"say_gap_{answer.gap}"))
        return "\n".join(lines)
    if intent.kind is Kind.NOT_COVERED:
        topic = wording.text(f"say_topic_{intent.topic}")
        return wording.text("say_not_covered", topic=topic)
    if intent.kind is Kind.FOREIGN or intent == OTHER_LANGUAGE:
        return wording.text("say_other_condition")
    return wording.text("say_bot_help")


def _rule(intent: str) -> dict[str, Any]:
    steps = [{"intent": intent}, {"action": f"utter_{intent}"}]
    return {"rule": f"Answer {intent}", "steps": steps}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(
        yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000),
        encoding="utf-8",
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write the project")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="of each model")
    options = parser.parse_args()
    write_stock_project(options.folder, epochs=options.epochs)
    train(options.folder, quiet=False)
