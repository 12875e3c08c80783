"""The training questions, and more of the kind "another condition" made of them."""

import random
import re
from pathlib import Path

import yaml

DATA = Path(__file__).parents[1] / "data"
OTHER_NAMES = Path(__file__).parent / "other_names.txt"

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

Labelled = tuple[str, str]


def load_questions() -> list[Labelled]:
    """Every training question with its intent."""
    questions = []
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            questions += [(line[2:], entry["intent"]) for line in lines]
    return questions


def about_others(questions: list[Labelled], count: int, *, seed: int) -> list[Labelled]:
    """Our questions with another condition, medicine or test in the place of ours.

    They teach that the subject decides, not the shape of a question.
    """
    chance = random.Random(seed)
    names = OTHER_NAMES.read_text(encoding="utf-8").splitlines()
    fit = [text for text, intent in questions if _is_fit(text, intent)]
    made: dict[str, None] = {}
    while len(made) < count:
        name = chance.choice(names)
        name = name if chance.random() < 0.3 else name.lower()
        made[NAMES.sub(lambda _, name=name: name, chance.choice(fit))] = None
    return [(text, "other_condition") for text in made]


def _is_fit(text: str, intent: str) -> bool:
    rest, found = NAMES.subn("", text)
    about_us = intent.startswith(("ask_", "not_covered_")) and intent not in UNFIT
    named_again = re.search(r"mitral|valve", rest, re.IGNORECASE)
    return bool(found and about_us and not named_again and len(text.split()) <= LONGEST)
