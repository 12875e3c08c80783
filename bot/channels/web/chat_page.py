"""The chat page as a channel: `/chat`."""

import logging
from collections.abc import Awaitable, Callable
from functools import wraps

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from typing_extensions import override

from bot.channels.exchanges import Exchanges, Handler
from bot.channels.gate import Gate
from bot.channels.notice import Notices
from bot.channels.refusal import Refused, unkept
from bot.channels.sessions import Sessions
from bot.channels.web.cookie import PageCookie
from bot.channels.web.routes import PageRoutes
from bot.channels.web.sheet_routes import SheetRoutes
from bot.channels.web.view import CHANNEL, PageView
from bot.page.page import Page
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.state import State

logger = logging.getLogger(__name__)

Route = Callable[..., Awaitable[HTTPResponse]]


class ChatPage(InputChannel):
    """`/chat`: a page that works with and without JavaScript."""

    def __init__(self, settings: Settings, state: State, page: Page) -> None:
        self._settings = settings
        self._state = state
        self._page = page
        self._view = PageView(page, settings)

    @classmethod
    @override
    def name(cls) -> str:
        return CHANNEL

    def url_prefix(self) -> str:
        """Its address on the server; the slash keeps it out of /webhooks."""
        return "/chat"

    @override
    def blueprint(self, on_new_message: Handler) -> Blueprint:
        gate = Gate(self._state, longest=self._settings.longest_message)
        exchanges = Exchanges(
            self._state, on_new_message, wording=self._page.wording, gate=gate
        )
        cookie = PageCookie(
            Sessions(self._state.secret),
            is_secure=self._settings.is_secure,
            base=self._settings.base,
        )
        routed = PageRoutes(
            self._settings,
            exchanges,
            self._view,
            cookie,
            Notices(self._page),
            channel=self.name(),
        )
        sheet = SheetRoutes(self._settings, exchanges, self._view, cookie)
        routes = Blueprint("chat_page")
        routes.get("")(_handler(routed.show))
        routes.post("")(_handler(routed.take_form))
        routes.get("/messages")(_handler(routed.said))
        routes.post("/messages")(_handler(routed.ask))
        routes.post("/rating")(_handler(routed.rate))
        routes.post("/forget")(_handler(routed.forget))
        routes.post("/new")(_handler(routed.begin_another))
        routes.get("/sheet")(_handler(sheet.show))
        routes.post("/sheet")(_handler(sheet.save))
        routes.get("/files/<version:str>/<name:str>")(_handler(routed.file))
        routes.get("/<name:str>")(_handler(routed.file))

        @routes.exception(Refused)
        async def refuse(request: Request, refused: Refused) -> HTTPResponse:
            return await routed.refuse(request, refused)

        @routes.exception(StoreError)
        async def not_kept(request: Request, error: StoreError) -> HTTPResponse:
            return await routed.refuse(request, unkept(error))

        @routes.exception(Exception)
        async def fail(request: Request, error: Exception) -> HTTPResponse:
            # Sanic's own refusals have their status.
            status = getattr(error, "status_code", 500)
            if status >= 500:
                logger.exception("A request to the chat page failed.")
            return await routed.refuse(request, Refused("broken", status))

        return routes


def _handler(method: Route) -> Route:
    """Wraps a method: Sanic sets attributes on handlers, and methods take none."""

    @wraps(method)
    async def handle(request: Request, **parts: str) -> HTTPResponse:
        return await method(request, **parts)

    return handle
