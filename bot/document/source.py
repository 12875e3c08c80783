"""The text that everything is quoted from."""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.document.errors import DocumentError

DATE_FORMAT = "%b %d, %Y"


@dataclass(frozen=True)
class Source:
    """The text and where it comes from."""

    title: str
    publisher: str
    date: str
    text: str
    sha256: str

    @property
    def day(self) -> datetime.date:
        """The date the publisher put on the text."""
        return datetime.datetime.strptime(self.date, DATE_FORMAT).date()

    @property
    def long_date(self) -> str:
        """The same as readers see it: "March 27, 2024"."""
        return long_date(self.day)


def long_date(day: datetime.date) -> str:
    """A day as readers see it: "March 27, 2024"."""
    return f"{day:%B} {day.day}, {day.year}"


def read_source(
    path: Path, *, sha256: str, title: str, publisher: str, date: str
) -> Source:
    """Reads the text and makes sure that not a byte of it has changed.

    Raises:
        DocumentError: the file cannot be read, is not the one that the quotes were
            taken from, or the date is not of the form "Mar 27, 2024".
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DocumentError(path, f"cannot be read ({error.strerror}).") from error
    actual = hashlib.sha256(content).hexdigest()
    if actual != sha256:
        raise DocumentError(
            path,
            f"its SHA-256 is {actual}, expected {sha256}. Restore the original file, "
            "or, if the text was replaced on purpose, check every quote and update "
            "the SHA-256.",
        )
    try:
        datetime.datetime.strptime(date, DATE_FORMAT)
    except ValueError:
        raise DocumentError(
            path, f"its date {date!r} is not of the form 'Mar 27, 2024'."
        ) from None
    return Source(title, publisher, date, content.decode("utf-8"), actual)
