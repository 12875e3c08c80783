import pytest

from bot.understanding.cleaning import clean, has_words, is_latin, shorten


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("my ch\u200best hu\u200brts", "my chest hurts"),
        ("line\none\ttwo", "line one two"),
        ("\x00a\x07b", "ab"),
        ("left \u202eright", "left right"),
        ("how \ud83d now", "how now"),
        ("wh\u0430t c\u0430uses it", "what causes it"),
        ("ＭＶＰ", "MVP"),
        ("it’s “fine”", 'it\'s "fine"'),
        ("heeeeelp", "heeelp"),
        ("  two   spaces ", "two spaces"),
        ("привет", "привет"),
        ("", ""),
    ],
)
def test_reads_what_was_meant(typed: str, read: str) -> None:
    assert clean(typed) == read


def test_keeps_numbers_as_they_are() -> None:
    assert clean("1000000 people") == "1000000 people"


@pytest.mark.parametrize(
    ("text", "expected"), [("a", True), ("?!", False), ("🤷", False), ("12", False)]
)
def test_knows_whether_there_are_words(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("is it bad", True), ("это опасно?", False), ("危険ですか", False)],
)
def test_knows_latin_letters(text: str, expected: bool) -> None:
    assert is_latin(text) is expected


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    short = shorten("begin " + "x" * 5000 + " end", 100)
    assert short.startswith("begin")
    assert short.endswith("end")
    assert len(short) <= 101
    assert shorten("short", 100) == "short"
