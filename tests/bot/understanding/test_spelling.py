import pytest

from bot.page.page import load_page
from bot.understanding.shorthand import Shorthand
from bot.understanding.spelling import Correction, Speller

QUESTIONS = ["what are the worst symptoms of it", "who has the worst of it"] * 2


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn(
        load_page().quotable.source.text, QUESTIONS, load_page().shorthand
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        # Slips of the finger
        ("prolaspe", "prolapse"),
        ("vavle", "valve"),
        ("chest pian", "chest pain"),
        ("mitrl valv", "mitral valve"),
        # Written as it sounds
        ("regurjitation", "regurgitation"),
        ("simptums", "symptoms"),
        ("the wurst of it", "the worst of it"),
        # Short words and the shorthand of text messages
        ("waht hsa it", "what has it"),
        ("wot giv it", "what give it"),
        ("CUZ of it", "because of it"),
        # Split and joined
        ("re gurgitation", "regurgitation"),
        ("mitralvalve", "mitral valve"),
        ("chestpain", "chest pain"),
        # A word that exists, where its neighbour shows what was meant
        ("mitral value", "mitral valve"),
        ("hart attack", "heart attack"),
    ],
)
def test_reads_what_was_meant(speller: Speller, typed: str, read: str) -> None:
    assert speller.read(typed).text == read


@pytest.mark.parametrize(
    "typed",
    [
        "what is the value of my house",
        "panic attack",
        "does rum cause it",
        "fibromyalgia and lupus",
        "mitral valves",
        "I'm taking Zoloft",
        "is it atrial",
        "Dr Antley said so",
    ],
)
def test_leaves_alone_what_was_meant(speller: Speller, typed: str) -> None:
    assert speller.read(typed).text == typed


def test_says_what_it_corrected(speller: Speller) -> None:
    reading = speller.read("is Prolaspe bad")
    assert reading.text == "is prolapse bad"
    assert reading.corrections == (Correction("Prolaspe", "prolapse"),)


def test_survives_being_stored(speller: Speller) -> None:
    again = Speller(**speller.state(), shorthand=load_page().shorthand)
    assert again.read("prolaspe vavle").text == "prolapse valve"


def test_learns_the_words_of_the_text_and_those_that_are_asked_more_than_once() -> None:
    questions = ["honey keeps", "honey keeps", "wasps build", "qwx qwx"]
    speller = Speller.learn("Beekeepers gather honey.", questions, Shorthand({}))
    state = speller.state()
    # A word of the text counts once more than it is asked.
    assert state["words"] == {"keeps": 2, "honey": 3, "beekeepers": 1, "gather": 1}
    assert state["terms"] == ["beekeepers", "beekeepers gather", "gather honey"]


def test_small_words_make_no_pair() -> None:
    speller = Speller.learn("Bees eat wax daily and rest.", [], Shorthand({}))
    assert speller.state()["terms"] == []


@pytest.mark.parametrize(
    "text", ["can two heart valves prolapse", "do both valves prolapse"]
)
def test_leaves_right_words_alone(speller: Speller, text: str) -> None:
    assert speller.read(text).text == text
