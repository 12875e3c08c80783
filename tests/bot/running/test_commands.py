"""The command line as people meet it: a process with a terminal or a pipe."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from tests.servers import (
    PATIENCE,
    WITH_A_BROKEN_ACTION,
    command,
    free_port,
    wait_until_gone,
)

BOT = [sys.executable, "-W", "ignore", "-m", "bot.cli"]
NOISE = ("Warning", "DEBUG", "INFO", "Traceback", "TensorFlow", "tensorflow")


def run(
    project: Path, *arguments: str, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BOT, *arguments],
        cwd=project,
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.fixture
def chat(project: Path, trained: Path) -> pexpect.spawn:
    process = pexpect.spawn(
        BOT[0],
        [*BOT[1:], "chat"],
        cwd=str(project),
        encoding="utf-8",
        timeout=PATIENCE,
        dimensions=(40, 90),
        env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
    )
    yield process
    process.close(force=True)


def test_an_answer_that_fails_is_told_and_the_next_is_given(
    project: Path, trained: Path
) -> None:
    done = subprocess.run(
        command(WITH_A_BROKEN_ACTION, "chat"),
        cwd=project,
        input="is it dangerous?\nthanks a lot\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    told, thanked = done.stdout.strip().split("\n\n")
    assert told.startswith("Something went wrong here.")
    assert thanked
    assert (done.returncode, done.stderr) == (0, "")


def test_piped_questions_are_answered(project: Path, trained: Path) -> None:
    done = run(project, "chat", typed="is it dangerous?\n\nwhat causes it?\n")
    assert done.returncode == 0
    flat = " ".join(done.stdout.replace("┃", " ").split())
    assert "“Usually, mitral valve prolapse isn't life-threatening" in flat
    assert "Mayo Clinic, March 27, 2024, near the top of the page" in flat
    assert "have extra tissue or stretch more than usual." in flat
    assert "I did not understand that." in flat
    assert done.stderr == ""
    assert not any(word in done.stdout for word in NOISE)


def test_a_conversation_in_the_terminal(chat: pexpect.spawn) -> None:
    chat.expect("I cannot give medical advice")
    chat.expect("You could ask: Is it dangerous")
    chat.expect("You:")
    chat.send("is it dangerous?\r")
    chat.expect("life-threatening")
    chat.expect("Mayo Clinic, March 27, 2024")
    assert not any(word in chat.before for word in NOISE)
    chat.send("/stop\r")
    chat.expect("Goodbye")
    chat.expect(pexpect.EOF)
    chat.wait()
    assert chat.exitstatus == 0


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_a_key_ends_the_chat_cleanly(chat: pexpect.spawn, key: str) -> None:
    chat.expect("You:")
    chat.send(key)
    chat.expect("Goodbye")
    chat.expect(pexpect.EOF)
    chat.wait()
    assert chat.exitstatus == 0
    assert "Traceback" not in chat.before


def test_a_port_that_is_taken_is_named(project: Path, trained: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = run(project, "serve", "--port", port)
    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_server_says_where_to_go_and_stops_when_told(
    project: Path, trained: Path, tmp_path: Path
) -> None:
    port = free_port()
    process = subprocess.Popen(
        [*BOT, "serve", "--port", str(port)],
        cwd=project,
        env={**os.environ, "BOT_STATE_FOLDER": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert f"http://localhost:{port}" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    wait_until_gone(process)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


OTHER_PYTHONS = ("3.8", "3.9", "3.12")


@pytest.mark.parametrize("version", OTHER_PYTHONS)
def test_another_python_is_named(project: Path, version: str) -> None:
    """With that Python where it is there, else with what it would see."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    numbers = tuple(map(int, version.split(".")))
    pretend = "" if found else f"sys.version_info = {(*numbers, 0)}; "
    code = f"import sys; {pretend}from bot.cli import main; sys.exit(main(['chat']))"
    done = subprocess.run(
        [str(found[0]) if found else sys.executable, "-c", code],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "needs Python 3.10" in done.stderr
    assert f"this is {version}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def copy(project: Path, trained: Path, tmp_path: Path) -> Path:
    """A copy of the project in which a test may break things."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("bot", "actions", "data", "models"):
        shutil.copytree(project / name, folder / name)
    for name in (
        "config.yml",
        "domain.yml",
        "credentials.yml",
        "settings.yml",
        "uv.lock",
    ):
        shutil.copy(project / name, folder / name)
    return folder


def test_a_changed_source_is_named(copy: Path) -> None:
    source = copy / "data/document/mitral_valve_prolapse.txt"
    source.write_text(source.read_text("utf-8").replace("isn't", "is"), "utf-8")
    note = copy / "models/bot.json"
    note.unlink()
    done = run(copy, "chat", typed="is it dangerous?\n")
    assert done.returncode == 2
    assert "mitral_valve_prolapse.txt: its SHA-256 is" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_model_that_cannot_be_loaded_is_named(copy: Path) -> None:
    model = copy / "models/bot.tar.gz"
    model.write_bytes(b"broken")
    note = copy / "models/bot.json"
    noted = json.loads(note.read_text())
    import hashlib

    noted["model"] = hashlib.sha256(b"broken").hexdigest()
    note.write_text(json.dumps(noted))
    done = run(copy, "chat", typed="is it dangerous?\n")
    assert done.returncode == 2
    assert "bot.tar.gz cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_start_does_not_train_again(copy: Path) -> None:
    before = (copy / "models/bot.tar.gz").stat().st_mtime_ns
    done = run(copy, "train")
    assert done.returncode == 0
    assert done.stderr == ""
    assert (copy / "models/bot.tar.gz").stat().st_mtime_ns == before


def test_of_two_servers_on_one_folder_one_starts(
    project: Path, trained: Path, tmp_path: Path
) -> None:
    # At once, and on a folder that is not there yet.
    folder = tmp_path / "state"
    started = [
        subprocess.Popen(
            [*BOT, "serve", "--port", str(free_port())],
            cwd=project,
            env={**os.environ, "BOT_STATE_FOLDER": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    deadline = time.monotonic() + PATIENCE
    while not (ended := [p for p in started if p.poll() is not None]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    (refused,) = ended
    (serving,) = [process for process in started if process is not refused]
    assert refused.returncode == 2
    assert refused.stderr is not None
    told = refused.stderr.read()
    assert f"in use by another server (process {serving.pid})" in told
    assert "Traceback" not in told
    assert serving.stdout is not None
    assert serving.stdout.readline().startswith("Ready at")
    serving.terminate()
    assert serving.wait(PATIENCE) == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_where_characters_are_missing_there_are_plain_ones(
    project: Path, trained: Path, encoding: str
) -> None:
    done = subprocess.run(
        [*BOT, "chat"],
        cwd=project,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        input=b"is it dangerous?\n",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode(encoding)
    assert '"Usually, mitral valve prolapse' in shown
    assert "- Mayo Clinic, March 27, 2024" in shown


def test_whoever_reads_the_output_may_stop(project: Path, trained: Path) -> None:
    chat = subprocess.Popen(
        [*BOT, "chat"],
        cwd=project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert chat.stdin and chat.stdout and chat.stderr
    chat.stdout.close()
    chat.stdin.write("is it dangerous?\n" * 3)
    chat.stdin.close()
    assert chat.stderr.read() == ""
    assert chat.wait(PATIENCE) == 1


@pytest.mark.parametrize("port", ["99999", "0", "-1", "http"])
def test_what_is_no_port_is_named(project: Path, port: str) -> None:
    done = run(project, "serve", f"--port={port}")
    assert done.returncode == 2
    assert f"{port} is no port: choose a number from 1 to 65535" in done.stderr
    assert "Traceback" not in done.stderr
