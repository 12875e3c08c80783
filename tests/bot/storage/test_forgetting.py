"""What is forgotten is in no table, nor, after what `deploy/` says, in a file."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage.inbox import Letter
from bot.storage.state import State
from tests import engines
from tests.bot.storage.test_state import WORDS, age, talk

pytestmark = pytest.mark.anyio

DOCUMENTED = Path(__file__).parents[3] / "deploy/postgres"


@pytest.fixture
def own() -> Iterator[engines.Postgres]:
    """PostgreSQL as it is set up in deploy/."""
    lines = (DOCUMENTED / "forgetting.conf").read_text().splitlines()
    given = [line.replace(" ", "") for line in lines if line and line[0] != "#"]
    server = engines.Postgres(*given)
    server.start()
    yield server
    server.remove()


def files_with(server: engines.Postgres, words: str) -> list[str]:
    """The files of a database server, its log among them, in which words stand."""
    return [
        str(path.relative_to(server.folder))
        for path in server.folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]


async def test_forgetting_and_time_leave_nothing_in_tables_and_files(
    own: engines.Postgres,
) -> None:
    address = own.new_database()
    state = State.opened(Settings(database_url=address))
    for name in ("anna", "ben", "carla"):
        await talk(state, name)
        await state.inbox.take(Letter(f"letter of {name}", name, "a-thread", WORDS))
    await age(state, "ben", 31)
    await state.forget("anna")
    await state.forget_silent(30)
    name = address.rsplit("/", 1)[1]
    for table in ("exchanges", "dialogues", "ratings", "inbox"):
        kept = own.sql(f"SELECT DISTINCT conversation FROM {table}", name)
        assert kept.split() == ["carla"], table
    await state.forget("carla")
    assert files_with(own, WORDS)
    for statement in (DOCUMENTED / "forget.sql").read_text().splitlines():
        if statement and not statement.startswith("--"):
            own.sql(statement, name)
    deadline = time.monotonic() + 20
    while files_with(own, WORDS) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert files_with(own, WORDS) == []
    state.close()


async def test_what_is_said_while_old_conversations_go_stays(
    postgres: engines.Postgres,
) -> None:
    settings = Settings(database_url=postgres.new_database())
    one, other = State.opened(settings), State.opened(settings)
    for number in range(20):
        await talk(one, f"old-{number}", days_ago=40)
        await age(one, f"old-{number}", 40)
    await talk(other, "old-3", days_ago=1)
    for state in (one, other):
        await state.forget_silent(30)
    assert list(await one.dialogues.keys()) == ["old-3"]
    assert len((await one.exchanges.last("old-3", 10)).exchanges) == 2
    one.close()
    other.close()
