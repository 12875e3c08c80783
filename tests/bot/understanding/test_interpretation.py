from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.page.page import load_page
from bot.understanding.context import Context
from bot.understanding.intent import Intent
from bot.understanding.intent_model import Candidate
from bot.understanding.interpretation import Interpretation, Interpreter
from bot.understanding.questions import Question
from bot.understanding.splitting import Clause
from bot.understanding.thresholds import Thresholds

# Those that are shipped.
THRESHOLDS = Thresholds()


@pytest.fixture(scope="module")
def interpreter() -> Interpreter:
    page = load_page()
    return Interpreter(
        page.quotable,
        signs=page.signs,
        subject=page.subject,
        english=page.english,
        thresholds=THRESHOLDS,
    )


def question(text: str, **ranking: float) -> Question:
    candidates = sorted(ranking.items(), key=lambda item: -item[1])
    return Question(text, tuple(Candidate(Intent(n), sure) for n, sure in candidates))


def interpreted(
    interpreter: Interpreter, whole: Question, *clauses: Question
) -> tuple[str, list[str]]:
    """The message's intent, and the intents of its questions."""
    found = interpreter.interpret(
        whole,
        clauses=[(Clause(clause.text, True), clause) for clause in clauses],
        alarms=[],
        readable=True,
    )
    return found.intent, [q.best.intent for q in found.questions]


def test_a_sure_question_keeps_its_intent(interpreter: Interpreter) -> None:
    whole = question("is it bad", ask_danger=0.9)
    assert interpreted(interpreter, whole) == ("ask_danger", ["ask_danger"])


def test_an_unsure_one_is_unclear(interpreter: Interpreter) -> None:
    whole = question("hm", ask_danger=0.2, ask_cause=0.1)
    assert interpreted(interpreter, whole)[0] == "nlu_fallback"


def test_intents_with_the_same_passage_count_together(
    interpreter: Interpreter,
) -> None:
    whole = question("chest pain?", ask_chest_pain=0.3, chest_pain_past=0.3)
    assert interpreted(interpreter, whole)[0] == "ask_chest_pain"


def test_clauses_that_ask_different_things_are_several_questions(
    interpreter: Interpreter,
) -> None:
    whole = question("is it bad and is it inherited", ask_danger=0.6)
    parts = (question("bad", ask_danger=0.9), question("kin", ask_inherited=0.9))
    assert interpreted(interpreter, whole, *parts) == (
        "ask_danger",
        ["ask_danger", "ask_inherited"],
    )


def test_clauses_that_ask_the_same_are_one_question(interpreter: Interpreter) -> None:
    whole = question("is it bad, is it deadly", ask_danger=0.8)
    parts = (question("bad", ask_danger=0.9), question("deadly", ask_danger=0.9))
    assert interpreted(interpreter, whole, *parts)[1] == ["ask_danger"]


def test_at_most_six_questions_are_answered(interpreter: Interpreter) -> None:
    intents = (
        *("ask_danger", "ask_cause", "ask_inherited", "ask_symptoms"),
        *("ask_definition", "ask_who_gets_it", "ask_pronunciation"),
    )
    parts = [question(intent, **{intent: 0.9}) for intent in intents]
    assert interpreted(interpreter, parts[0], *parts)[1] == list(intents[:6])


def test_a_number_without_a_word_is_a_choice(interpreter: Interpreter) -> None:
    found = interpreter.interpret(
        question("2", greet=0.3), clauses=[], alarms=[], readable=False
    )
    assert found.intent == "choose"


def test_a_preamble_does_not_drown_the_question(interpreter: Interpreter) -> None:
    whole = question("long story. is it bad?", out_of_scope=0.2, ask_danger=0.1)
    part = question("is it bad", ask_danger=0.9)
    assert interpreted(interpreter, whole, part) == ("ask_danger", ["ask_danger"])


def test_the_emergency_comes_first_and_the_rest_is_answered(
    interpreter: Interpreter,
) -> None:
    whole = question("my chest hurts. what causes it", ask_cause=0.6, emergency=0.3)
    parts = (
        question("my chest hurts", emergency=0.9),
        question("what causes it", ask_cause=0.9),
    )
    assert interpreted(interpreter, whole, *parts) == ("emergency", ["ask_cause"])


def test_an_emergency_alone_leaves_nothing_to_answer(
    interpreter: Interpreter,
) -> None:
    whole = question("my chest hurts", emergency=0.9)
    assert interpreted(interpreter, whole) == ("emergency", [])


