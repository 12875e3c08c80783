"""A folder moves into PostgreSQL with one command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage.exchange import Exchange
from bot.storage.secret import secret_in
from bot.storage.state import State
from tests import engines
from tests.bot.storage.keeping import keep
from tests.bot.storage.test_migrating import fill

pytestmark = pytest.mark.anyio


def move(folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.cli", "move"],
        env={
            **os.environ,
            "BOT_STATE_FOLDER": str(folder),
            "BOT_DATABASE_URL": address,
        },
        capture_output=True,
        text=True,
        check=False,
    )


async def test_all_of_it_moves_and_conversations_go_on(
    tmp_path: Path, postgres: engines.Postgres
) -> None:
    fill(tmp_path)
    secret = secret_in(tmp_path)
    address = postgres.new_database()
    done = move(tmp_path, address)
    assert done.stdout.startswith(
        "Moved: 5 exchanges, 2 dialogues, 1 ratings, 1 inbox."
    ), done
    state = State.opened(Settings(database_url=address))
    assert state.secret == secret
    said = (await state.exchanges.last("web-anna", 50)).exchanges
    await keep(state, "web-anna", Exchange("next", "and then?", said[0].replies))
    again = (await state.exchanges.last("web-anna", 50)).exchanges
    assert [one.id for one in again] == [*(f"question-{n}" for n in range(4)), "next"]
    assert await state.ratings.of("web-anna", ["question-1"]) == {"question-1": False}
    assert await state.inbox.has_from("T-im-")
    state.close()


async def test_nothing_is_mixed_with_what_is_there(
    tmp_path: Path, postgres: engines.Postgres
) -> None:
    fill(tmp_path)
    address = postgres.new_database()
    assert move(tmp_path, address).returncode == 0
    again = move(tmp_path, address)
    assert again.returncode == 2
    assert "something is kept already" in again.stderr
    assert "Traceback" not in again.stderr


async def test_a_database_that_is_no_address_is_named_without_its_password(
    tmp_path: Path,
) -> None:
    done = move(tmp_path, "mysql://bot:sesame@host/database")
    assert done.returncode == 2
    assert "BOT_DATABASE_URL" in done.stderr
    assert "sesame" not in done.stderr
