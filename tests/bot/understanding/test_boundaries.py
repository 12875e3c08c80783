import json
from itertools import pairwise

import pytest

from bot.understanding.boundaries import BoundaryModel

QUESTIONS = [
    "what is a kettle",
    "what makes a kettle boil",
    "who needs a kettle",
    "who pays for it",
    "is it hot",
    "is it safe to touch",
    "how long does it take",
    "how do I clean it",
    "kettle prices",
    "safe kettles",
]
WRITTEN = [
    (["hot", "and", "cold", "kettles", ",", "please"], frozenset[int]()),
    (["sizes", "/", "colours"], frozenset({2})),
]


@pytest.fixture(scope="module")
def model() -> BoundaryModel:
    questions = [question.split() for question in QUESTIONS]
    return BoundaryModel.learn(questions, WRITTEN, {",": 2, "and": 2, "": 2})


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("who pays for it", ["who pays for it"]),
        ("is it hot and who pays for it", ["is it hot and", "who pays for it"]),
        ("is it hot , what is a kettle", ["is it hot ,", "what is a kettle"]),
        ("is it hot who needs a kettle", ["is it hot", "who needs a kettle"]),
        ("sizes / colours", ["sizes /", "colours"]),
        ("it boiled . then it broke", ["it boiled .", "then it broke"]),
        ("", [""]),
    ],
)
def test_finds_where_another_question_begins(
    model: BoundaryModel, message: str, parts: list[str]
) -> None:
    words = message.split()
    bounds = [0, *sorted(model.starts(words)), len(words)]
    found = [words[a:b] for a, b in pairwise(bounds)]
    assert [" ".join(part) for part in found] == parts


def test_learns_the_same_from_the_same(model: BoundaryModel) -> None:
    questions = [question.split() for question in QUESTIONS]
    again = BoundaryModel.learn(questions, WRITTEN, {",": 2, "and": 2, "": 2})
    assert again.state() == model.state()


def test_is_kept_as_it_was_learned(model: BoundaryModel) -> None:
    words = "is it hot and who pays for it".split()
    kept = BoundaryModel(**json.loads(json.dumps(model.state())))
    assert kept.starts(words) == model.starts(words)
