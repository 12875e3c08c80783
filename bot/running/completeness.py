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

from bot.document import QuotableText
from bot.errors import BotError
from bot.page.page import PROJECT, Page, load_page
from bot.understanding.intent import NEAR, NOTHING, UNCLEAR, Intent, Kind
from bot.understanding.subject import words_in
from bot.yaml_file import read_yaml

# Fewer questions than this leave the classifier guessing.
FEWEST_QUESTIONS = 40
# Said to itself by the bot, when it understands nothing: nobody types it.
NEVER_TYPED = {UNCLEAR}
SUBJECT_FILE = Path("data/understanding/subject.yml")


class IncompleteData(BotError):
    """Something is missing from the data; the message names every hole."""

    def __init__(self, holes: list[str]) -> None:
        self.holes = holes
        listed = "\n".join(f"  - {hole}" for hole in holes)
        super().__init__(f"The data is not complete:\n{listed}")


@dataclass(frozen=True)
class Data:
    """What is compared with each other."""

    quotable: QuotableText
    intents: list[Intent]
    questions: Counter[str]
    # What questions about somebody's own case are near to.
    near: set[str]
    # The intents that a rule begins with, and the actions and responses that rules use.
    ruled: set[str]
    used: set[str]
    actions: set[str]
    responses: set[str]
    wording: dict[str, str]
    languages: list[str]
    # The words that name the condition, and the files that say them.
    subject: frozenset[str]
    said_in: dict[str, frozenset[str]]

    @classmethod
    def read(cls, project: Path, page: Page) -> "Data":
        """Reads a project's domain, questions and rules."""
        domain = _read(project / "domain.yml")
        steps = [
            step
            for path in sorted((project / "data/stories").glob("*.yml"))
            for rule in _read(path)["rules"]
            for step in rule["steps"]
        ]
        return cls(
            page.quotable,
            [Intent(name) for name in domain["intents"]],
            _questions(project),
            {near for entry in _entries(project) if (near := _near(entry))},
            {step["intent"] for step in steps if "intent" in step},
            {step["action"] for step in steps if "action" in step},
            set(domain["actions"]),
            set(domain["responses"]),
            domain["wording"],
            [cries.language for cries in page.cries],
            page.subject.own,
            {p: _words(project / p) & page.subject.own for p in _files(project)},
        )


def check_data(project: Path = PROJECT) -> None:
    """Compares intents, questions, rules, words and passages, each with each.

    Raises:
        IncompleteData: something is missing.
    """
    holes = list(_holes(Data.read(project, load_page(project))))
    if holes:
        raise IncompleteData(holes)


def _holes(data: Data) -> Iterator[str]:
    yield from _holes_of_intents(data)
    yield from _holes_of_words(data)
    yield from _another_subject(data)
    answered = data.quotable.by_intent
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
        least = FEWEST_QUESTIONS if intent in data.quotable.by_intent else 1
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
    for name in _missing(data.near, [*data.intents, NOTHING]):
        yield (
            f"data/nlu: questions are near '{name}', which is no intent. Name one that "
            f"domain.yml lists, or '{NOTHING}'."
        )
    for name in _missing(data.questions, data.intents):
        yield (
            f"domain.yml: data/nlu has questions for '{name}', which is no intent. "
            "List it under intents."
        )


def _holes_of_words(data: Data) -> Iterator[str]:
    passages = [passage.name for passage in data.quotable.passages]
    topics = [i.topic for i in data.intents if i.kind is Kind.NOT_COVERED]
    needed = [
        *((f"say_about_{name}", f"introduces '{name}'") for name in passages),
        *((f"say_question_{name}", f"offers '{name}'") for name in passages),
        *((f"say_gap_{g.name}", "says what is missing") for g in data.quotable.gaps),
        *((f"say_topic_{topic}", "names the topic") for topic in topics),
        *((f"say_call_{code}", "says whom to call") for code in data.languages),
    ]
    for name, purpose in needed:
        if not data.wording.get(name, "").strip():
            yield f"domain.yml: '{name}' is missing under wording, which {purpose}."


def _another_subject(data: Data) -> Iterator[str]:
    """What still speaks of the text that was there before."""
    if data.subject & words_in(data.quotable.source.text):
        return
    named = ", ".join(sorted(data.subject))
    yield (
        f"{SUBJECT_FILE}: the text says none of the words that name its subject "
        f"({named}). Write those of this text in their place, last of all: by the old "
        "ones the files are found that still have to change."
    )
    for path, said in data.said_in.items():
        if said and path != str(SUBJECT_FILE):
            yield f"{path}: still speaks of {', '.join(sorted(said))}. Write it anew."


def _files(project: Path) -> list[str]:
    """The files that speak of the subject, beside the text and its passages."""
    found = [project / "domain.yml", *(project / "data").rglob("*.yml")]
    own = project / "data/document"
    return [str(p.relative_to(project)) for p in sorted(found) if own not in p.parents]


def _words(path: Path) -> frozenset[str]:
    return words_in(path.read_text(encoding="utf-8"))


def _missing(wanted: Iterable[str], there: Iterable[str]) -> list[str]:
    return sorted(set(wanted) - set(there))


def _questions(project: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for entry in _entries(project):
        counts[entry["intent"]] += len(re.findall(r"(?m)^- \S", entry["examples"]))
    return counts


def _near(entry: dict[str, Any]) -> str | None:
    near = (entry.get("metadata") or {}).get(NEAR)
    return None if near is None else str(near)


def _entries(project: Path) -> Iterator[dict[str, Any]]:
    """The training questions, as they stand in the files."""
    for path in (project / "data/nlu").glob("*.yml"):
        yield from _read(path)["nlu"]


def _read(path: Path) -> Any:
    return read_yaml(path)
