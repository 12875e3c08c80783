"""A short run of `bench.crash`; the long one is a script."""

from pathlib import Path

from bench.crash import crash
from bench.load import MANY, Kept
from tests.servers import BotServer


def test_what_was_acknowledged_outlives_a_kill(trained: Path, tmp_path: Path) -> None:
    server = BotServer(tmp_path, conversation_rate=MANY)
    found, state = crash(server, tmp_path, 1)
    assert len(found.answered) >= 20
    assert sum(found.others.values()) > 0
    assert state == Kept(lost=0, twice=0)
