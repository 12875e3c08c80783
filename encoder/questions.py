"""The training questions, and more about something else made of them."""

import random
import re
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.understanding.intent import NEAR, Intent, Kind, topic_of

DATA = Path(__file__).parents[1] / "data"
# What stands in the place of our condition, and what a question about it then is.
OTHERS = {
    "other_condition": Path(__file__).parent / "other_names.txt",
    "out_of_scope": Path(__file__).parent / "other_things.txt",
}

# How people name our condition; the data files spell it in full.
NAMES = re.compile(
    r"\b(?:(?:a|the|my|floppy|this) )?(?:mitral (?:valve|value|valv) ?prol[a-z]+"
    r"|mitral prol[a-z]+|mvp|prolapsed mitral valve|prolapsed valve|valve prolapse"
    r"|floppy (?:mitral )?valve|the prolapse|my prolapse|a prolapse)\b",
    re.IGNORECASE,
)
# With another name in it, a question of these kinds is no question about a condition.
UNFIT = {
    "ask_other_names",
    "ask_pronunciation",
    "ask_mitral_valve",
    "ask_heart_valves",
    "ask_valve_failure",
    "ask_chest_pain",
    "ask_meaning",
}
LONGEST = 18

# What a question says of each decision, by the kind of its intent.
SUBJECTS = {
    **dict.fromkeys((Kind.ASK, Kind.NOT_COVERED), "ours"),
    **dict.fromkeys((Kind.PERSONAL, Kind.EMERGENCY), "ours"),
    **dict.fromkeys((Kind.TALK, Kind.FOLLOW_UP), "talk"),
}
STANCES = {
    **dict.fromkeys((Kind.ASK, Kind.NOT_COVERED), "in general"),
    Kind.PERSONAL: "own case",
    Kind.EMERGENCY: "now",
}


class Labelled(NamedTuple):
    """A training question."""

    text: str
    intent: str
    # For somebody's own case, what is near, where somebody has said it.
    near: str | None = None

    @property
    def labels(self) -> tuple[str | None, ...]:
        """Its intent, subject, topic and stance; None where it says nothing of one."""
        intent = Intent(self.intent)
        return (
            self.intent,
            SUBJECTS.get(intent.kind, self.intent),
            topic_of(intent, self.near),
            STANCES.get(intent.kind),
        )


def load_questions() -> list[Labelled]:
    """Every training question with what is said of it."""
    questions = []
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            near = (entry.get("metadata") or {}).get(NEAR)
            lines = entry["examples"].splitlines()
            questions += [Labelled(line[2:], entry["intent"], near) for line in lines]
    return questions


def about_others(questions: list[Labelled], count: int, *, seed: int) -> list[Labelled]:
    """Our questions with something else in the place of our condition.

    They teach that the subject decides, not the shape of a question.

    Args:
        questions: What they are made of.
        count: How many about other conditions, and as many about other things.
        seed: For the choice of questions and names.
    """
    chance = random.Random(seed)
    fit = [one.text for one in questions if _is_fit(one.text, one.intent)]
    return [
        Labelled(text, intent)
        for intent, path in OTHERS.items()
        for text in _renamed(fit, path.read_text(encoding="utf-8"), count, chance)
    ]


def _renamed(
    fit: list[str], names: str, count: int, chance: random.Random
) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        name = chance.choice(names.splitlines())
        name = name if chance.random() < 0.3 else name.lower()
        made[NAMES.sub(lambda _, name=name: name, chance.choice(fit))] = None
    return list(made)


def _is_fit(text: str, intent: str) -> bool:
    rest, found = NAMES.subn("", text)
    about_us = intent.startswith(("ask_", "not_covered_")) and intent not in UNFIT
    named_again = re.search(r"mitral|valve", rest, re.IGNORECASE)
    return bool(found and about_us and not named_again and len(text.split()) <= LONGEST)
