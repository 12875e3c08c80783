from typing import Any

import pytest

from bot.evaluation.cases import Turn
from bot.evaluation.deciding import at_fault, balances, certainties, faults
from bot.evaluation.judging import Result
from bot.page.page import load_page

QUOTABLE = load_page().quotable


def result(
    kind: str,
    intent: str | None,
    *accept: str,
    problem: str | None = "wrong",
    name: str = "1",
    **decisions: Any,
) -> Result:
    made = {
        "talk": 0.0,
        "foreign": 0.0,
        "named": False,
        "strange": False,
        "own": 0.0,
        "topic": "ask_danger",
        "topic_chance": 0.9,
        "passage": "danger",
        "passage_chance": 0.9,
        **decisions,
    }
    turn = Turn("a question", kind, frozenset(accept), (), False)
    return Result(name, "f", turn, "r", (), intent, 0.8, problem, False, made)


@pytest.mark.parametrize(
    ("kind", "intent", "fault"),
    [
        ("answer", "out_of_scope", "subject"),
        ("answer", "other_condition", "subject"),
        ("other_condition", "ask_danger", "subject"),
        ("out_of_scope", "greet", "subject"),
        ("answer", "personal_advice", "stance"),
        ("personal_advice", "ask_danger", "stance"),
        ("answer", "emergency", "stance"),
        ("emergency", "ask_chest_pain", "stance"),
        ("not_emergency", "emergency", "stance"),
        ("answer", "ask_cause", "topic"),
        ("not_covered", "ask_cause", "topic"),
        ("missing_list", "nlu_fallback", "asked back"),
        ("compound", "ask_cause", "parts"),
        ("personal_advice", "personal_advice", "reply"),
        ("other_condition", "other_condition", "reply"),
    ],
)
def test_says_which_decision_was_wrong(kind: str, intent: str, fault: str) -> None:
    assert at_fault(result(kind, intent)) == fault


def test_blames_nothing_where_it_is_right_or_unknown() -> None:
    assert at_fault(result("answer", "ask_cause", problem=None)) is None
    assert at_fault(result("answer", None)) is None


def test_counts_what_was_wrong() -> None:
    wrong = [result("answer", name) for name in ("ask_cause", "greet", "out_of_scope")]
    assert faults(wrong) == {"topic": 2, "subject": 1}


def test_shows_how_sure_each_decision_was_of_what_is_so() -> None:
    of = certainties(
        [
            result("answer", "ask_danger", "usually_harmless", foreign=0.1, name="1"),
            result("out_of_scope", "out_of_scope", foreign=0.8, name="2"),
            result("personal_advice", "ask_danger", own=0.7, name="3"),
            result("answer", "ask_danger", "extra_tissue", name="4"),
            # What is rather small talk has no subject.
            result("out_of_scope", "greet", talk=0.9, name="5"),
            # What leans on a message before it is not looked at.
            result("answer", "ask_danger", "extra_tissue", name="4"),
        ],
        QUOTABLE,
    )
    found = {one.decision: list(zip(one.chances, one.so, strict=True)) for one in of}
    assert found == {
        "subject": [(0.1, 0), (0.8, 1), (0, 0), (0, 0)],
        "stance": [(0, 0), (0.7, 1), (0, 0)],
        "topic": [(0.9, 1), (0.9, 0)],
    }


def test_weighs_answering_against_refusing() -> None:
    points = balances(
        [
            result("answer", None, "usually_harmless", foreign=0.12, name="1"),
            result("answer", None, "extra_tissue", foreign=0.12, name="2"),
            result("other_condition", None, foreign=0.45, name="3"),
            # The name of the subject, and what is no sure reply, are looked at too.
            result("other_condition", None, foreign=0.45, named=True, name="4"),
            result("out_of_scope", None, passage_chance=0.2, name="5"),
            result("out_of_scope", None, own=0.9, name="6"),
        ],
        QUOTABLE,
    )
    by_limit = {point.limit: (point.answered, point.quoted) for point in points}
    assert by_limit[0.1] == (0, 0.25)
    assert by_limit[0.2] == (0.5, 0.25)
    assert by_limit[0.5] == (0.5, 0.5)


def test_draws_nothing_of_messages_that_it_knows_nothing_of() -> None:
    assert balances([], QUOTABLE) == []
    assert certainties([], QUOTABLE) == []
