"""The chat page: `/chat`, and what the page and the widget on other sites need."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw, redirect

from bot.channels.desk import Desk
from bot.channels.gate import storable
from bot.channels.history import Exchange
from bot.channels.notice import notice_for, text_in
from bot.channels.page_reply import shown
from bot.channels.page_requests import (
    form_of,
    json_of,
    question_in,
    rating_in,
)
from bot.channels.page_view import PageView
from bot.channels.refusal import Refused
from bot.channels.sessions import Sessions
from bot.document import Library
from bot.settings import Settings
from bot.storage.conversation_store import ConversationStore

logger = logging.getLogger(__name__)

COOKIE = "conversation"
# For pages in a frame, where browsers may keep cookies away.
HEADER = "X-Conversation"
HTML = "text/html; charset=utf-8"


class ChatPage(InputChannel):
    """`/chat`: a page that works with and without JavaScript."""

    def __init__(
        self, settings: Settings, store: ConversationStore, library: Library
    ) -> None:
        """Takes the settings, where conversations are kept, and the source."""
        self._settings = settings
        self._store = store
        self._sessions = Sessions(settings.state)
        self._view = PageView(library, settings)

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "chat"

    def url_prefix(self) -> str:
        """Its address on the server; the slash keeps it out of /webhooks."""
        return "/chat"

    def blueprint(
        self, on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> Blueprint:
        """The channel's routes."""
        desk = Desk(self._settings, self._store, on_new_message, channel=self.name())
        routes = Blueprint("chat_page")
        self._add_page(routes, desk)
        self._add_data(routes, desk)
        self._add_files(routes)

        @routes.exception(Refused)
        async def refuse(request: Request, refused: Refused) -> HTTPResponse:
            return await self._refusal(request, refused, desk)

        @routes.exception(Exception)
        async def fail(request: Request, error: Exception) -> HTTPResponse:
            # Sanic's own refusals have their status.
            status = getattr(error, "status_code", 500)
            if status >= 500:
                logger.exception("A request to the chat page failed.")
            return await self._refusal(request, Refused("broken", status), desk)

        @routes.middleware("response")
        async def guard(_: Request, response: HTTPResponse) -> None:
            response.headers.update(self._view.headers)

        return routes

    def _add_page(self, routes: Blueprint, desk: Desk) -> None:
        @routes.get("")
        async def page(request: Request) -> HTTPResponse:
            return await self._page(request, desk)

        @routes.post("")
        async def form(request: Request) -> HTTPResponse:
            content = form_of(request, self._settings)
            conversation, wish = self._conversation(request), content.get("do")
            if wish == "forget":
                await desk.forget(conversation)
            if wish in {"forget", "new"}:
                told = "?told=forgotten" if wish == "forget" else ""
                return self._begun_anew(redirect(f"/chat{told}", status=303))
            if wish == "rate":
                question_id, helpful, comment = rating_in(content)
                await desk.rate(
                    conversation, question_id, helpful=helpful, comment=comment
                )
            else:
                question_id, text = question_in(content)
                exchange = await desk.answer(
                    conversation, question_id, text, address=_address(request)
                )
                question_id = exchange.id
            return redirect(f"/chat#{question_id}", status=303)

    def _add_data(self, routes: Blueprint, desk: Desk) -> None:
        @routes.get("/messages")
        async def history(request: Request) -> HTTPResponse:
            conversation = self._conversation(request)
            said = await desk.history(conversation)
            ratings = desk.ratings(conversation)
            return json({"exchanges": [e.as_dict() for e in said], "ratings": ratings})

        @routes.post("/messages")
        async def ask(request: Request) -> HTTPResponse:
            question_id, text = question_in(json_of(request, self._settings))
            exchange = await desk.answer(
                self._conversation(request),
                question_id,
                text,
                address=_address(request),
            )
            return json(exchange.as_dict())

        @routes.post("/rating")
        async def rate(request: Request) -> HTTPResponse:
            question_id, helpful, comment = rating_in(json_of(request, self._settings))
            conversation = self._conversation(request)
            await desk.rate(conversation, question_id, helpful=helpful, comment=comment)
            return json({})

        @routes.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            json_of(request, self._settings)
            await desk.forget(self._conversation(request))
            return self._begun_anew(json({}))

        @routes.post("/new")
        async def begin_anew(request: Request) -> HTTPResponse:
            json_of(request, self._settings)
            return self._begun_anew(json({}))

    def _add_files(self, routes: Blueprint) -> None:
        @routes.get("/<name:str>")
        async def file(_: Request, name: str) -> HTTPResponse:
            found = self._view.file(name)
            if found is None:
                raise Refused("unknown", 404)
            content, content_type = found
            return raw(content, content_type=content_type)

    async def _page(
        self, request: Request, desk: Desk, *, told: str = "", status: int = 200
    ) -> HTTPResponse:
        token = request.cookies.get(COOKIE)
        conversation = self._sessions.conversation(token)
        said: list[Exchange] = []
        ratings: dict[str, bool] = {}
        if not (token and conversation):
            token = self._sessions.new()
        elif status < 500:
            said = await desk.history(conversation)
            ratings = desk.ratings(conversation)
        if not said:
            told = told or request.args.get("told", "")
        typed = _typed(request)
        notice = await asyncio.to_thread(notice_for, typed) if status >= 400 else None
        page = self._view.page(
            token, said, ratings, told=told, typed=typed, notice=notice
        )
        return self._kept(raw(page, status=status, content_type=HTML), token)

    async def _refusal(
        self, request: Request, refused: Refused, desk: Desk
    ) -> HTTPResponse:
        """Says why, in the form that the page asked in."""
        # Another site's form comes without the reader's cookie; the page would bring
        # a new one, and so take their conversation from them.
        if request.path == "/chat" and refused.status != 403:
            return await self._page(
                request, desk, told=refused.reason, status=refused.status
            )
        return await self._problem(request, refused)

    async def _problem(self, request: Request, refused: Refused) -> HTTPResponse:
        content = {"problem": self._view.problem(refused.reason)}
        notice = await asyncio.to_thread(notice_for, text_in(request))
        return json(
            content | ({"notice": shown(notice)} if notice else {}),
            status=refused.status,
        )

    def _conversation(self, request: Request) -> str:
        """The conversation that a request belongs to.

        Raises:
            Refused: its id was not given out here.
        """
        token = request.headers.get(HEADER) or request.cookies.get(COOKIE)
        conversation = self._sessions.conversation(token)
        if conversation is None:
            raise Refused("no_conversation", 401)
        return conversation

    def _begun_anew(self, response: HTTPResponse) -> HTTPResponse:
        token = self._sessions.new()
        response.headers[HEADER] = token
        return self._kept(response, token)

    def _kept(self, response: HTTPResponse, token: str) -> HTTPResponse:
        # Browsers keep a cookie for a page in another site's frame only like this.
        framed = "Secure; SameSite=None; Partitioned"
        where = framed if self._settings.is_secure else "SameSite=Lax"
        response.headers["Set-Cookie"] = (
            f"{COOKIE}={token}; Path=/chat; HttpOnly; {where}"
        )
        return response


def _address(request: Request) -> str:
    return str(request.remote_addr or request.ip)


def _typed(request: Request) -> str:
    """What is to stand in the field for the question.

    One that could not be answered is given back; a link may bring another.
    """
    fields = request.form if request.method == "POST" else request.args
    name = "text" if request.method == "POST" else "question"
    return storable(str((fields or {}).get(name, "")))
