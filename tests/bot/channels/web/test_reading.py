import pytest

from bot.channels.web.reading import reading_of
from bot.document import Outcome
from bot.page.page import load_page
from bot.replies.composing import Composer
from bot.storage.exchange import Exchange

PAGE = load_page()


def exchange(passage: str) -> Exchange:
    answer = PAGE.quotable.answer(PAGE.quotable.passage(passage))
    composer = Composer(PAGE.quotable, PAGE.wording)
    return Exchange(passage, passage, (composer.quoting(answer, lead="say_lead_1"),))


def said_no() -> Exchange:
    composer = Composer(PAGE.quotable, PAGE.wording)
    words = composer.words("say_not_understood")
    return Exchange("no", "?", (composer.saying(Outcome.UNCLEAR, words),))


def test_what_was_quoted_last_is_marked_and_all_of_it_is_read() -> None:
    reading = reading_of([exchange("danger"), exchange("symptoms")])
    assert reading.marked == {13, 14, 15}
    assert reading.read == {8, 9, 13, 14, 15}


def test_a_quote_that_is_wanted_is_marked_instead() -> None:
    reading = reading_of([exchange("danger"), exchange("symptoms")], "8-9")
    assert reading.marked == {8, 9}


def test_where_nothing_was_quoted_nothing_is_marked() -> None:
    assert reading_of([]).marked == frozenset()
    assert reading_of([exchange("danger"), said_no()]).marked == frozenset()


@pytest.mark.parametrize("wanted", ["", "8", "9-8", "-1-2", "a-b", "1-99999", "²-³"])
def test_what_is_no_place_marks_what_was_quoted_last(wanted: str) -> None:
    assert reading_of([exchange("danger")], wanted).marked == {8, 9}
