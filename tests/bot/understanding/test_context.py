import pytest

from bot.understanding.context import LONGEST_SAID, Context
from bot.understanding.intent import Intent


def after(*turns: tuple[str, str]) -> Context:
    return Context.of((Intent(intent), text) for intent, text in turns)


def test_nothing_goes_before_the_first_message() -> None:
    assert Context().as_text() == ""
    assert not Context().is_ours


def test_tells_what_was_asked_last_and_how() -> None:
    context = after(("ask_danger", "is it bad"), ("ask_serious_who", "and men?"))
    assert context.as_text() == "serious who: and men?"
    assert context.is_ours


@pytest.mark.parametrize("intent", ["thank", "greet", "acknowledge", "bot_privacy"])
def test_small_talk_changes_nothing(intent: str) -> None:
    asked = ("ask_danger", "is it bad")
    assert after(asked, (intent, "ok")) == after(asked)


@pytest.mark.parametrize(
    "intent", ["follow_why", "correction", "tell_about_self", "unfinished"]
)
def test_what_is_said_on_a_topic_keeps_it(intent: str) -> None:
    context = after(("ask_danger", "is it bad"), (intent, "my mum has it"))
    assert context.as_text() == "danger: my mum has it"


def test_an_emergency_goes_on_while_something_else_is_asked() -> None:
    context = after(("emergency", "my chest hurts"), ("ask_source", "how old is this"))
    assert context.urgent
    assert context.as_text() == "emergency, source: how old is this"


@pytest.mark.parametrize("intent", ["emergency_over", "chest_pain_past"])
def test_an_emergency_is_over_once_somebody_says_so(intent: str) -> None:
    context = after(("emergency", "my chest hurts"), (intent, "was years ago"))
    assert not context.urgent


@pytest.mark.parametrize("intent", ["bot_help", "start_over"])
def test_what_the_bot_can_do_brings_it_back_to_our_subject(intent: str) -> None:
    context = after(("other_condition", "what is lupus"), (intent, "what now"))
    assert context == Context()


def test_of_a_story_the_end_is_kept() -> None:
    context = after(("ask_danger", "a" * 500 + "so is it bad"))
    assert len(context.said) == LONGEST_SAID
    assert context.said.endswith("so is it bad")