def test_what_may_be_about_something_else_is_taken_as_that(
    interpreter: Interpreter,
) -> None:
    whole = question("is aplasia bad", ask_danger=0.7, other_condition=0.2)
    assert interpreted(interpreter, whole)[0] == "other_condition"
    named = question("is mvp bad", ask_danger=0.7, other_condition=0.2)
    assert interpreted(interpreter, named)[0] == "ask_danger"


def test_what_gets_no_quote_need_not_be_about_something_else(
    interpreter: Interpreter,
) -> None:
    whole = question("which food", not_covered_food_drink=0.6, out_of_scope=0.3)
    assert interpreted(interpreter, whole)[0] == "not_covered_food_drink"


@pytest.mark.parametrize(
    ("text", "intent"), [("это опасно", "other_language"), ("???", "nlu_fallback")]
)
def test_what_cannot_be_read_needs_no_classifier(
    interpreter: Interpreter, text: str, intent: str
) -> None:
    whole = question(text, ask_danger=0.9)
    found = interpreter.interpret(whole, clauses=[], alarms=[], readable=False)
    assert found.intent == intent


def test_a_clause_torn_from_a_calm_message_is_no_emergency(
    interpreter: Interpreter,
) -> None:
    whole = question("I can't hear it. Antibiotics?", not_covered_dentist=0.97)
    torn = question("I can't hear it", emergency=0.97)
    assert interpreted(interpreter, whole, torn)[0] == "not_covered_dentist"


def test_a_clause_is_one_where_the_message_bears_it_out(
    interpreter: Interpreter,
) -> None:
    whole = question("he went grey. what is it?", ask_definition=0.6, emergency=0.2)
    torn = question("he went grey", emergency=0.97)
    assert interpreted(interpreter, whole, torn)[0] == "emergency"


def test_advice_is_asked_for_though_it_may_be_foreign(interpreter: Interpreter) -> None:
    whole = question("ok to skip my echo", personal_advice=0.7, out_of_scope=0.2)
    assert interpreted(interpreter, whole)[0] == "personal_advice"


def test_clauses_of_a_foreign_question_are_foreign(interpreter: Interpreter) -> None:
    whole = question("warnings and dangers of gout", other_condition=0.9)
    parts = (
        question("warnings", ask_danger=0.9),
        question("dangers of gout", ask_complications=0.9),
    )
    assert interpreted(interpreter, whole, *parts)[0] == "other_condition"


def test_but_for_those_that_name_the_condition(interpreter: Interpreter) -> None:
    whole = question("what is gout, and is mvp dangerous", other_condition=0.9)
    parts = (
        question("what is gout", ask_definition=0.5),
        question("is mvp dangerous", ask_danger=0.9),
    )
    assert interpreted(interpreter, whole, *parts)[1] == [
        "other_condition",
        "ask_danger",
    ]


def test_an_illness_that_is_only_told_of_is_no_question(
    interpreter: Interpreter,
) -> None:
    whole = question("dad has gout. is mvp dangerous", other_condition=0.9)
    found = interpreter.interpret(
        whole,
        clauses=[
            (
                Clause("dad has gout", asks=False),
                question("dad has gout", other_condition=0.9),
            ),
            (
                Clause("is mvp dangerous", asks=True),
                question("is mvp dangerous", ask_danger=0.9),
            ),
        ],
        alarms=[],
        readable=True,
    )
    assert [q.best.intent for q in found.questions] == ["ask_danger"]


def test_a_slim_chance_of_being_foreign_does_not_outweigh_a_likely_reading(
    interpreter: Interpreter,
) -> None:
    likely = question("must I give up football", ask_lifestyle=0.83, out_of_scope=0.09)
    assert interpreted(interpreter, likely)[0] == "ask_lifestyle"
    unlikely = question("must I see someone", ask_see_provider=0.6, other_condition=0.2)
    assert interpreted(interpreter, unlikely)[0] == "other_condition"


