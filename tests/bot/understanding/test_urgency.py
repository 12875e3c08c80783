import pytest

from bot.page.page import load_page
from bot.understanding.intent_model import Candidate
from bot.understanding.urgency import (
    EMERGENCY,
    MOST_ALARMS,
    OTHER_EMERGENCY,
    alarms,
    are_urgent,
    cries_for_help,
    is_elsewhere,
)


@pytest.mark.parametrize(
    ("text", "confidence", "urgent"),
    [
        # The classifier is sure: its word counts, whatever the wording.
        ("everything goes dark", 0.6, True),
        # It is not sure, but a warning sign is named.
        ("my chest hurts", 0.2, True),
        ("my chest hurts", 0.01, False),
        # The sign is placed in the past, denied, or felt now and then.
        ("two years ago my chest hurt and it was pressure", 0.2, False),
        ("no pain in my chest", 0.2, False),
        ("once in a while there is some pressure in my chest", 0.6, False),
        ("my pulse skips from time to time", 0.6, False),
        # Some words are enough.
        ("he is not breathing", 0.0, True),
        ("call 911 please", 0.0, True),
        # Not sure, and no sign.
        ("is it dangerous", 0.2, False),
    ],
)
def test_weighs_confidence_and_signs(
    text: str, confidence: float, urgent: bool
) -> None:
    ranking = (Candidate(EMERGENCY, confidence),)
    assert are_urgent(load_page().signs, text, ranking) is urgent


def test_adds_up_both_kinds_of_emergency() -> None:
    ranking = (Candidate(EMERGENCY, 0.3), Candidate(OTHER_EMERGENCY, 0.3))
    assert are_urgent(load_page().signs, "everything goes dark", ranking)


@pytest.mark.parametrize(
    ("of_text", "other", "elsewhere"),
    [(0.1, 0.6, True), (0.6, 0.2, False), (0.3, 0.5, False), (0.0, 0.0, False)],
)
def test_knows_what_the_text_speaks_of(
    of_text: float, other: float, elsewhere: bool
) -> None:
    ranking = (Candidate(EMERGENCY, of_text), Candidate(OTHER_EMERGENCY, other))
    assert is_elsewhere(ranking) is elsewhere


def test_finds_the_sentence_in_the_middle_of_a_long_message() -> None:
    message = "I like my garden. " * 200 + "My chest hurts badly. " + "Nice day. " * 200
    assert alarms(message, load_page().signs) == ["My chest hurts badly."]


def test_finds_it_without_any_punctuation() -> None:
    message = "flowers and bees " * 150 + "my chst hrts " + "flowers and bees " * 150
    (found,) = alarms(message, load_page().signs)
    assert "chest hurts" in found


def test_looks_at_a_repeated_sentence_once() -> None:
    assert len(alarms("my chest hurts. " * 300, load_page().signs)) == 1


def test_calm_sentences_do_not_use_up_the_places_of_a_cry() -> None:
    calm = [f"In 20{n} years ago I had chest pain." for n in range(10, 30)]
    found = alarms(" ".join([*calm, "My chest is being crushed!"]), load_page().signs)
    assert found[0] == "My chest is being crushed!"
    assert len(found) == MOST_ALARMS


@pytest.mark.parametrize(
    "text",
    [
        "CHST PAYN",
        "my chest hurts so bad",
        "help!",
        "he's unconscious",
        "no no no my chest",
        "pain. jaw. left arm in pain.",
    ],
)
def test_without_a_second_look_a_sign_is_enough(text: str) -> None:
    assert cries_for_help(text, load_page().signs) is (text != "no no no my chest")


@pytest.mark.parametrize(
    "text",
    ["does it cause chest pain", "no chest pain", "chest pain years ago", "what is it"],
)
def test_what_is_no_cry_is_none_without_a_second_look(text: str) -> None:
    assert not cries_for_help(text, load_page().signs)
