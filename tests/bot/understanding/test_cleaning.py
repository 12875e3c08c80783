import pytest

from bot.understanding.cleaning import clean, has_words, is_latin, shorten


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("my ch\u200best hu\u200brts", "my chest hurts"),
        ("line\none\ttwo", "line, one two"),
        ("is it bad?\r\n\r\nwho gets it", "is it bad? who gets it"),
        ("- is it bad\n- who gets it", "is it bad, who gets it"),
        ("1. is it bad\n2. who gets it", "is it bad, who gets it"),
        ("a) is it bad b) who gets it", "is it bad, who gets it"),
        ("plan b) is it bad", "plan b) is it bad"),
        ("bees, \nflowers", "bees, flowers"),
        (f"{'bees ' * 12}make\nhoney", f"{'bees ' * 12}make honey"),
        ("is it bad?who gets it", "is it bad? who gets it"),
        ("<mailto:a@b.org|a@b.org> is it bad", "is it bad"),
        ("see <https://b.org|here> ok", "see ok"),
        ("2 < 3 > 1", "2 < 3 > 1"),
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
    assert len(short) <= 102
    assert shorten("short", 100) == "short"


def test_a_cry_is_read_without_marks_between_its_lines() -> None:
    assert clean("he is not\nbreathing", flat=True) == "he is not breathing"