@pytest.mark.parametrize(
    ("text", "other", "intent"),
    [
        ("is it bad", 0.19, "ask_danger"),
        ("is it bad", 0.21, "other_condition"),
        ("is mvp bad", 0.49, "ask_danger"),
        ("is mvp bad", 0.51, "other_condition"),
    ],
)
def test_the_chance_that_it_is_foreign_decides_not_the_likeliest_intent(
    interpreter: Interpreter, text: str, other: float, intent: str
) -> None:
    ours = 1 - other
    whole = question(text, ask_danger=ours - 0.01, out_of_scope=0.01)
    halves = Question(
        text,
        (
            Candidate(Intent("other_condition"), other - 0.01),
            *whole.ranking,
        ),
    )
    assert interpreted(interpreter, halves)[0] == intent


def test_a_clause_counts_among_what_can_be_a_part(interpreter: Interpreter) -> None:
    whole = question("why it happens, how its treated", ask_treatment=0.4)
    parts = (
        question("why it happens", follow_why=0.72, ask_cause=0.25),
        question("how its treated", ask_treatment=0.99),
    )
    assert interpreted(interpreter, whole, *parts)[1] == ["ask_cause", "ask_treatment"]


def test_a_clause_that_is_an_alarm_is_not_among_the_other_questions(
    interpreter: Interpreter,
) -> None:
    whole = question("my chest hurts. what causes it", emergency=0.7, ask_cause=0.3)
    parts = (
        question("my chest hurts", emergency=0.6, ask_symptoms=0.4),
        question("what causes it", ask_cause=0.9),
    )
    assert interpreted(interpreter, whole, *parts) == ("emergency", ["ask_cause"])


@pytest.mark.parametrize(
    ("confidence", "intents"),
    [(0.71, ["other_condition"]), (0.69, ["ask_danger", "ask_complications"])],
)
def test_only_a_surely_foreign_message_makes_its_clauses_foreign(
    interpreter: Interpreter, confidence: float, intents: list[str]
) -> None:
    whole = question("dangers of it and what follows", other_condition=confidence)
    parts = (
        question("dangers of it", ask_danger=0.9),
        question("what follows", ask_complications=0.9),
    )
    assert interpreted(interpreter, whole, *parts)[1] == intents


@pytest.mark.parametrize(
    ("confidence", "intents"),
    [(0.16, ["ask_danger", "ask_cause"]), (0.14, ["ask_danger"])],
)
def test_a_clause_that_hardly_asks_anything_is_none_however_it_stands_out(
    interpreter: Interpreter, confidence: float, intents: list[str]
) -> None:
    whole = question("is it bad, why", ask_danger=0.9)
    parts = (
        question("is it bad", ask_danger=0.9),
        question("why", follow_why=1 - confidence, ask_cause=confidence),
    )
    assert interpreted(interpreter, whole, *parts)[1] == intents


def test_the_confidence_that_is_shipped_decides(interpreter: Interpreter) -> None:
    for text, confidence, intent in (
        ("why mvp", 0.26, "ask_cause"),
        ("why mvp", 0.24, "nlu_fallback"),
        ("how come", 0.51, "ask_cause"),
        ("how come", 0.49, "nlu_fallback"),
    ):
        whole = question(text, ask_cause=confidence)
        assert interpreted(interpreter, whole)[0] == intent


def test_what_is_denied_leads_up_to_what_is_asked(interpreter: Interpreter) -> None:
    whole = question("No chest pain. Why?", emergency=0.9, chest_pain_past=0.1)
    parts = (
        question("No chest pain", chest_pain_past=0.9),
        question("Why?", ask_cause=0.9),
    )
    assert interpreted(interpreter, whole, *parts) == ("ask_cause", ["ask_cause"])


def test_what_is_felt_now_and_then_is_answered_and_the_notice_comes_after(
    interpreter: Interpreter,
) -> None:
    text = "my chest hurts once in a while, is that it"
    whole = question(text, ask_symptoms=0.6, emergency=0.4)
    assert interpreted(interpreter, whole) == (
        "ask_symptoms",
        ["ask_symptoms", "emergency"],
    )


@pytest.mark.parametrize(
    ("rankings", "intent"),
    [
        ({"other_emergency": 0.9}, "other_emergency"),
        ({"other_emergency": 0.5, "emergency": 0.4}, "emergency"),
    ],
)
def test_the_text_speaks_unless_the_danger_is_surely_another(
    interpreter: Interpreter, rankings: dict[str, float], intent: str
) -> None:
    whole = question("she does not answer me", **rankings)
    assert interpreted(interpreter, whole)[0] == intent


