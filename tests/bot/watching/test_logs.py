"""Lines of JSON, and nobody's words in them."""

import io
import json
import logging
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from bot.watching.logs import FIELDS, JsonLines, begin_request
from tests.servers import WITH_A_BROKEN_ACTION, BotServer, post

WORDS = "Rumpelstiltskin"


def line(record: logging.LogRecord) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(JsonLines().format(record))
    return parsed


def record(logger: str, message: str, *values: object, **more: Any) -> dict[str, Any]:
    made = logging.getLogger(logger).makeRecord(
        logger, logging.ERROR, "a/file.py", 7, message, values, None, **more
    )
    return line(made)


def test_a_line_says_when_where_and_what() -> None:
    begin_request("0123456789abcdef")
    told = record("bot.storage", "It took %s s.", 4, extra={FIELDS: {"status": 503}})
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "error",
        "logger": "bot.storage",
        "message": "It took 4 s.",
        "request_id": "0123456789abcdef",
        "status": 503,
    }


@pytest.mark.parametrize("given", [None, "", "short", f"{WORDS}-hurts", "x" * 32])
def test_an_id_that_may_be_words_is_replaced(given: str | None) -> None:
    made = begin_request(given)
    assert len(made) == 32 and made != given


def test_of_other_libraries_only_the_place_is_told() -> None:
    told = record("sanic.error", f"Exception at {WORDS}")
    assert told["message"] == "file:7"


def test_of_an_exception_the_kind_and_the_place_are_told() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("bot.a_test")
    logger.addHandler(handler)
    try:
        int(WORDS)
    except ValueError:
        logger.exception("It could not be read.")
    logger.removeHandler(handler)
    told = json.loads(stream.getvalue())
    assert told["exception"] == "ValueError"
    assert "test_logs.py" in told["at"][-1]
    assert WORDS not in stream.getvalue()


def test_what_rasa_writes_comes_as_json_and_without_values() -> None:
    code = (
        "from bot.running.quiet import be_quiet; be_quiet(); "
        "from bot.watching.logs import log_as_json; log_as_json(); "
        "import structlog; structlog.get_logger('rasa.core').error('it.failed', text="
        f"'{WORDS}')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert (told["logger"], told["level"]) == ("rasa", "error")
    assert WORDS not in done.stdout + done.stderr


def test_a_server_tells_of_each_request_and_nobody_s_words(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, json_logs="true", first=WITH_A_BROKEN_ACTION)
    server.start()
    body = json.dumps({"sender": WORDS, "message": f"is {WORDS} dangerous?"})
    status, _ = post(f"{server.url}/webhooks/rest/webhook", body.encode())
    assert status == 500
    request = urllib.request.Request(
        f"{server.url}/health?q={WORDS}", headers={"X-Request-ID": "ab" * 16}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["X-Request-ID"] == "ab" * 16
    server.stop()
    assert server.process is not None and server.process.stdout is not None
    written = server.process.stdout.read()
    lines = [json.loads(line) for line in written.splitlines()]
    assert any("Version" in one["message"] for one in lines)
    requests = [one for one in lines if "route" in one]
    assert [(one["route"], one["status"]) for one in requests] == [
        ("/webhooks/rest/webhook", 500),
        ("/health", 200),
    ]
    assert requests[1]["request_id"] == "ab" * 16
    # What went wrong is told under the id of the request that it went wrong in.
    same = [o for o in lines if o.get("request_id") == requests[0]["request_id"]]
    assert len(same) > 1
    assert WORDS not in written
