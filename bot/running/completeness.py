"""Refuses data that is half done: an intent without questions, a rule without words.

Rasa trains on such data without complaint, and the bot then answers nothing at all, or
something else, to people who ask. Each hole is named, with the file to mend and what to
write there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.document import Library, load_library
from bot.errors import BotError
from bot.understanding.other_languages import load_cries

PROJECT = Path(__file__).parents[2]
# Fewer questions than this leave the classifier guessing.
FEWEST_QUESTIONS = 40
# Said to itself by the bot, when it understands nothing: nobody types it.
NEVER_TYPED = {"nlu_fallback"}
NOT_COVERED = "not_covered_"


class IncompleteData(BotError):
    """Something is missing from the data; the message names every hole."""

    def __init__(self, holes: list[str]) -> None:
        """Takes the holes, a sentence each."""
        self.holes = holes
        listed = "\n".join(f"  - {hole}" for hole in holes)
        super().__init__(f"The data is not complete:\n{listed}")


@dataclass(frozen=True)
class Data:
    """What is compared with each other."""

    library: Library
    intents: list[str]
    questions: Counter[str]
    # The intents that a rule begins with, and the actions and responses that rules use.
    ruled: set[str]
    used: set[str]
    actions: set[str]
    responses: set[str]
    wording: dict[str, str]
    languages: list[str]

    @classmethod
    def read(cls, project: Path, library: Library) -> "Data":
        """Reads a project's domain, questions and rules."""
        domain = _read(project / "domain.yml")
        steps = [
            step
            for path in sorted((project / "data/stories").glob("*.yml"))
            for rule in _read(path)["rules"]
            for step in rule["steps"]
        ]
        return cls(
            library,
            domain["intents"],
            _questions(project),
            {step["intent"] for step in steps if "intent" in step},
            {step["action"] for step in steps if "action" in step},
            set(domain["actions"]),
            set(domain["responses"]),
            domain["wording"],
            [cries.language for cries in load_cries()],
        )


def check_data(project: Path = PROJECT, library: Library | None = None) -> None:
    """Compares intents, questions, rules, words and passages, each with each.

    Raises:
        IncompleteData: something is missing.
    """
    holes = list(_holes(Data.read(project, library or load_library())))
    if holes:
        raise IncompleteData(holes)


def _holes(data: Data) -> Iterator[str]:
    yield from _holes_of_intents(data)
    yield from _holes_of_words(data)
    answered = data.library.by_intent
    for intent in _missing(answered, data.intents):
        yield (
            f"data/document/passages.yml: '{intent}', which '{answered[intent].name}' "
            "answers, is no intent. List it in domain.yml, under intents."
        )
    for action in _missing(data.used, data.actions | data.responses):
        yield (
            f"data/stories: a rule uses '{action}', which is not there. Add it to "
            "domain.yml, under actions or responses."
        )


def _holes_of_intents(data: Data) -> Iterator[str]:
    for intent in data.intents:
        count = data.questions[intent]
        least = FEWEST_QUESTIONS if intent in data.library.by_intent else 1
        if count < least and intent not in NEVER_TYPED:
            yield (
                f"data/nlu: '{intent}' has {count} questions; it needs {least}. Write "
                "more, as different people would type them."
            )
        if intent not in data.ruled:
            yield (
                f"data/stories: no rule begins with the intent '{intent}'. Add one, "
                "with the action that follows."
            )
    for intent in _missing(data.questions, data.intents):
        yield (
            f"domain.yml: data/nlu has questions for '{intent}', which is no intent. "
            "List it under intents."
        )


def _holes_of_words(data: Data) -> Iterator[str]:
    passages = [passage.name for passage in data.library.passages]
    topics = [i.removeprefix(NOT_COVERED) for i in data.intents if NOT_COVERED in i]
    needed = [
        *((f"say_about_{name}", f"introduces '{name}'") for name in passages),
        *((f"say_question_{name}", f"offers '{name}'") for name in passages),
        *((f"say_gap_{g.name}", "says what is missing") for g in data.library.gaps),
        *((f"say_topic_{topic}", "names the topic") for topic in topics),
        *((f"say_call_{code}", "says whom to call") for code in data.languages),
    ]
    for name, purpose in needed:
        if not data.wording.get(name, "").strip():
            yield f"domain.yml: '{name}' is missing under wording, which {purpose}."


def _missing(wanted: Iterable[str], there: Iterable[str]) -> list[str]:
    return sorted(set(wanted) - set(there))


def _questions(project: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in (project / "data/nlu").glob("*.yml"):
        for entry in _read(path)["nlu"]:
            counts[entry["intent"]] += len(re.findall(r"(?m)^- \S", entry["examples"]))
    return counts


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
