import pytest

from bot.document import Library, load_library
from bot.understanding.intents import Candidate
from bot.understanding.questions import Question
from bot.understanding.thread import Thread, explained_term


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def asked(text: str) -> Question:
    return Question(text, (Candidate("ask_danger", 1.0),))


def test_begins_empty_and_survives_its_slot() -> None:
    assert Thread.from_slot(None) == Thread()
    thread = Thread("danger", ("cause", "danger"), True, ("ask_cause",))
    assert Thread.from_slot(thread.to_slot()) == thread


def test_it_means_the_other_condition_until_ours_is_named() -> None:
    thread = Thread(elsewhere=True)
    assert thread.means_other_condition(asked("is it dangerous"))
    assert not thread.means_other_condition(asked("is mvp dangerous"))
    assert not Thread().means_other_condition(asked("is it dangerous"))


def test_quoting_brings_the_thread_back() -> None:
    thread = Thread(elsewhere=True, offered=("ask_cause",)).after_quoting("danger")
    assert thread == Thread("danger", ("danger",))


def test_more_never_brings_the_same_passage_twice(library: Library) -> None:
    thread = Thread().after_quoting("danger")
    told = ["danger"]
    while passage := thread.next_passage(library):
        assert passage.name not in told
        told.append(passage.name)
        thread = thread.after_quoting(passage.name)
    assert len(told) > 3


def test_why_leads_to_the_reason(library: Library) -> None:
    reason = Thread("leak_cause").reason(library)
    assert reason is not None
    assert reason.name == "cause"
    assert Thread("danger").reason(library) is None


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("what do you mean by regurgitation", "regurgitation"),
        ("atrium?", "mitral_valve"),
        ("what does leaflets mean", "mechanism"),
    ],
)
def test_explains_words_of_the_text(library: Library, text: str, passage: str) -> None:
    found = explained_term(text, library)
    assert found is not None
    assert found[1].name == passage


def test_does_not_explain_other_words(library: Library) -> None:
    assert explained_term("what does idiopathic mean", library) is None


def test_more_goes_on_to_what_is_further(library: Library) -> None:
    near = library.passage("linked_conditions").more
    thread = Thread("linked_conditions", ("linked_conditions", *near))
    further = [name for first in near for name in library.passage(first).more]
    expected = next(name for name in further if name not in thread.told)
    found = thread.next_passage(library)
    assert found is not None
    assert found.name == expected
    assert found.name not in near
