import json
import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from prometheus_client.parser import text_string_to_metric_families

from bot import __version__
from bot.storage.sqlite import FILE
from tests import engines
from tests.servers import WITH_A_BROKEN_ACTION, BotServer, post

WORDS = "is Rumpelstiltskin dangerous?"


def told(url: str, name: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{url}/health{name}") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def metrics(url: str) -> dict[tuple[str, str], float]:
    """What Prometheus reads, by name and labels."""
    with urllib.request.urlopen(f"{url}/metrics") as answer:
        families = text_string_to_metric_families(answer.read().decode())
        return {
            (one.name, ",".join(one.labels.values())): one.value
            for family in families
            for one in family.samples
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def server(trained: Path, folder: Path) -> Iterator[BotServer]:
    server = BotServer(folder)
    server.start()
    yield server
    server.stop()


def ask(server: BotServer, text: str) -> int:
    question = {"sender": "anna-1234", "message": text}
    webhook = f"{server.url}/webhooks/rest/webhook"
    return int(post(webhook, json.dumps(question).encode())[0])


def test_is_ready_when_it_can_answer_and_keep_it(
    server: BotServer, folder: Path
) -> None:
    assert told(server.url, "/live") == (200, {"status": "ok"})
    assert told(server.url, "/ready") == (200, {"status": "ok"})
    with sqlite3.connect(folder / FILE, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        status, problem = told(server.url, "/ready")
        assert (status, problem["problems"]) == (503, ["Nothing can be kept."])
        assert told(server.url, "/live")[0] == 200
        other.execute("ROLLBACK")
    # It becomes well by itself.
    assert told(server.url, "/ready") == (200, {"status": "ok"})
    # Of the questions that it asked nothing is kept, and nobody's are counted.
    with sqlite3.connect(folder / FILE) as database:
        assert database.execute("SELECT count(*) FROM dialogues").fetchone() == (0,)
    assert not [name for name, _ in metrics(server.url) if "messages" in name]


def test_is_not_ready_without_what_servers_agree_in(
    trained: Path, tmp_path: Path
) -> None:
    redis = engines.Redis()
    redis.start()
    server = BotServer(tmp_path, redis_url=redis.address())
    server.start()
    try:
        assert told(server.url, "/ready")[0] == 200
        redis.stop()
        status, problem = told(server.url, "/ready")
        assert status == 503
        assert problem["problems"] == ["The servers cannot agree on who answers."]
        assert ask(server, "is it dangerous?") == 503
        redis.start()
        assert told(server.url, "/ready")[0] == 200
        assert ask(server, "is it dangerous?") == 200
    finally:
        server.stop()
        redis.remove()


def test_is_not_ready_where_no_question_is_answered(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, first=WITH_A_BROKEN_ACTION)
    server.start()
    try:
        status, problem = told(server.url, "/ready")
        assert (status, problem["problems"]) == (503, ["No question is answered."])
    finally:
        server.stop()


def test_says_which_version_it_is_and_which_text(
    server: BotServer, project: Path
) -> None:
    status, about = told(server.url, "")
    content = tomli.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    assert content["project"]["version"] == __version__ == about["version"]
    assert status == 200 and re.fullmatch("[0-9a-f]{12}", about["source"])
    assert metrics(server.url)["bot_info", f"{about['source']},{__version__}"] == 1


def test_counts_and_times_without_words_and_ids(server: BotServer) -> None:
    assert ask(server, "is it dangerous?") == 200
    assert ask(server, WORDS) == 200
    assert ask(server, "") == 400
    found = metrics(server.url)
    assert found["bot_messages_total", "rest"] == 2
    assert found["bot_outcomes_total", "rest,answered"] >= 1
    assert found["bot_answer_seconds_count", "rest"] == 2
    assert found["bot_lock_wait_seconds_count", ""] == 2
    assert found["bot_store_seconds_count", "database"] >= 4
    assert found["bot_request_seconds_count", "/webhooks/rest/webhook,400"] == 1
    with urllib.request.urlopen(f"{server.url}/metrics") as answer:
        exposed = answer.read().decode()
    assert "Rumpelstiltskin" not in exposed and "anna" not in exposed


def test_counts_what_fails(server: BotServer, folder: Path) -> None:
    with sqlite3.connect(folder / FILE, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert ask(server, "is it dangerous?") == 503
        other.execute("ROLLBACK")
    found = metrics(server.url)
    assert found["bot_failures_total", "database"] >= 1
    assert found["bot_request_seconds_count", "/webhooks/rest/webhook,503"] == 1
