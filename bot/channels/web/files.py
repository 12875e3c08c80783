"""The files that belong to the page and the widget, as they are sent."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.channels.web.look import Look

FOLDER = Path(__file__).parents[2] / "web"
SCRIPTS = (
    *("draft", "earlier", "elements", "messages", "problems", "ratings", "room"),
    *("saying", "server", "source_text", "tabs", "top", "waiting"),
)
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    # The example of a page with the widget has no suffix in its address.
    "": "text/html; charset=utf-8",
}
FILES = (
    *("base.css", "chat.css", "text.css", "print.css", "sheet.css"),
    *("icon.svg", "chat.js", "sheet.js"),
    *(f"{name}.js" for name in SCRIPTS),
)
# Where the loader gets the clinic's name, colour and words from.
FOR_WIDGET = "{/* what the server fills in */}"
# A year: what is at such an address never changes.
FOR_EVER = "public, max-age=31536000, immutable"
# The loader's address is written into other sites: it is looked at again.
FOR_MINUTES = "public, max-age=300"


@dataclass(frozen=True)
class File:
    """A file, as it is and compressed."""

    content: bytes
    compressed: bytes
    content_type: str


class PageFiles:
    """All of them, under an address that changes when one of them does."""

    def __init__(self, look: Look, for_widget: str, *, base: str = "") -> None:
        """Takes the look, and what the loader is filled in with, as JSON.

        They are below the path that the bot is below, if it is.
        """
        self._base = base
        loader = (FOLDER / "embed.js").read_text(encoding="utf-8")
        contents = {name: (FOLDER / name).read_bytes() for name in FILES}
        contents["look.css"] = look.style.encode()
        if look.logo and look.logo_name:
            contents[look.logo_name] = look.logo.read_bytes()
        digest = hashlib.sha256()
        for name, content in contents.items():
            digest.update(name.encode() + content)
        self.version = digest.hexdigest()[:16]
        contents["embed.js"] = loader.replace(FOR_WIDGET, for_widget).encode()
        contents["example"] = (FOLDER / "example.html").read_bytes()
        self._files = {name: _file(name, each) for name, each in contents.items()}

    @property
    def address(self) -> str:
        """Where they are, before their names."""
        return f"{self._base}/chat/files/{self.version}"

    def file(self, name: str) -> File | None:
        """The file of that name, if there is one."""
        return self._files.get(name)


def _file(name: str, content: bytes) -> File:
    kind = TYPES[Path(name).suffix]
    # The same bytes each time: no date in them.
    return File(content, gzip.compress(content, mtime=0), kind)
