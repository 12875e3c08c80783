import pytest

from bot.page.page import load_page
from bot.understanding.intent import Intent
from bot.understanding.intent_model import Candidate, Ranking
from bot.understanding.questions import Question
from bot.understanding.thresholds import Thresholds
from bot.understanding.weighing import Weighing

NAMED, UNNAMED = "what about my mvp", "what about it"


@pytest.fixture(scope="module")
def weighing() -> Weighing:
    page = load_page()
    passages = {intent: p.name for intent, p in page.quotable.by_intent.items()}
    shipped = Thresholds()
    return Weighing(passages, page.subject, shipped)


def ranking(**chances: float) -> Ranking:
    ordered = sorted(chances.items(), key=lambda item: -item[1])
    return tuple(Candidate(Intent(name), chance) for name, chance in ordered)


@pytest.mark.parametrize(
    ("text", "chances", "lead"),
    [
        # Whether it is ours is not for the likeliest intent to say ...
        (UNNAMED, {"ask_danger": 0.7, "out_of_scope": 0.3}, "out_of_scope"),
        (UNNAMED, {"ask_danger": 0.9, "out_of_scope": 0.1}, "ask_danger"),
        # ... and a name of the subject in it counts.
        (NAMED, {"ask_danger": 0.7, "out_of_scope": 0.3}, "ask_danger"),
        (NAMED, {"ask_danger": 0.4, "other_condition": 0.6}, "other_condition"),
        # Small talk is nobody's subject.
        (UNNAMED, {"thank": 0.6, "out_of_scope": 0.4}, "thank"),
    ],
)
def test_decides_whether_it_is_about_our_subject(
    weighing: Weighing, text: str, chances: dict[str, float], lead: str
) -> None:
    found = weighing.on_subject(Question(text, ranking(**chances)))
    assert found.best.intent == lead


@pytest.mark.parametrize(
    ("text", "likeness", "clear"),
    [
        (UNNAMED, 0.9, True),
        (UNNAMED, 0.5, False),
        (NAMED, 0.5, True),
        # Other organs prolapse too.
        ("what about this prolapse", 0.9, True),
        ("what about a zorb prolapse", 0.5, False),
        # A long story is like no other.
        (UNNAMED + " that they told me of" * 3, 0.5, True),
    ],
)
def test_quotes_nothing_to_what_is_like_nothing_that_was_learned(
    weighing: Weighing, text: str, likeness: float, clear: bool
) -> None:
    sure = ranking(ask_danger=0.99, out_of_scope=0.01)
    assert weighing.is_clear(Question(text, sure, likeness=likeness)) is clear


@pytest.mark.parametrize(
    ("chances", "in_context", "clear"),
    [
        ({"not_covered_drugs": 0.3, "not_covered_cost": 0.3}, True, True),
        ({"not_covered_drugs": 0.3, "personal_advice": 0.3}, True, True),
        # One that says nothing of its subject may be about anything.
        ({"not_covered_drugs": 0.3, "not_covered_cost": 0.3}, False, False),
        # What is quoted has to be meant.
        ({"ask_danger": 0.3, "ask_treatment": 0.25}, True, False),
    ],
)
def test_need_not_know_in_a_conversation_which_thing_it_cannot_answer(
    weighing: Weighing, chances: dict[str, float], in_context: bool, clear: bool
) -> None:
    rest = (1 - sum(chances.values())) / 2
    question = Question(
        UNNAMED,
        ranking(**chances, greet=rest, thank=rest),
        likeness=0.9,
        in_context=in_context,
    )
    assert weighing.is_clear(question) is clear


@pytest.mark.parametrize(
    ("chances", "lead"),
    [
        (
            {"personal_advice": 0.4, "ask_danger": 0.3, "ask_treatment": 0.3},
            "ask_danger",
        ),
        (
            {"ask_danger": 0.4, "personal_advice": 0.6},
            "personal_advice",
        ),
        (
            {"not_covered_drugs": 0.3, "ask_treatment": 0.3, "personal_advice": 0.4},
            "not_covered_drugs",
        ),
        ({"personal_advice": 0.4, "greet": 0.6}, "greet"),
    ],
)
def test_decides_whether_it_is_about_somebodys_own_case(
    weighing: Weighing, chances: dict[str, float], lead: str
) -> None:
    found = weighing.on_stance(Question(NAMED, ranking(**chances)))
    assert found.best.intent == lead


@pytest.mark.parametrize(
    ("topics", "near"),
    [
        ({"ask_surgery_medicine": 0.9, "ask_danger": 0.1}, "ask_surgery_medicine"),
        # Two intents with the same passage count together.
        ({"ask_chest_pain": 0.6, "chest_pain_past": 0.3}, "ask_chest_pain"),
        ({"ask_surgery_medicine": 0.5, "ask_danger": 0.5}, None),
        ({"not_covered_drugs": 0.9, "ask_danger": 0.1}, None),
        ({"nothing": 0.9, "ask_danger": 0.1}, None),
        ({}, None),
    ],
)
def test_knows_what_is_near_to_somebodys_own_case_where_that_is_sure(
    weighing: Weighing, topics: dict[str, float], near: str | None
) -> None:
    own = ranking(personal_advice=0.9, ask_danger=0.1)
    found = weighing.on_stance(Question(NAMED, own, ranking(**topics)))
    assert found.near == near
