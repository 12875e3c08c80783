from dataclasses import replace

import pytest

from bot.understanding.intent import Intent
from bot.understanding.intent_model import Candidate
from bot.understanding.questions import (
    HANDED_ON,
    LEAST,
    Question,
    choose_questions,
    questions_of_clauses,
)
from bot.understanding.splitting import Clause
from bot.understanding.thresholds import Thresholds

THRESHOLDS = Thresholds(
    answer=0.4,
    guess=0.2,
    guess_unnamed=0.3,
    clause=0.3,
    statement=0.6,
    among_parts=0.8,
    surely_foreign=0.7,
    foreign=0.2,
    foreign_named=0.5,
    familiar=0.65,
    own=0.5,
    near=0.7,
)


def question(**ranking: float) -> Question:
    return Question("q", tuple(Candidate(Intent(n), c) for n, c in ranking.items()))


def kept(clause: Clause, asked: Question) -> list[str]:
    found = questions_of_clauses([(clause, asked)], reply_of=str, thresholds=THRESHOLDS)
    return [q.best.intent for q in found]


@pytest.mark.parametrize(
    ("clause", "asked", "is_kept"),
    [
        # Put as a question: sure enough, not sure enough, much of what is left.
        (Clause("q", asks=True), question(ask_a=0.3), True),
        (Clause("q", asks=True), question(ask_a=0.25, ask_b=0.25), False),
        (Clause("q", asks=True), question(greet=0.7, ask_a=LEAST, ask_b=0.01), True),
        (Clause("q", asks=True), question(greet=0.7, ask_a=LEAST, ask_b=0.1), False),
        (Clause("q", asks=True), question(greet=0.9, ask_a=0.1), False),
        # Not put as a question: it has to be likelier, and must not tell.
        (Clause("q", asks=False), question(ask_a=0.6), True),
        (Clause("q", asks=False), question(ask_a=0.5), False),
        (Clause("q", asks=False, tells=True), question(ask_a=0.9), False),
        (Clause("q", asks=False, tells=True), question(ask_a=0.5), False),
        # Nothing that can be a part.
        (Clause("q", asks=True), question(greet=0.9, follow_why=0.1), False),
    ],
)
def test_a_clause_is_a_question_where_it_is_sure(
    clause: Clause, asked: Question, is_kept: bool
) -> None:
    assert kept(clause, asked) == ["ask_a"] * is_kept


def test_without_some_intents_the_others_share_their_chance() -> None:
    left = question(emergency=0.5, ask_a=0.3, ask_b=0.2).without({"emergency"})
    assert left.best == Candidate(Intent("ask_a"), 0.6)
    assert left.ranking[1].confidence == pytest.approx(0.4)


def test_a_question_that_can_be_nothing_else_stays_as_it_is() -> None:
    only = question(emergency=0.5)
    assert only.without({"emergency"}) == only


@pytest.mark.parametrize(
    ("sure", "parts", "chosen"),
    [
        (0.4, ["ask_b"], ["ask_a"]),
        (0.3, ["ask_b"], ["ask_b"]),
        (0.3, [], ["ask_a"]),
        (0.9, ["ask_b", "ask_c"], ["ask_b", "ask_c"]),
    ],
)
def test_the_parts_are_answered_where_the_whole_is_unsure_or_they_are_several(
    sure: float, parts: list[str], chosen: list[str]
) -> None:
    of_clauses = [question(**{part: 0.9}) for part in parts]
    found = choose_questions(question(ask_a=sure), of_clauses, THRESHOLDS)
    assert [q.best.intent for q in found] == chosen


def test_comes_back_as_it_was_handed_on() -> None:
    asked = question(ask_a=0.6, greet=0.4)
    assert Question.from_dict(asked.as_dict()) == asked
    unsure = replace(asked, unsure=True)
    assert Question.from_dict(unsure.as_dict()) == unsure
    assert asked.only(lambda intent: intent == "greet") == question(greet=0.4)
    assert asked.only(lambda intent: intent == "follow_why") is None


def test_what_can_be_asked_for_is_handed_on_however_unlikely() -> None:
    talk = {f"talk_{number}": 0.1 for number in range(20)}
    asked = question(correction=0.9, **talk, ask_a=0.02, ask_b=0.01)
    handed_on = [c["name"] for c in asked.as_dict()["ranking"]]
    assert handed_on[0] == "correction"
    assert handed_on[-2:] == ["ask_a", "ask_b"]
    assert len(handed_on) == HANDED_ON + 2


def test_two_readings_of_a_question_are_weighed() -> None:
    one = question(ask_danger=0.6, ask_cause=0.4)
    other = question(ask_cause=1.0)
    mixed = one.mixed_with(other, 0.5)
    chances = [(c.intent, round(c.confidence, 2)) for c in mixed.ranking]
    assert chances == [("ask_cause", 0.7), ("ask_danger", 0.3)]
