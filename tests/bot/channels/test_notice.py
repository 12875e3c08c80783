from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.notice import Notices, text_in
from bot.document import Outcome
from bot.page.page import load_page
from bot.replies.plain_text import as_text
from bot.replies.reply import Reply


def notice_for(text: str) -> Reply | None:
    return Notices(load_page()).notice_for(text)


def request(body: bytes, json: Any = None) -> Any:
    """A request as Sanic hands it on, with the body that came."""
    if json is None:
        return SimpleNamespace(body=body)
    return SimpleNamespace(body=body, json=json)


@pytest.mark.parametrize(
    "text",
    [
        "my chest hurts so bad",
        "my ch\u200best hu\u200brts",
        "my chеst hurts bаdly",
        "ＭＹ ＣＨＥＳＴ ＨＵＲＴＳ",
        "m\u0079 chst hrts",
        "he is not\nbreathing",
        "chestpain",
        "\ue000/greet my chest hurts",
        "HELP!!!",
        "me duele el pecho",
        "he is not breathing",
        "flowers. " * 9_000 + "my chest is being crushed. " + "bees. " * 9_000,
    ],
)
def test_a_cry_for_help_gets_the_notice(text: str) -> None:
    notice = notice_for(text)
    assert notice is not None
    assert notice.outcome is Outcome.EMERGENCY
    (quote,) = notice.quotes
    assert load_page().quotable.source.text[quote.start : quote.end] == quote.text


def test_the_notice_speaks_the_language_of_the_cry() -> None:
    notice = notice_for("je fais une crise cardiaque")
    assert notice is not None
    assert as_text(notice, load_page().wording).startswith("Si c’est une urgence")


@pytest.mark.parametrize("text", ["I want to die", "thinking of ending my life " * 200])
def test_somebody_in_crisis_is_sent_to_people(text: str) -> None:
    notice = notice_for(text)
    assert notice is not None
    assert "crisis line" in as_text(notice, load_page().wording)
    assert notice.outcome is Outcome.EMERGENCY


@pytest.mark.parametrize(
    "text", ["", "is it dangerous?", "no chest pain", "does it cause chest pain?"]
)
def test_other_messages_get_none(text: str) -> None:
    assert notice_for(text) is None


@pytest.mark.parametrize(
    ("body", "json"),
    [
        (b"", {"sender": "a", "message": "my chest hurts"}),
        (b"", {"id": "1", "text": "my chest hurts"}),
        (b'{"sender": "a", "message": "my chest hu\\u0072ts and then', None),
        (b"do=ask&text=my+chest+hurts", None),
        (b"\xff\xfe my chest hurts \xff", None),
    ],
)
def test_reads_what_can_be_read_of_a_request(body: bytes, json: Any) -> None:
    assert "my chest hurts" in text_in(request(body, json))


@given(st.binary(max_size=300))
def test_reads_any_bytes(body: bytes) -> None:
    notice_for(text_in(request(body)))
