import time

import pytest

from bot.channels.slack.typed_text import is_to_others, mentions, typed


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("is it dangerous?", "is it dangerous?"),
        ("<@UBOT> is it dangerous?", "is it dangerous?"),
        ("is it, <@UBOT>, dangerous?", "is it, , dangerous?"),
        ("<@UBOT|mvp> <@U2|anna> asks", "@anna asks"),
        ("<@U2> asks", "asks"),
        # What Slack recognises stands as it was typed.
        ("write to <mailto:a@b.org|a@b.org>", "write to a@b.org"),
        ("see <http://b.org|b.org> or <https://c.org/x?a=1&amp;b=2>", None),
        ("call <tel:+1555|+1 555>", "call +1 555"),
        ("in <#C1|general> <!here> <!subteam^S1|@nurses>", None),
        ("on <!date^1392734382^{date}|Tuesday>", "on Tuesday"),
        # Escaped once, however it looks.
        ("sats &lt; 90 &amp; &gt; 80", "sats < 90 & > 80"),
        ("the text &amp;lt;b&amp;gt;", "the text &lt;b&gt;"),
        # Formatted words are words.
        ("is it *dangerous*?", "is it dangerous?"),
        ("_is it_ ~really~ `dangerous` *_now_*", "is it really dangerous now"),
        ("snake_case_word and 2*3*4", "snake_case_word and 2*3*4"),
        ("“is it” ‘dangerous’", "\"is it\" 'dangerous'"),
        # Emoji are names here; alone they stay, since something was said.
        ("my chest hurts :sob::sob:", "my chest hurts"),
        ("thanks :+1::skin-tone-2:", "thanks"),
        (":wave:", ":wave:"),
        ("at 10:30:45", "at 10:30:45"),
        ("one\n\n  two  ", "one\n\ntwo"),
        ("", ""),
    ],
)
def test_reads_what_was_typed(sent: str, meant: str | None) -> None:
    expected = {
        "see <http://b.org|b.org> or <https://c.org/x?a=1&amp;b=2>": (
            "see b.org or https://c.org/x?a=1&b=2"
        ),
        "in <#C1|general> <!here> <!subteam^S1|@nurses>": "in #general @here @nurses",
    }
    assert typed(sent, "UBOT") == (meant if meant is not None else expected[sent])


def test_knows_who_is_mentioned() -> None:
    assert mentions("hi <@UBOT>", "UBOT")
    assert mentions("hi <@UBOT|mvp>", "UBOT")
    assert not mentions("hi UBOT &lt;@UBOT&gt;", "UBOT")


@pytest.mark.parametrize(
    ("sent", "to_others"),
    [
        ("<@U2> what do you think", True),
        ("<@U2> <@UBOT> what do you think", False),
        ("what do you think", False),
    ],
)
def test_knows_what_colleagues_say_to_each_other(sent: str, to_others: bool) -> None:
    assert is_to_others(sent, "UBOT") is to_others


@pytest.mark.parametrize("piece", ["*a ", "<@", "_", "`x", ":a", "&amp;", "<a|", "*_~"])
def test_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begin = time.perf_counter()
        typed(text)
        return time.perf_counter() - begin

    seconds(100)
    # Ten times as long, not a hundred times: with room for a busy machine.
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.001)
