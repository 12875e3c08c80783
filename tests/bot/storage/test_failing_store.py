"""A server whose store fails while it runs: what people are told, and what is kept."""

import json
import resource
import shutil
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.storage.sqlite import FILE
from tests.bot.channels.visitor import Visitor
from tests.servers import BotServer, post

SENTENCE = "seek emergency medical care immediately"
WORDS = "is Rumpelstiltskin dangerous?"
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

Failure = Callable[[BotServer, Path], Any]


@contextmanager
def full_disk(server: BotServer, _: Path) -> Iterator[None]:
    """No file can grow any more: to SQLite that is a disk without room."""
    assert server.process is not None
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, NO_LIMIT[1]))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, NO_LIMIT)


@contextmanager
def locked_file(_: BotServer, folder: Path) -> Iterator[None]:
    with sqlite3.connect(folder / FILE, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def damaged_file(_: BotServer, folder: Path) -> Iterator[None]:
    """Somebody wrote over the file, and puts a copy of it back later."""
    with sqlite3.connect(folder / FILE) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = shutil.copy(folder / FILE, folder / "copy.db")
    with (folder / FILE).open("r+b") as file:
        file.write(b"\xff" * (folder / FILE).stat().st_size)
    yield
    Path(copy).replace(folder / FILE)


@contextmanager
def folder_gone(_: BotServer, folder: Path) -> Iterator[None]:
    elsewhere = folder.with_name("elsewhere")
    folder.rename(elsewhere)
    yield
    elsewhere.rename(folder)


def ready(url: str) -> int:
    try:
        with urllib.request.urlopen(f"{url}/health/ready") as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("failure", [full_disk, locked_file, damaged_file, folder_gone])
def test_says_so_forgets_nothing_and_becomes_well_by_itself(
    trained: Path, tmp_path: Path, failure: Failure
) -> None:
    folder = tmp_path / "state"
    server = BotServer(folder)
    server.start()
    visitor = Visitor(f"{server.url}/chat")
    webhook = f"{server.url}/webhooks/rest/webhook"
    assert visitor.ask("what causes it?")[0] == 200
    with failure(server, folder):
        status, refusal = visitor.ask(WORDS)
        assert status == 503
        assert "Nothing can be kept here" in refusal["problem"]
        assert "notice" not in refusal
        cry = {"sender": "anna", "message": "my chest hurts so bad rn"}
        status, (notice, problem) = post(webhook, json.dumps(cry).encode())
        assert status == 503
        assert SENTENCE in notice["text"]
        assert "Nothing can be kept here" in problem["text"]
        assert ready(server.url) == 503
    assert ready(server.url) == 200
    assert visitor.ask("is it dangerous?")[0] == 200
    assert visitor.questions() == ["what causes it?", "is it dangerous?"]
    server.stop()
    assert server.process is not None and server.process.stdout is not None
    log = server.process.stdout.read()
    assert "The database" in log
    assert "Traceback" not in log
    assert "Rumpelstiltskin" not in log


def test_a_file_that_was_deleted_is_made_anew(trained: Path, tmp_path: Path) -> None:
    server = BotServer(tmp_path)
    server.start()
    visitor = Visitor(f"{server.url}/chat")
    visitor.ask("what causes it?")
    (tmp_path / FILE).unlink()
    assert visitor.ask("is it dangerous?")[0] == 200
    server.kill()
    # What was acknowledged outlives the process: it went to no file without a name.
    server.start()
    assert visitor.questions() == ["is it dangerous?"]
    server.stop()