def test_a_cry_in_another_language_needs_no_classifier(
    interpreter: Interpreter,
) -> None:
    whole = question("au secours", ask_danger=0.9)
    found = interpreter.interpret(
        whole, clauses=[], alarms=[], readable=True, foreign_cry=True
    )
    assert (found.intent, found.questions) == ("emergency", ())


def test_an_emergency_is_certain_and_takes_the_other_questions_along(
    interpreter: Interpreter,
) -> None:
    whole = question("my chest hurts, who gets it", emergency=0.9, ask_cause=0.1)
    parts = (
        question("my chest hurts", emergency=0.9),
        question("what if it does", ask_chest_pain=0.9),
        question("who gets it", ask_who_gets_it=0.9),
    )
    found = interpreter.interpret(
        whole,
        clauses=[(Clause(part.text, True), part) for part in parts],
        alarms=[],
        readable=True,
    )
    assert (found.intent, found.confidence) == ("emergency", 1.0)
    assert found.ranking == (Candidate(Intent("emergency"), 1.0), *whole.ranking)
    # What the notice says already is not said again.
    assert [q.best.intent for q in found.questions] == ["ask_who_gets_it"]


@pytest.mark.parametrize(
    ("text", "intent"), [("12 + 7", "nlu_fallback"), ("что это", "other_language")]
)
def test_what_cannot_be_read_is_that_for_certain(
    interpreter: Interpreter, text: str, intent: str
) -> None:
    found = interpreter.interpret(
        question(text, ask_cause=0.9), clauses=[], alarms=[], readable=False
    )
    assert (found.intent, found.confidence, found.questions) == (intent, 1.0, ())
    assert found.ranking == (Candidate(Intent(intent), 1.0),)


@pytest.mark.parametrize(
    ("whole", "part", "urgent"),
    [
        # Too long to be understood as a whole.
        ("bees and flowers. " * 30, "he went grey", True),
        ("bees and flowers.", "he went grey", False),
        # A phrase that is enough by itself.
        ("bees and flowers.", "not breathing", True),
        # A feeling in a place that is surely one, before a calm question.
        ("bees and flowers.", "pain in my chest", True),
    ],
)
def test_a_part_that_sounds_like_a_cry_is_borne_out_by_its_words_or_by_length(
    interpreter: Interpreter, whole: str, part: str, urgent: bool
) -> None:
    found = interpreter.interpret(
        question(whole, ask_cause=0.9),
        clauses=[],
        alarms=[question(part, emergency=0.97)],
        readable=True,
    )
    assert (found.intent == "emergency") is urgent


def test_pain_in_the_place_that_the_text_speaks_of_is_never_elsewhere(
    interpreter: Interpreter,
) -> None:
    felt = question("my chest hurts", other_emergency=0.97)
    assert interpreted(interpreter, felt)[0] == "emergency"
    other = question("blood everywhere", other_emergency=0.97)
    assert interpreted(interpreter, other)[0] == "other_emergency"


@pytest.mark.parametrize(
    ("sure", "intent", "unsure"),
    [
        (THRESHOLDS.answer, "ask_cause", False),
        (THRESHOLDS.answer - 0.01, "ask_cause", True),
        (THRESHOLDS.guess, "ask_cause", True),
        (THRESHOLDS.guess - 0.01, "nlu_fallback", True),
    ],
)
def test_between_sure_and_unsure_a_quote_is_a_guess(
    interpreter: Interpreter, sure: float, intent: str, unsure: bool
) -> None:
    whole = question("mvp why", ask_cause=sure, greet=0.01)
    found = interpreter.interpret(whole, clauses=[], alarms=[], readable=True)
    assert found.intent == intent
    assert found.questions[0].unsure is unsure


def test_a_no_is_never_a_guess(interpreter: Interpreter) -> None:
    sure = THRESHOLDS.answer - 0.01
    whole = question("mvp and bees", not_covered_exercise=sure, ask_cause=0.01)
    assert interpreted(interpreter, whole)[0] == "nlu_fallback"


def read_after(
    interpreter: Interpreter,
    whole: Question,
    before: Context,
    in_context: Callable[[], Question],
) -> Interpretation:
    """What a message of one piece is, after something else."""
    return interpreter.interpret(
        whole,
        clauses=[],
        alarms=[],
        readable=True,
        before=before,
        in_context=in_context,
    )


def in_context(
    interpreter: Interpreter, before: Context, text: str, **ranking: float
) -> Interpretation:
    """What a message is that means nothing by itself, after something else."""
    whole = replace(question(text, unfinished=1.0), likeness=0.5)
    leaning = replace(question(text, **ranking), in_context=True, ours=before.is_ours)
    return read_after(interpreter, whole, before, lambda: leaning)


