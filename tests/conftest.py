"""What the tests share: the trained bot, built once a run."""

import asyncio
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.running.quiet import be_quiet
from tests import engines

be_quiet()

Replies = list[dict[str, Any]]
Say = Callable[[str], Replies]


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def trained(project: Path) -> Path:
    from bot.running import training

    return training.model_path() if training.is_up_to_date() else training.train()


@pytest.fixture(scope="session")
def _engine(trained: Path) -> Iterator[tuple[asyncio.AbstractEventLoop, Any]]:
    from bot.running.engine import load_bot

    loop = asyncio.new_event_loop()
    yield loop, loop.run_until_complete(load_bot())
    loop.close()


@pytest.fixture
def say(_engine: tuple[asyncio.AbstractEventLoop, Any]) -> Say:
    """Says something in a conversation of this test's own; gives the replies."""
    from bot.channels.rest import as_message

    loop, bot = _engine
    sender = uuid.uuid4().hex

    def say_it(text: str) -> Replies:
        replies = loop.run_until_complete(bot.ask(text, sender=sender))
        return [as_message(reply, bot.page.wording) for reply in replies]

    return say_it


@pytest.fixture(scope="session")
def postgres() -> Iterator[engines.Postgres]:
    """PostgreSQL, started once a run."""
    server = engines.Postgres()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis() -> Iterator[engines.Redis]:
    """Redis, started once a run."""
    server = engines.Redis()
    server.start()
    yield server
    server.remove()
