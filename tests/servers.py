"""Starts real servers on free ports of this machine."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(first: str, *arguments: str) -> list[str]:
    """A command of the bot, with something done first: a part of it broken, say."""
    code = f"import sys; from bot.cli import main; {first or 'pass'}; sys.exit(main())"
    return [sys.executable, "-W", "ignore", "-c", code, *arguments]


# An action that raises, as one with a fault would.
WITH_A_BROKEN_ACTION = (
    "from bot.running.quiet import be_quiet; be_quiet(); "
    "import actions.answer_questions as broken; broken.answer_question = None"
)


class BotServer:
    """A bot as `make serve` starts it, with a folder of its own for its state."""

    def __init__(
        self,
        state: Path,
        *,
        port: int = 0,
        first: str = "",
        environment: dict[str, str] | None = None,
        **settings: str,
    ) -> None:
        self._first = first
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "BOT_STATE_FOLDER": str(state),
            **{f"BOT_{name.upper()}": value for name, value in settings.items()},
            **(environment or {}),
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        port = str(self.port)
        self.process = subprocess.Popen(
            command(self._first, "serve", "--port", port),
            cwd=PROJECT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "Ready at http://" in line and f":{port}/chat" in line, line

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        assert self.process is not None
        # One that was ended before stays ended.
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)


@contextlib.contextmanager
def bot_server(**settings: str) -> Iterator[str]:
    """A running bot; gives its address."""
    with tempfile.TemporaryDirectory() as state:
        server = BotServer(Path(state), **settings)
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


def post(url: str, body: bytes, content_type: str = "application/json") -> Any:
    """Status and parsed body of a POST request."""
    headers = {"Content-Type": content_type}
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def wait_until_gone(process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert process.poll() is not None
