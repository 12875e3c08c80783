from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.page.page import PROJECT, UNDERSTANDING, load_page
from bot.understanding.shorthand import Shorthand
from bot.understanding.sign_loading import SignsError, load_signs
from bot.understanding.signs import Signs

EMERGENCIES = PROJECT / UNDERSTANDING / "emergency.yml"
NONE = Shorthand({})


@pytest.fixture(scope="module")
def signs() -> Signs:
    return load_page().signs


@pytest.mark.parametrize(
    "text",
    [
        "there is a crushing weight on my chest",
        "pain in my left arm and jaw",
        "she collapsed",
        "i cant breathe",
        "is this a heart attack",
        # A denial of something else, or of the past, denies nothing.
        "no, my chest hurts",
        "no my chest hurts",
        "no it's not easing, it's like a weight on my chest",
        "not a heart attack i hope but my chest is burning",
        "my chest won't stop hurting",
        "no signal here, chest pain",
        "never mind the valve, my chest hurts",
    ],
)
def test_sees_a_warning_sign(signs: Signs, text: str) -> None:
    assert signs.find(text).sign
    assert not signs.find(text).denied


@pytest.mark.parametrize(
    "text", ["is it dangerous", "what does the valve do", "my heart is full of joy"]
)
def test_sees_none_where_there_is_none(signs: Signs, text: str) -> None:
    assert not signs.find(text).sign


@pytest.mark.parametrize(
    "text",
    [
        "No pressure on the chest. How do you pronounce it?",
        "I haven't had any chest pain",
        "without chest pain or tightness in the throat",
        "my chest doesn't hurt",
        "it was not a heart attack",
        "not a heart attack, and no pain in the arm",
        "never had a burning chest",
    ],
)
def test_sees_that_a_sign_is_denied(signs: Signs, text: str) -> None:
    assert signs.find(text).denied
    assert not signs.find(text).sign


@pytest.mark.parametrize(
    "text",
    [
        "Help",
        "HELP!!!",
        "please help me",
        "somebody send help now",
        "999 please",
        "oh god call an ambulance",
        "we need paramedics here, quick",
    ],
)
def test_hears_a_call_that_names_nothing(signs: Signs, text: str) -> None:
    assert signs.find(text).whole
    assert signs.find(text).is_cry


@pytest.mark.parametrize(
    "text",
    [
        "help me understand the leak",
        "can you help me with a word",
        "which emergency room is best",
        "what does the ambulance cost",
        "please",
        "",
    ],
)
def test_takes_no_sentence_for_a_call(signs: Signs, text: str) -> None:
    assert not signs.find(text).whole


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("my chst hrts", "chest hurts"),
        ("chestpain", "chest pain"),
        ("he colapsed", "collapsed"),
        ("PRESURE on my chets", "pressure on my chest"),
        ("ch3st p4in", "chest pain"),
        ("c h e s t pain", "chest pain"),
        ("chééést pain", "chest pain"),
        ("c̶h̶e̶s̶t̶ pain", "chest pain"),
    ],
)
def test_reads_misspelt_signs(signs: Signs, typed: str, read: str) -> None:
    assert read in signs.read(typed)
    assert signs.find(signs.read(typed)).sign


def test_leaves_other_words_alone(signs: Signs) -> None:
    text = "Can I halve my tablets? My neighbour wants to know, the pulse is 52."
    assert signs.read(text) == text


@given(st.text(max_size=200))
def test_reads_whatever_is_typed(text: str) -> None:
    signs = load_page().signs
    signs.find(signs.read(text))


def written(folder: Path, kind: str, *phrases: object) -> Path:
    """The file of signs with further phrases of a kind."""
    content = yaml.safe_load(EMERGENCIES.read_text(encoding="utf-8"))
    content[kind] += phrases
    path = folder / "emergency.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_phrase_that_is_added_is_enough_by_itself(tmp_path: Path) -> None:
    added = load_signs(written(tmp_path, "alone", "valve alarm is beeping"), NONE)
    text = "the valve alarm is beeping since lunch, is that bad"
    assert added.find(text).is_cry
    assert not load_page().signs.find(text).is_cry
    assert not added.find("the valve alarm is beeping in this novel").is_cry


@pytest.mark.parametrize(
    ("kind", "phrase", "problem"),
    [
        ("alone", "Chest is Blue", "lower case"),
        ("alone", "blue, cold", "lower case"),
        ("alone", "blue years ago", "no cry for help by itself"),
        ("alone", "sometimes blue", "no cry for help by itself"),
        ("whole", 912, "needs quotes"),
    ],
)
def test_a_phrase_that_could_never_work_is_refused(
    tmp_path: Path, kind: str, phrase: object, problem: str
) -> None:
    with pytest.raises(SignsError, match=problem) as raised:
        load_signs(written(tmp_path, kind, phrase), NONE)
    assert str(phrase) in str(raised.value)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    content = yaml.safe_load(EMERGENCIES.read_text(encoding="utf-8"))
    del content["calming"]
    path = tmp_path / "emergency.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(SignsError, match="calming"):
        load_signs(path, NONE)
