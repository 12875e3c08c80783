"""The training questions, and more of the kind "another condition" made of them."""

import random
import re
from pathlib import Path
from typing import NamedTuple

import yaml

# Of the bot only what reads its data, which needs nothing beside PyYAML.
from bot.understanding.conversations import Conversations, load_conversations
from bot.understanding.english import load_english
from bot.understanding.intent import Intent
from bot.understanding.subject import load_subject

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
# Beside the conversations' turns, as many questions after one that must not matter, and
# as many alone: what was learned of these is not to be forgotten.
UNRELATED, ALONE = 7_000, 12_000


class Learned(NamedTuple):
    """A message, what it means, and what went before it, if anything."""

    text: str
    intent: str
    context: str = ""


def load_questions() -> list[Learned]:
    """Every training question with its intent."""
    questions = []
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].splitlines()
            questions += [Learned(line[2:], entry["intent"]) for line in lines]
    return questions


def written_conversations() -> Conversations:
    """The conversations that context is learned from."""
    return load_conversations(DATA / "understanding" / "conversations.yml")


def some_in_context(
    questions: list[Learned],
    *,
    seed: int,
    conversations: Conversations | None = None,
) -> list[Learned]:
    """Messages beside what went before them, and some that stand alone.

    Args:
        questions: Single questions.
        seed: Where what is chosen comes from.
        conversations: Those that are learned from; by default all.
    """
    chance = random.Random(seed)
    learned = (conversations or written_conversations()).learned_with(
        [(one.text, Intent(one.intent)) for one in questions],
        load_subject(DATA / "understanding" / "subject.yml"),
        load_english(DATA / "understanding" / "english.yml"),
        unrelated=UNRELATED,
        chance=chance,
    )
    beside = [Learned(x.text, x.intent, x.context.as_text()) for x in learned]
    return beside + chance.sample(questions, ALONE)


def about_others(questions: list[Learned], count: int, *, seed: int) -> list[Learned]:
    """Our questions with another condition, medicine or test in the place of ours.

    They teach that the subject decides, not the shape of a question.
    """
    chance = random.Random(seed)
    names = OTHER_NAMES.read_text(encoding="utf-8").splitlines()
    fit = [one.text for one in questions if _is_fit(one.text, one.intent)]
    made: dict[str, None] = {}
    while len(made) < count:
        name = chance.choice(names)
        name = name if chance.random() < 0.3 else name.lower()
        made[NAMES.sub(lambda _, name=name: name, chance.choice(fit))] = None
    return [Learned(text, "other_condition") for text in made]


def _is_fit(text: str, intent: str) -> bool:
    rest, found = NAMES.subn("", text)
    about_us = intent.startswith(("ask_", "not_covered_")) and intent not in UNFIT
    named_again = re.search(r"mitral|valve", rest, re.IGNORECASE)
    return bool(found and about_us and not named_again and len(text.split()) <= LONGEST)