ASKED = Context(Intent("ask_who_gets_it"), "who gets it")
URGENT = Context(Intent("emergency"), "he has fallen down", urgent=True)


def test_a_message_means_what_it_means_after_what_went_before(
    interpreter: Interpreter,
) -> None:
    found = in_context(interpreter, ASKED, "at ninety?", ask_who_gets_it=0.9)
    assert found.intent == "ask_who_gets_it"
    assert not found.in_emergency


def test_what_is_told_in_an_emergency_is_about_it(interpreter: Interpreter) -> None:
    for ranking in ({"emergency": 0.7}, {"tell_about_self": 0.9}, {"follow_why": 0.9}):
        found = in_context(interpreter, URGENT, "he is grey", **ranking)
        assert found.intent == "emergency"


def test_the_notice_stays_the_one_that_was_given(interpreter: Interpreter) -> None:
    before = replace(URGENT, topic=Intent("other_emergency"))
    found = in_context(interpreter, before, "bluish", emergency=0.9)
    assert found.intent == "other_emergency"


def test_a_question_on_ones_own_case_is_answered_behind_the_notice(
    interpreter: Interpreter,
) -> None:
    found = in_context(interpreter, URGENT, "do I wait?", personal_advice=0.9)
    assert found.intent == "emergency"
    assert [q.best.intent for q in found.questions] == ["personal_advice"]


def test_other_questions_are_answered_while_an_emergency_goes_on(
    interpreter: Interpreter,
) -> None:
    found = in_context(interpreter, URGENT, "what causes it", ask_cause=0.9)
    assert found.intent == "ask_cause"
    assert found.in_emergency


def test_thanks_in_an_emergency_are_no_end_of_it(interpreter: Interpreter) -> None:
    found = in_context(interpreter, URGENT, "thanks", thank=0.9)
    assert found.intent == "emergency"
    assert found.in_emergency


def test_it_is_over_when_somebody_says_so(interpreter: Interpreter) -> None:
    found = in_context(interpreter, URGENT, "it was a drill", emergency_over=0.9)
    assert found.intent == "emergency_over"
    assert not found.in_emergency


def test_a_cry_for_help_is_one_whatever_went_before(interpreter: Interpreter) -> None:
    whole = question("my chest hurts so bad right now", emergency=0.99)
    calm = replace(whole, ranking=(Candidate(Intent("ask_danger"), 1.0),))
    found = read_after(interpreter, whole, ASKED, lambda: calm)
    assert found.intent == "emergency"


def test_what_is_asked_behind_thanks_is_answered(interpreter: Interpreter) -> None:
    whole = question("thanks. what causes it", thank=0.9)
    parts = (question("thanks", thank=0.9), question("what", ask_cause=0.9))
    assert interpreted(interpreter, whole, *parts) == ("ask_cause", ["ask_cause"])


def test_a_well_known_message_stands_by_itself(interpreter: Interpreter) -> None:
    known = replace(question("useless", complaint=0.99), likeness=0.99)
    after = Context(Intent("ask_danger"), "is it bad")

    def too_dear() -> Question:
        raise AssertionError("It was read in its context, which cannot matter.")

    found = read_after(interpreter, known, after, too_dear)
    assert found.intent == "complaint"


def test_after_another_condition_even_a_well_known_question_is_about_that(
    interpreter: Interpreter,
) -> None:
    known = replace(question("what causes it", ask_cause=0.99), likeness=0.99)
    leaning = replace(question("what causes it", other_condition=0.9), in_context=True)
    after = Context(Intent("other_condition"), "what is gout")
    found = read_after(interpreter, known, after, lambda: leaning)
    assert found.intent == "other_condition"


def test_nothing_becomes_an_emergency_by_its_context_alone(
    interpreter: Interpreter,
) -> None:
    found = in_context(interpreter, ASKED, "she is six", emergency=0.9)
    assert found.intent != "emergency"


def test_a_sign_of_danger_is_heard_in_its_context(interpreter: Interpreter) -> None:
    after = Context(Intent("ask_chest_pain"), "what counts as unusual")
    text = "like a tight belt on my chest, that hurts"
    found = in_context(interpreter, after, text, emergency=0.9)
    assert found.intent == "emergency"
