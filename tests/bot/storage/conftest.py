"""The store on each engine: one set of tests holds them all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage.state import State
from tests import engines


def opened(kind: str, request: pytest.FixtureRequest) -> State:
    """A state in which nothing is."""
    if kind == "memory":
        return State.in_memory()
    if kind == "file":
        folder: Path = request.getfixturevalue("tmp_path")
        return State.opened(Settings(state_folder=folder))
    postgres: engines.Postgres = request.getfixturevalue("postgres")
    return State.opened(Settings(database_url=postgres.new_database()))


@pytest.fixture(params=["memory", "file", "postgres"])
def state(request: pytest.FixtureRequest) -> Iterator[State]:
    state = opened(request.param, request)
    yield state
    state.close()
