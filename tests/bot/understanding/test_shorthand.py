import pytest

from bot.understanding.shorthand import Shorthand

SHORTHAND = Shorthand({"u": "you", "r": "are", "b4": "before"})


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("r u ok", "are you ok"),
        ("R U OK", "are you OK"),
        ("b4, r u", "before, are you"),
        ("your ruby", "your ruby"),
        ("", ""),
    ],
)
def test_writes_short_forms_out(typed: str, read: str) -> None:
    assert SHORTHAND.in_full(typed) == read


def test_without_any_a_text_stays_as_it_is() -> None:
    assert Shorthand({}).in_full("r u ok") == "r u ok"
