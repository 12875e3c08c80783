import pytest

from bot.channels.gate import LONGEST, passed


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "//restart",
        "/ /restart",
        "\u200b/restart",
        "/\u200b/\u2060 restart",
        "／restart",
        "\x00/restart",
        " \n/ restart ",
    ],
)
def test_nothing_leads_to_a_command(typed: str) -> None:
    assert passed(typed) == "restart"


@pytest.mark.parametrize("typed", ["and/or", "is it 1/2?", "¿qué?", "🙂 hi"])
def test_other_text_stays_as_it_is(typed: str) -> None:
    assert passed(typed) == typed


def test_a_very_long_text_is_cut_and_lone_surrogates_go() -> None:
    assert len(passed("x" * 50_000)) == LONGEST
    assert passed("a\ud83db") == "ab"
