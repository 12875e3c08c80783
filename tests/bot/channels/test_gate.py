import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.gate import LONGEST_NAME, NotAName, name_of, storable, storable_values

ANY_TEXT = st.text(st.characters(), max_size=40)


@given(ANY_TEXT)
def test_every_text_can_be_stored_in_the_end(text: str) -> None:
    kept = storable(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\x00" not in kept


@given(ANY_TEXT)
def test_nothing_is_taken_but_what_cannot_be_stored(text: str) -> None:
    taken = [c for c in text if c == "\x00" or 0xD800 <= ord(c) <= 0xDFFF]
    assert len(storable(text)) == len(text) - len(taken)


@pytest.mark.parametrize(
    "typed", ["and/or", "/restart", "¿qué?", "🙂 hi", "\ue000/restart", " a "]
)
def test_what_can_be_stored_stays_as_it_is(typed: str) -> None:
    assert storable(typed) == typed


def test_every_field_of_a_request_passes() -> None:
    content = {"id": "a\ud83d", "comment": "\x00thanks \udc00", "helpful": True}
    assert storable_values(content) == {
        "id": "a",
        "comment": "thanks ",
        "helpful": True,
    }


@pytest.mark.parametrize(
    "sender", ["anna", "a", "x" * LONGEST_NAME, "Жанна 🙂", "'; --"]
)
def test_a_sender_is_never_changed(sender: str) -> None:
    assert name_of(sender) == sender


@pytest.mark.parametrize(
    "sender",
    ["", " ", "x" * (LONGEST_NAME + 1), "anna\ud83d", "\udc00", "an\x00na"],
)
def test_a_sender_that_cannot_be_stored_is_refused(sender: str) -> None:
    with pytest.raises(NotAName, match="characters"):
        name_of(sender)
