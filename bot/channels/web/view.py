"""The chat page as HTML."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.channels.web.files import FOLDER, SCRIPTS, File, PageFiles
from bot.channels.web.look import look_of
from bot.channels.web.reading import Reading
from bot.channels.web.reply import is_urgent, shown, shown_exchange
from bot.channels.web.sheet import sheet_of
from bot.document.layout import paragraphs
from bot.document.source import long_date
from bot.page.page import Page
from bot.replies.reply import Reply
from bot.replies.service import Service
from bot.settings import Settings
from bot.storage.exchange import Exchange
from bot.storage.exchange_store import Slice

PROBLEM = "page_problem_"
# What a page that was asked for after something else may begin with.
TOLD = {"forgotten", "forgotten_soon"}
CHANNEL = "chat"


class PageView:
    """Renders the page from its template."""

    def __init__(self, page: Page, settings: Settings) -> None:
        # The same for every request.
        self._paragraphs = paragraphs(page.quotable)
        self._sentences = {str(one.number): one.text for one in page.quotable.sentences}
        self._wording = page.wording
        self._suggested = page.suggested
        self._service = Service(settings, page.wording)
        look = look_of(settings, page.wording)
        self._files = PageFiles(
            look, look.for_widget(settings, page.wording), base=settings.base
        )
        environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # What stays the same for every request.
        environment.globals.update(
            text=self._wording.text,
            look=look,
            files=self._files.address,
            settings=settings,
            base=settings.base,
            source=page.quotable.source,
            date=page.quotable.source.long_date,
            new_id=_new_id,
        )
        self._chat = environment.get_template("chat.html")
        self._sheet = environment.get_template("sheet.html")
        self._sheet_file = environment.get_template("sheet.txt")

    def page(
        self,
        token: str,
        said: Slice,
        ratings: dict[str, bool],
        reading: Reading,
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
            reading: Which sentences of the source are marked.
            is_latest: Whether these are the last of the conversation.
            announcement: Something to say at the top, by the name of its words.
            typed: What stands in the field for the question.
            notice: What a refused cry for help gets.
        """
        html = self._chat.render(
            token=token,
            today=_today(),
            scripts=SCRIPTS,
            said=[self.exchange(exchange) for exchange in said.exchanges],
            urgent=bool(notice or (said.exchanges and is_urgent(said.exchanges[-1]))),
            has_earlier=said.has_earlier,
            is_latest=is_latest,
            ratings=ratings,
            told=self._words_of(announcement),
            typed=typed,
            notice=self.reply(notice) if notice else None,
            service=self._service,
            about=self._service.behind(CHANNEL),
            paragraphs=self._paragraphs,
            total=str(len(self._sentences)),
            marked=reading.marked,
            read=reading.read,
            suggested=self._suggested,
        )
        return html.encode()

    def sheet(self, exchanges: Iterable[Exchange]) -> bytes:
        """The sheet for the appointment, to be changed and printed."""
        html = self._sheet.render(
            sheet=sheet_of(exchanges, self._wording),
            clinic=self._service.on_paper(),
            today=_today(),
        )
        return html.encode()

    def sheet_file(
        self, exchanges: Iterable[Exchange], questions: Sequence[str]
    ) -> bytes:
        """The sheet as a text, with these questions for the provider."""
        text = self._sheet_file.render(
            sheet=sheet_of(exchanges, self._wording),
            questions=questions,
            clinic=self._service.on_paper(),
            today=_today(),
        )
        return text.encode()

    @property
    def sheet_name(self) -> str:
        """What the file is called."""
        return self._wording.text("sheet_file")

    def exchange(self, exchange: Exchange) -> dict[str, Any]:
        """An exchange as the page shows it."""
        return shown_exchange(exchange, self._wording)

    def reply(self, reply: Reply) -> dict[str, Any]:
        """A reply as the page shows it."""
        return shown(reply, self._wording)

    def problem(self, reason: str) -> str:
        """The words for a reason why a request was not served."""
        return self._wording.text(PROBLEM + reason)

    @property
    def files_version(self) -> str:
        """The part of the files' address that changes with them."""
        return self._files.version

    def file(self, name: str) -> File | None:
        """One of the page's files, if there is one of that name."""
        return self._files.file(name)

    def sentence(self, number: str) -> str | None:
        """The sentence of the source with that number, if there is one."""
        return self._sentences.get(number)

    def _words_of(self, name: str | None) -> str | None:
        if name in TOLD:
            return self._wording.text(f"page_{name}")
        return (
            self.problem(name) if name and self._wording.has(PROBLEM + name) else None
        )


def _today() -> str:
    return long_date(date.today())


def _new_id() -> str:
    return str(uuid.uuid4())
