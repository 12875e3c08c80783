"""What the chat page, and the widget on other sites, can ask the server for."""

import asyncio

from sanic.request import Request
from sanic.response import HTTPResponse, json, raw, redirect

from bot.channels.exchanges import Asker, Exchanges
from bot.channels.gate import storable
from bot.channels.notice import Notices, text_in
from bot.channels.refusal import Refused
from bot.channels.sessions import browser_of
from bot.channels.web.cookie import PageCookie
from bot.channels.web.files import FOR_EVER, FOR_MINUTES
from bot.channels.web.reading import reading_of
from bot.channels.web.requests import (
    QUESTION_ID,
    form_of,
    json_of,
    question_in,
    rating_in,
)
from bot.channels.web.view import PageView
from bot.replies.reply import Reply
from bot.settings import Settings
from bot.storage.exchange import Exchange
from bot.storage.exchange_store import Slice

HTML = "text/html; charset=utf-8"
# The words for what was done, by their name.
FORGOTTEN, FORGOTTEN_SOON = "forgotten", "forgotten_soon"
# Not answered with a page: whoever made the request is not who reads the page.
NOT_OURS = {403, 421}
# What people look at; everything else is for scripts.
PAGES = {"/chat", "/chat/sheet"}
# As many questions and answers are shown at a time; the others are a tap away.
SHOWN = 30


