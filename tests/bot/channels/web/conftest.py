"""A server with a chat page, and somebody who visits it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.channels.visitor import Visitor
from tests.servers import bot_server

MANY = "10000"


@pytest.fixture(scope="package")
def chat(trained: Path) -> Iterator[str]:
    with bot_server(address_rate=MANY) as url:
        yield f"{url}/chat"


@pytest.fixture
def visitor(chat: str) -> Visitor:
    return Visitor(chat)
