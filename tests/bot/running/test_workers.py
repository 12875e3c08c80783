"""Several workers on one machine: one address, one store, one end."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import engines
from tests.servers import BotServer, post, wait_until_gone


@pytest.fixture(scope="module")
def server(
    trained: Path, tmp_path_factory: pytest.TempPathFactory, redis: engines.Redis
) -> Iterator[BotServer]:
    """Two workers that share a file, and a Redis."""
    folder = tmp_path_factory.mktemp("state")
    server = BotServer(folder, redis_url=redis.address(), workers="2")
    server.start()
    yield server
    server.stop()


def workers(server: BotServer) -> list[int]:
    """The processes that serve."""
    assert server.process is not None
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    lines = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return sorted(int(pid) for pid, line in lines.items() if b"spawn_main" in line)


def ask(server: BotServer, text: str, number: int) -> tuple[int, str]:
    """What somebody is told; each message comes over a connection of its own."""
    question = {"sender": "anna", "message": text, "message_id": str(number)}
    status, said = post(
        f"{server.url}/webhooks/rest/webhook", json.dumps(question).encode()
    )
    return status, said[0]["text"] if status == 200 else ""


def answered_anyway(server: BotServer, text: str, number: int) -> str:
    """The same, sent again where the connection breaks: a worker just died."""
    for _ in range(50):
        try:
            status, said = ask(server, text, number)
        except (urllib.error.URLError, OSError):
            status = 0
        if status == 200:
            return said
        time.sleep(0.1)
    raise AssertionError("No answer came.")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_conversation_goes_on_whoever_answers(server: BotServer) -> None:
    assert len(workers(server)) == 2
    for number in range(0, 20, 2):
        assert "prolapse" in ask(server, "what causes it?", number)[1]
        assert "sentence" in ask(server, "where does it say that?", number + 1)[1]


def test_all_count_together(server: BotServer) -> None:
    for _ in range(5):
        with urllib.request.urlopen(f"{server.url}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        assert 'bot_messages_total{channel="rest"} 20.0' in lines


def test_a_worker_that_dies_is_started_again(server: BotServer) -> None:
    before = workers(server)
    answered_anyway(server, "is it dangerous?", 1)
    os.kill(before[0], signal.SIGKILL)
    answered_anyway(server, "is it dangerous?", 2)
    deadline = time.monotonic() + 10
    while len(workers(server)) < 2 or workers(server) == before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert before[1] in workers(server)
    answered_anyway(server, "is it dangerous?", 3)


def test_all_end_together_and_in_time(server: BotServer) -> None:
    processes = workers(server)
    begun = time.monotonic()
    server.stop()
    assert time.monotonic() - begun < 10
    assert server.process is not None and server.process.returncode == 0
    assert not any(map(is_alive, processes))


def test_no_worker_outlives_its_parent(server: BotServer) -> None:
    server.start()
    processes = workers(server)
    assert server.process is not None
    server.kill()
    wait_until_gone(server.process)
    deadline = time.monotonic() + 10
    while any(map(is_alive, processes)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_what_keeps_a_worker_from_starting_ends_it_with_a_line(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, redis_url="redis://localhost:port", workers="2")
    with pytest.raises(AssertionError, match="BOT_REDIS_URL"):
        server.start()
    assert server.process is not None
    wait_until_gone(server.process)
    assert server.process.returncode == 2
