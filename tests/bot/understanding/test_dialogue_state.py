import pytest

from bot.document import QuotableText
from bot.page.page import load_page
from bot.understanding.dialogue_state import DialogueState, explained_term
from bot.understanding.intent import Intent
from bot.understanding.intent_model import Candidate
from bot.understanding.questions import Question

SUBJECT = load_page().subject


@pytest.fixture(scope="module")
def quotable() -> QuotableText:
    return load_page().quotable


def asked(text: str) -> Question:
    return Question(text, (Candidate(Intent("ask_danger"), 1.0),))


def test_begins_empty_and_survives_its_slot() -> None:
    assert DialogueState.from_slot(None) == DialogueState()
    dialogue = DialogueState("danger", ("cause", "danger"), True, ("ask_cause",))
    assert DialogueState.from_slot(dialogue.to_slot()) == dialogue


def test_it_means_the_other_condition_until_ours_is_named() -> None:
    dialogue = DialogueState(elsewhere=True)
    english = load_page().english
    for question, means_it in (
        ("is it dangerous", True),
        ("is mvp dangerous", False),
        ("how often are check-ups needed", False),
    ):
        found = dialogue.means_other_condition(asked(question), SUBJECT, english)
        assert found is means_it
    it = asked("is it dangerous")
    assert not DialogueState().means_other_condition(it, SUBJECT, english)


def test_quoting_brings_the_dialogue_back() -> None:
    dialogue = DialogueState(elsewhere=True, offered=("ask_cause",)).after_quoting(
        "danger"
    )
    assert dialogue == DialogueState("danger", ("danger",))


def test_more_never_brings_the_same_passage_twice(quotable: QuotableText) -> None:
    dialogue = DialogueState().after_quoting("danger")
    quoted = ["danger"]
    while passage := dialogue.next_passage(quotable):
        assert passage.name not in quoted
        quoted.append(passage.name)
        dialogue = dialogue.after_quoting(passage.name)
    assert len(quoted) > 3


def test_why_leads_to_the_reason(quotable: QuotableText) -> None:
    reason = DialogueState("leak_cause").reason(quotable)
    assert reason is not None
    assert reason.name == "cause"
    assert DialogueState("danger").reason(quotable) is None


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("what do you mean by regurgitation", "regurgitation"),
        ("atrium?", "mitral_valve"),
        ("what does leaflets mean", "mechanism"),
    ],
)
def test_explains_words_of_the_text(
    quotable: QuotableText, text: str, passage: str
) -> None:
    found = explained_term(text, quotable)
    assert found is not None
    assert found[1].name == passage


def test_does_not_explain_other_words(quotable: QuotableText) -> None:
    assert explained_term("what does idiopathic mean", quotable) is None


def test_more_goes_on_to_what_is_further(quotable: QuotableText) -> None:
    near = quotable.passage("linked_conditions").more
    dialogue = DialogueState("linked_conditions", ("linked_conditions", *near))
    further = [name for first in near for name in quotable.passage(first).more]
    expected = next(name for name in further if name not in dialogue.quoted)
    found = dialogue.next_passage(quotable)
    assert found is not None
    assert found.name == expected
    assert found.name not in near
