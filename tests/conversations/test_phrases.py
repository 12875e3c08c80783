"""Every phrase of the data that is to be enough by itself, said to the bot."""

import pytest

from bot.page.page import load_page
from tests.conftest import Say

SIGNS = load_page().signs


@pytest.mark.parametrize("phrase", sorted(SIGNS.alone | SIGNS.whole))
def test_a_phrase_that_is_enough_gets_the_notice(say: Say, phrase: str) -> None:
    first, *_ = say(phrase)
    assert first["custom"]["outcome"] == "emergency"


@pytest.mark.parametrize("phrase", sorted(SIGNS.alone))
def test_it_does_so_within_a_message(say: Say, phrase: str) -> None:
    first, *_ = say(
        f"we are at home and it looks like {phrase} since lunch, what to do"
    )
    assert first["custom"]["outcome"] == "emergency"
