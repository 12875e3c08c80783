"""Keeps a second server out of a folder.

Two servers on one file would each keep what the other does not know of: a test from
outside lost 28 of 200 acknowledged messages.
"""

import fcntl
import os
from pathlib import Path

from bot.storage.errors import StoreError

FILE = "lock"


class FolderLock:
    """Holds a folder until it is let go of, or the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder.

        Raises:
            StoreError: another server has it, or it cannot be written to.
        """
        path = folder / FILE
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(
                f"{folder} cannot be used ({error.strerror}). See that it can be "
                "written to, or name another as state_folder in settings.yml."
            ) from error
        self._file = os.fdopen(number, "r+", encoding="ascii", errors="replace")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = self._file.read().strip() or "unknown"
            self._file.close()
            raise StoreError(
                f"{folder} is in use by another server (process {other}). Stop that"
                " one first, or give this one a folder of its own:"
                " BOT_STATE_FOLDER=another make serve"
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def __enter__(self) -> "FolderLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Lets another have it."""
        self._file.close()
