"""People who know Rasa can use it as they are used to."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.servers import PATIENCE, free_port

QUIET = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}


@pytest.fixture(scope="module")
def action_server(project: Path) -> object:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "rasa", "run", "actions", "--port", str(port)],
        cwd=project,
        # As the README gives it: for this machine alone.
        env={**QUIET, "SANIC_HOST": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).read()
            break
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(PATIENCE)


def test_rasa_data_validate_finds_nothing(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"],
        cwd=project,
        # Here every warning has to be seen, and what was looked at.
        env={**QUIET, "PYTHONWARNINGS": "default", "LOG_LEVEL": "INFO"},
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output[-2000:]
    assert "UserWarning" not in output
    assert "No story structure conflicts found" in output


def test_rasa_run_actions_offers_every_action(
    project: Path, action_server: str
) -> None:
    with urllib.request.urlopen(f"{action_server}/actions") as answer:
        offered = {action["name"] for action in json.load(answer)}
    domain = (project / "domain.yml").read_text()
    assert offered
    assert all(f"  - {name}\n" in domain for name in offered)


def test_as_the_readme_gives_it_the_action_server_is_for_this_machine_alone(
    project: Path, action_server: str
) -> None:
    assert (
        "SANIC_HOST=127.0.0.1 rasa run actions" in (project / "README.md").read_text()
    )
    port = int(action_server.rsplit(":", 1)[1])
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) == 0
    # On Linux every 127.x.y.z is this machine, but only one of them is listened at.
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.2", port)) != 0


def test_rasa_shell_answers_with_the_action_server(
    project: Path, trained: Path, action_server: str, tmp_path: Path
) -> None:
    endpoints = tmp_path / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: {action_server}/webhook\n")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "rasa", "shell", "-m", str(trained)),
            *("--endpoints", str(endpoints), "-p", str(free_port())),
            *("-i", "127.0.0.1"),
        ],
        cwd=project,
        env=QUIET,
        input="is it dangerous?\n/stop\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "mitral valve prolapse isn't life-threatening" in done.stdout
