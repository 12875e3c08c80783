import json
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from bot.storage.sqlite import FILE
from tests.servers import BotServer


def told(url: str, name: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{url}/health/{name}") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_is_ready_when_it_can_answer_and_keep_it(trained: Path, tmp_path: Path) -> None:
    server = BotServer(tmp_path)
    server.start()
    try:
        assert told(server.url, "live") == (200, {"status": "ok"})
        assert told(server.url, "ready") == (200, {"status": "ok"})
        with sqlite3.connect(tmp_path / FILE, isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            status, problem = told(server.url, "ready")
            assert (status, problem["problems"]) == (503, ["Nothing can be kept."])
            assert told(server.url, "live")[0] == 200
            other.execute("ROLLBACK")
        # It becomes well by itself.
        assert told(server.url, "ready") == (200, {"status": "ok"})
    finally:
        server.stop()
