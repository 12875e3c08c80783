import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bench.growth import OnThePage, grown, over_rest
from tests.servers import bot_server


def test_tells_how_long_a_message_takes_at_a_turn() -> None:
    asked: list[str] = []

    def ask(text: str) -> None:
        asked.append(text)
        time.sleep(0.02 if len(asked) > 20 else 0)

    took = grown(ask, (10, 40), Console(stderr=True))
    assert took[10] < 5 <= 20 <= took[40]
    assert len(set(asked)) > 1


@pytest.fixture(scope="module")
def url(trained: Path) -> Iterator[str]:
    with bot_server() as url:
        yield url


def test_goes_through_a_conversation_over_rest_and_on_the_page(url: str) -> None:
    page = OnThePage(url)
    for ask in (over_rest(url), page.ask):
        took = grown(ask, (1, 3), Console(stderr=True))
        assert all(time > 0 for time in took.values())
    assert b"is it dangerous" in page.page()
