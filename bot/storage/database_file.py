"""The file of the database, watched: it may be deleted or replaced while in use.

SQLite goes on writing to a file that has no name any more; all that was acknowledged
since would be gone with the process.
"""

import contextlib
from pathlib import Path

# What SQLite keeps beside the file.
BESIDE = ("-wal", "-shm")


class DatabaseFile:
    """A file by its name, and which one it was when it was opened."""

    def __init__(self, path: Path) -> None:
        """Takes where it is; it need not be there yet."""
        self.path = path
        self._known: tuple[int, int] | None = None

    def make(self) -> None:
        """Makes the file if it is not there, and takes it for the one in use.

        Raises:
            OSError: it cannot be made.
        """
        if not self.path.exists():
            # They belong to a file that is gone.
            for suffix in BESIDE:
                with contextlib.suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + suffix).unlink()
        # For the server alone to read: these are people's own words.
        self.path.touch(mode=0o600)
        self._known = self._identity()

    def is_another(self) -> bool:
        """Whether the file of that name is not the one in use."""
        return self._known is not None and self._identity() != self._known

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