class PageRoutes:
    """Answers the page's requests."""

    def __init__(
        self,
        settings: Settings,
        exchanges: Exchanges,
        view: PageView,
        cookie: PageCookie,
        notices: Notices,
        *,
        channel: str,
    ) -> None:
        self._settings = settings
        self._address = f"{settings.base}/chat"
        self._exchanges = exchanges
        self._view = view
        self._cookie = cookie
        self._notices = notices
        self._channel = channel

    async def show(self, request: Request) -> HTTPResponse:
        """The page, with what was said last."""
        return await self._page(request)

    async def take_form(self, request: Request) -> HTTPResponse:
        """Does what a form of the page wants, where there is no JavaScript."""
        content = form_of(request, self._settings)
        wish = content.get("do")
        if wish is None:
            question_id, text = question_in(content)
            token, exchange = await self._asked(request, question_id, text)
            anchored = redirect(f"{self._address}#{exchange.id}", status=303)
            return self._cookie.give(anchored, token)
        conversation = self._cookie.conversation(request)
        if wish == "forget":
            is_whole = await self._forget(conversation)
            anew = self._cookie.begin_anew(redirect(self._address, status=303))
            return self._cookie.tell(anew, FORGOTTEN if is_whole else FORGOTTEN_SOON)
        if wish == "new":
            anew = redirect(self._address, status=303)
            return self._cookie.begin_another(anew, conversation)
        question_id, helpful, comment = rating_in(content)
        await self._exchanges.rate(
            conversation, question_id, helpful=helpful, comment=comment
        )
        return redirect(f"{self._address}#{question_id}", status=303)

    async def said(self, request: Request) -> HTTPResponse:
        """What was said last, or before a question."""
        conversation = self._cookie.conversation(request)
        said, ratings = await self._read_back(request, conversation)
        return json(
            {
                "exchanges": [self._view.exchange(one) for one in said.exchanges],
                "ratings": ratings,
                "has_earlier": said.has_earlier,
            }
        )

    async def ask(self, request: Request) -> HTTPResponse:
        """The answer to a question."""
        asked = question_in(json_of(request, self._settings))
        token, exchange = await self._asked(request, *asked)
        return self._cookie.give(json(self._view.exchange(exchange)), token)

    async def rate(self, request: Request) -> HTTPResponse:
        """Keeps what somebody thinks of an answer."""
        question_id, helpful, comment = rating_in(json_of(request, self._settings))
        conversation = self._cookie.conversation(request)
        await self._exchanges.rate(
            conversation, question_id, helpful=helpful, comment=comment
        )
        return json({})

    async def forget(self, request: Request) -> HTTPResponse:
        """Deletes all that came from the browser, and begins another conversation."""
        json_of(request, self._settings)
        is_whole = await self._forget(self._cookie.conversation(request))
        return self._cookie.begin_anew(json({"whole": is_whole}))

    async def begin_another(self, request: Request) -> HTTPResponse:
        """Begins another conversation; those before it can still be deleted."""
        json_of(request, self._settings)
        conversation = self._cookie.conversation(request)
        return self._cookie.begin_another(json({}), conversation)

    async def file(
        self, request: Request, name: str, version: str = ""
    ) -> HTTPResponse:
        """One of the page's own files; at an address with its version, for ever."""
        found = self._view.file(name)
        if found is None:
            raise Refused("unknown", 404)
        # Of another version while servers change one after the other: not to be kept.
        is_current = version == self._view.files_version
        keep = FOR_EVER if is_current else FOR_MINUTES if not version else "no-cache"
        headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
        content = found.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = found.compressed, "gzip"
        return raw(content, content_type=found.content_type, headers=headers)

    async def refuse(self, request: Request, refused: Refused) -> HTTPResponse:
        """Says why a request is not served, in the form that it was made in."""
        # Another site's form comes without the reader's cookie; the page would bring
        # a new one, and so take their conversation from them.
        if request.path in PAGES and refused.status not in NOT_OURS:
            return await self._page(
                request, announcement=refused.reason, status=refused.status
            )
        notice = await self._notice(text_in(request))
        content = {"problem": self._view.problem(refused.reason)}
        return json(
            content | ({"notice": self._view.reply(notice)} if notice else {}),
            status=refused.status,
        )

    async def _page(
        self, request: Request, *, announcement: str = "", status: int = 200
    ) -> HTTPResponse:
        known = self._cookie.read(request)
        said = Slice()
        ratings: dict[str, bool] = {}
        if known and status < 500:
            said, ratings = await self._read_back(request, known[1])
        told = self._cookie.told(request)
        if not said.exchanges and status == 200:
            announcement = announcement or told
        typed = self._typed(request)
        notice = await self._notice(typed) if status >= 400 else None
        token = known[0] if known else self._cookie.new()
        page = self._view.page(
            token,
            said,
            ratings,
            reading_of(said.exchanges, request.args.get("show", "")),
            is_latest=_before(request) is None,
            announcement=announcement,
            typed=typed,
            notice=notice,
        )
        shown = raw(page, status=status, content_type=HTML)
        if told:
            self._cookie.not_again(shown)
        return self._cookie.keep(shown, token)

    async def _forget(self, conversation: str) -> bool:
        return await self._exchanges.forget_all(browser_of(conversation))

    async def _read_back(
        self, request: Request, conversation: str
    ) -> tuple[Slice, dict[str, bool]]:
        """The part of a conversation that a request is for, and what was thought."""
        before = _before(request)
        said = await self._exchanges.last(conversation, SHOWN, before=before)
        return said, await self._exchanges.ratings(conversation, said)

    def _typed(self, request: Request) -> str:
        """What the question field is filled with.

        One that could not be answered is given back; a link may bring another, or a
        sentence of the source by its number.
        """
        if request.method == "POST":
            return storable(str((request.form or {}).get("text", "")))
        sentence = self._view.sentence(request.args.get("sentence", ""))
        return sentence or storable(request.args.get("question", ""))

    async def _notice(self, text: str) -> Reply | None:
        """The notice for a cry for help that is refused."""
        return await asyncio.to_thread(self._notices.notice_for, text)

    async def _asked(
        self, request: Request, question_id: str, text: str
    ) -> tuple[str | None, Exchange]:
        """The answer, and the token of the conversation begun for it, if one was."""
        conversation, token = self._cookie.conversation_or_new(request)
        address = str(request.remote_addr or request.ip)
        asker = Asker(self._channel, conversation, address)
        return token, await self._exchanges.ask(asker, text, question_id)


def _before(request: Request) -> str | None:
    """The question before which the conversation is asked for, if one is named."""
    question_id = request.args.get("before", "")
    return question_id if QUESTION_ID.fullmatch(question_id) else None
