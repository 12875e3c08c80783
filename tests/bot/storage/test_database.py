"""A database that fails for a moment, or for longer."""

import asyncio
import signal
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.errors import StoreError
from bot.storage.postgres import PostgresDatabase
from bot.storage.state import State
from bot.storage.tables import CHECKED
from tests import engines

pytestmark = pytest.mark.anyio


@pytest.fixture
def own_postgres() -> Iterator[engines.Postgres]:
    """A PostgreSQL that may be stopped."""
    server = engines.Postgres()
    server.start()
    yield server
    server.remove()


def keep(number: float) -> "sa.sql.Insert":
    return CHECKED.insert().values(time=number)


async def kept(database: PostgresDatabase) -> list[float]:
    times = sa.select(CHECKED.c.time).order_by(CHECKED.c.time)
    return await database.run(lambda c: c.execute(times).scalars().all())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
async def test_a_database_that_is_started_again_is_not_noticed(
    own_postgres: engines.Postgres, how: signal.Signals
) -> None:
    database = PostgresDatabase.at(own_postgres.new_database())
    await database.run(lambda c: c.execute(keep(1)))
    own_postgres.stop(how)
    asked = asyncio.create_task(database.run(lambda c: c.execute(keep(2))))
    await asyncio.sleep(0.2)
    await asyncio.to_thread(own_postgres.start)
    await asked
    assert await kept(database) == [1, 2]
    database.close()


async def test_one_that_stays_away_is_an_error_in_time(
    own_postgres: engines.Postgres,
) -> None:
    database = PostgresDatabase.at(own_postgres.new_database())
    own_postgres.stop()
    begun = time.monotonic()
    with pytest.raises(StoreError, match="The database"):
        await database.run(lambda c: c.execute(keep(1)))
    assert time.monotonic() - begun < 5
    own_postgres.start()
    await database.run(lambda c: c.execute(keep(2)))
    assert await kept(database) == [2]
    database.close()


async def test_what_may_have_been_kept_is_not_done_again(
    own_postgres: engines.Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = PostgresDatabase.at(own_postgres.new_database())
    done = 0

    def work(connection: Connection) -> None:
        nonlocal done
        done += 1
        connection.execute(keep(done))
        # It breaks off before the answer to what keeps it.
        own_postgres.stop(signal.SIGKILL)

    with pytest.raises(StoreError):
        await database.run(work)
    assert done == 1
    database.close()


async def test_work_that_waits_for_others_ends_in_time(
    own_postgres: engines.Postgres,
) -> None:
    address = own_postgres.new_database()
    database, other = PostgresDatabase.at(address), PostgresDatabase.at(address)
    busy = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(connection: Connection) -> None:
        connection.execute(sa.text("LOCK TABLE checked"))
        loop.call_soon_threadsafe(busy.set)
        time.sleep(3)

    holding = asyncio.create_task(other.run(hold))
    await busy.wait()
    with pytest.raises(StoreError, match="lock timeout"):
        await database.run(lambda c: c.execute(keep(1)))
    await holding
    database.close()
    other.close()


async def test_what_takes_too_long_is_not_kept_after_all(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.LONGEST", 0.2)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(connection: Connection) -> None:
        connection.execute(keep(1))
        time.sleep(0.5)
        loop.call_soon_threadsafe(ended.set)

    with pytest.raises(StoreError, match="took more than"):
        await state.database.run(slow)
    await ended.wait()
    monkeypatch.undo()
    times = await state.database.run(lambda c: c.execute(CHECKED.select()).all())
    assert times == []
