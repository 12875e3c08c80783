"""The chat page as HTML, and the files that belong to it."""

import uuid
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channels.web.reply import shown, shown_exchange
from bot.document.layout import paragraphs
from bot.page.page import Page
from bot.replies.reply import Reply
from bot.replies.service import Service
from bot.settings import Settings
from bot.storage.exchange import Exchange
from bot.storage.exchange_store import Slice

FOLDER = Path(__file__).parents[2] / "web"
SCRIPTS = (
    "draft",
    "elements",
    "messages",
    "problems",
    "ratings",
    "server",
    "source_text",
    "top",
    "waiting",
)
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    # The example of a page with the widget has no suffix in its address.
    "": "text/html; charset=utf-8",
}
FILES = (
    *("chat.css", "icon.svg", "example", "embed.js", "chat.js"),
    *(f"{name}.js" for name in SCRIPTS),
)
PROBLEM = "page_problem_"
CHANNEL = "chat"
# Everything from this server, nothing written into the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; "
    "frame-ancestors {frames}"
)
# What keeps browsers from doing anything else with the page.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": a form would then come from nowhere.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class PageView:
    """Renders the page from its template."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self._quotable = page.quotable
        # The same for every request.
        self._paragraphs = paragraphs(page.quotable)
        frames = " ".join(["'self'", *map(str, settings.frame_sites)])
        self.headers = HEADERS | {
            "Content-Security-Policy": POLICY.format(frames=frames)
        }
        self._wording = page.wording
        self._settings = settings
        self._suggested = page.suggested
        self._service = Service(settings, page.wording)
        environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = environment.get_template("chat.html")
        self._files = {name: (FOLDER / _stored(name)).read_bytes() for name in FILES}

    def page(
        self,
        token: str,
        said: Slice,
        ratings: dict[str, bool],
        *,
        is_latest: bool = True,
        announcement: str = "",
        typed: str = "",
        notice: Reply | None = None,
    ) -> bytes:
        """The page with what was said.

        Args:
            token: The signed id of the conversation.
            said: Questions and answers of it.
            ratings: Which of the answers helped, by the id of the question.
            is_latest: Whether these are the last of the conversation.
            announcement: Something to say at the top, by the name of its words.
            typed: What stands in the field for the question.
            notice: What a refused cry for help gets.
        """
        source = self._quotable.source
        html = self._template.render(
            text=self._wording.text,
            token=token,
            scripts=SCRIPTS,
            said=[self.exchange(exchange) for exchange in said.exchanges],
            has_earlier=said.has_earlier,
            is_latest=is_latest,
            ratings=ratings,
            told=self._words_of(announcement),
            typed=typed,
            notice=self.reply(notice) if notice else None,
            new_id=_new_id,
            service=self._service,
            settings=self._settings,
            about=self._service.behind(CHANNEL),
            source=source,
            date=source.long_date,
            paragraphs=self._paragraphs,
            suggested=self._suggested,
        )
        return html.encode()

    def exchange(self, exchange: Exchange) -> dict[str, Any]:
        """An exchange as the page shows it."""
        return shown_exchange(exchange, self._wording)

    def reply(self, reply: Reply) -> dict[str, Any]:
        """A reply as the page shows it."""
        return shown(reply, self._wording)

    def problem(self, reason: str) -> str:
        """The words for a reason why a request was not served."""
        return self._wording.text(PROBLEM + reason)

    def file(self, name: str) -> tuple[bytes, str] | None:
        """The content and type of one of the page's files, if there is one."""
        if name not in FILES:
            return None
        return self._files[name], TYPES[Path(name).suffix]

    def _words_of(self, name: str | None) -> str | None:
        if name == "forgotten":
            return self._wording.text("page_forgotten")
        return (
            self.problem(name) if name and self._wording.has(PROBLEM + name) else None
        )


def _stored(name: str) -> str:
    return name if "." in name else f"{name}.html"


def _new_id() -> str:
    return str(uuid.uuid4())
