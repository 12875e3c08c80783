import pytest

from bot.understanding.intents import Candidate
from bot.understanding.urgency import alarms, load_signs


@pytest.mark.parametrize(
    "text",
    [
        "there is a crushing weight on my chest",
        "pain in my left arm and jaw",
        "she collapsed",
        "i cant breathe",
        "is this a heart attack",
    ],
)
def test_sees_a_warning_sign(text: str) -> None:
    assert load_signs().in_text(text)


@pytest.mark.parametrize(
    "text", ["is it dangerous", "what does the valve do", "my heart is full of joy"]
)
def test_sees_none_where_there_is_none(text: str) -> None:
    assert not load_signs().in_text(text)


@pytest.mark.parametrize(
    ("text", "confidence", "urgent"),
    [
        # The classifier is sure: its word counts, whatever the wording.
        ("everything goes dark", 0.6, True),
        # It is not sure, but a warning sign is named.
        ("my chest hurts", 0.2, True),
        ("my chest hurts", 0.02, False),
        # The sign is placed in the past or denied.
        ("two years ago my chest hurt and it was pressure", 0.2, False),
        ("no pain, my chest never hurts", 0.2, False),
        # Not sure, and no sign.
        ("is it dangerous", 0.2, False),
    ],
)
def test_weighs_confidence_and_signs(
    text: str, confidence: float, urgent: bool
) -> None:
    ranking = (Candidate("emergency", confidence),)
    assert load_signs().are_urgent(text, ranking) is urgent


def test_finds_the_sentence_in_the_middle_of_a_long_message() -> None:
    message = "I like my garden. " * 200 + "My chest hurts badly. " + "Nice day. " * 200
    assert alarms(message, load_signs()) == ["My chest hurts badly."]


def test_finds_it_without_any_punctuation() -> None:
    message = "flowers and bees " * 150 + "my chest hurts " + "flowers and bees " * 150
    (found,) = alarms(message, load_signs())
    assert "chest hurts" in found


def test_looks_at_a_repeated_sentence_once() -> None:
    assert len(alarms("my chest hurts. " * 300, load_signs())) == 1
