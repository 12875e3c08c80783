"""A short run of `bench.fuzz`; the long one is a script."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.fuzz import MANY, Failed, checked, through_the_bot, through_the_gates
from tests.servers import bot_server


@pytest.fixture(scope="module")
def url(trained: Path) -> Iterator[str]:
    with bot_server(conversation_rate=MANY, address_rate=MANY) as url:
        yield url


def test_no_request_ends_or_stops_the_server(url: str) -> None:
    sent = through_the_gates(url, 200)
    assert len(sent) == 12
    # Of what takes nothing there is one request only.
    assert all(sent.values())
    assert sum(sent.values()) >= 100


def test_every_text_gets_an_answer_or_a_reason(url: str) -> None:
    assert through_the_bot(url, 40) < 2


@pytest.mark.parametrize(
    ("status", "body"), [(500, "broken"), (503, "busy"), (200, " "), (400, "sqlite3.x")]
)
def test_what_must_not_come_back_is_seen(status: int, body: str) -> None:
    with pytest.raises(Failed):
        checked(status, body, "a question")
