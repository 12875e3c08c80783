"""Tables of each version are brought up to date, once, all or nothing.

`unversioned.sql` is the dump of a store by the bot of November 26, 2026, the last one
before tables had versions.
"""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.migrating import MIGRATIONS, newest
from bot.storage.sqlite import FILE
from bot.storage.state import State
from bot.storage.tables import METADATA
from tests import engines

pytestmark = pytest.mark.anyio

DUMP = Path(__file__).with_name("unversioned.sql")


def fill(folder: Path) -> None:
    """A folder as that bot left it."""
    with sqlite3.connect(folder / FILE) as database:
        database.executescript(DUMP.read_text(encoding="utf-8"))
    database.close()


@pytest.fixture
def unversioned(tmp_path: Path) -> Iterator[State]:
    fill(tmp_path)
    state = State.opened(Settings(state_folder=tmp_path))
    yield state
    state.close()


async def test_what_was_kept_before_there_were_versions_is_all_there(
    unversioned: State,
) -> None:
    said = (await unversioned.exchanges.last("web-anna", 50)).exchanges
    assert [exchange.id for exchange in said] == [f"question-{n}" for n in range(4)]
    assert await unversioned.ratings.of("web-anna", ["question-1"]) == {
        "question-1": False
    }
    assert await unversioned.inbox.has_from("T-im-")
    state = await unversioned.database.run(
        lambda c: c.execute(sa.text("SELECT count(*) FROM dialogues")).scalar()
    )
    assert state == 2


@pytest.mark.parametrize("kind", ["file", "postgres"])
async def test_the_last_version_is_what_the_code_knows(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    settings = Settings(state_folder=tmp_path)
    if kind == "postgres":
        address = request.getfixturevalue("postgres").new_database()
        settings = Settings(database_url=address)
    state = State.opened(settings)
    differences = await state.database.run(
        lambda c: compare_metadata(MigrationContext.configure(c), METADATA)
    )
    assert differences == []
    state.close()


async def test_an_unversioned_store_comes_to_the_same_tables(
    unversioned: State,
) -> None:
    differences = await unversioned.database.run(
        lambda c: compare_metadata(MigrationContext.configure(c), METADATA)
    )
    assert differences == []


async def test_servers_that_start_at_once_make_the_tables_once(
    postgres: engines.Postgres,
) -> None:
    settings = Settings(database_url=postgres.new_database())
    states: list[State] = []
    starts = [
        threading.Thread(target=lambda: states.append(State.opened(settings)))
        for _ in range(4)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    # They sign alike too.
    assert len(states) == 4
    assert len({state.secret for state in states}) == 1
    for state in states:
        state.close()


def test_the_last_file_is_the_last_version() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == newest()


async def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    State.opened(Settings(state_folder=tmp_path)).close()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreError, match="another version of this bot"):
        State.opened(Settings(state_folder=tmp_path))


async def test_what_fails_halfway_leaves_everything_as_it_was(tmp_path: Path) -> None:
    fill(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as database:
        # The second version makes this table too.
        database.execute("CREATE TABLE secrets (name TEXT)")
    database.close()
    before = tables(tmp_path)
    with pytest.raises(StoreError, match=r"conversations\.db cannot be used"):
        State.opened(Settings(state_folder=tmp_path))
    assert tables(tmp_path) == before


def tables(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / FILE) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        found = rows.fetchall()
    database.close()
    return found
