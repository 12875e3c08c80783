"""A short run of `bench.load`; the long one is a script."""

import asyncio
from pathlib import Path

import pytest

from bench.load import MANY, Crowd, Kept, kept, measure
from tests.servers import BotServer, post


def test_of_many_people_none_is_lost_or_answered_twice(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, conversation_rate=MANY)
    server.start()
    found = asyncio.run(measure(server.url, Crowd(30, 4, thinking=0.2)))
    server.stop()
    assert len(found.answered) >= 60
    assert found.others[0] == 0
    assert kept(tmp_path, found.answered) == Kept(lost=0, twice=0)


@pytest.mark.parametrize(
    ("answered", "lost"), [([("anna", "q-1")], 0), ([("anna", "q-2")], 1)]
)
def test_what_is_lost_is_seen(
    trained: Path, tmp_path: Path, answered: list[tuple[str, str]], lost: int
) -> None:
    server = BotServer(tmp_path)
    server.start()
    body = b'{"sender": "anna", "message": "is it dangerous?", "message_id": "q-1"}'
    assert post(f"{server.url}/webhooks/rest/webhook", body)[0] == 200
    server.stop()
    assert kept(tmp_path, answered).lost == lost
