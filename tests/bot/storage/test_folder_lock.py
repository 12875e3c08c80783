import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.errors import StoreError
from bot.storage.folder_lock import FolderLock

HOLD = """
import pathlib, sys
from bot.storage.folder_lock import FolderLock
lock = FolderLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def held_by_another(folder: Path) -> "subprocess.Popen[str]":
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def test_a_second_server_is_told_whose_folder_it_is(tmp_path: Path) -> None:
    other = held_by_another(tmp_path)
    with pytest.raises(StoreError) as refused:
        FolderLock(tmp_path)
    assert f"in use by another server (process {other.pid})" in str(refused.value)
    assert "BOT_STATE_FOLDER" in str(refused.value)
    other.communicate()


def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    other = held_by_another(tmp_path)
    other.kill()
    other.communicate()
    lock = FolderLock(tmp_path)
    assert (tmp_path / "lock").read_text() == str(os.getpid())
    lock.let_go()


def test_one_that_let_go_holds_nothing(tmp_path: Path) -> None:
    FolderLock(tmp_path).let_go()
    FolderLock(tmp_path).let_go()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file/state cannot be used"):
        FolderLock(tmp_path / "file" / "state")
