"""Slack's own framework, `slack_bolt`, and what it is told about the bot.

It checks signatures, tells payloads apart and speaks Socket Mode. What it calls here
has only to keep what arrived, and is waited for: what is not kept is not acknowledged,
and delivered again.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from json import loads
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json
from slack_bolt import BoltResponse
from slack_bolt.adapter.sanic import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.channels.slack import payloads
from bot.channels.slack.arrival import Arrival
from bot.channels.slack.payloads import Malformed, Payload
from bot.channels.slack.web_api import SILENT, WebApi
from bot.storage.errors import StoreError

logger = logging.getLogger(__name__)

SHORTCUT = "ask_the_text"
ANY = re.compile("")
# What Slack's framework refuses before anything of ours hears of it.
UNHEARD = {401: "wrong or old signature", 404: "unknown payload"}
# What comes of a payload that is not of the shape that Slack's are; Bolt raises it too.
MISSHAPEN = (
    *(Malformed, AttributeError, IndexError, KeyError, TypeError, ValueError),
    RecursionError,
)

Read = Callable[[Payload], Arrival | None]
Take = Callable[[Arrival], Awaitable[None]]


class Framework:
    """Hands on what Slack sends, once it is known to come from there."""

    def __init__(
        self, web_api: WebApi, take: Take, *, token: str, signing_secret: str
    ) -> None:
        self._web_api = web_api
        self._take = take
        self._token = token
        self.app = self._app(signing_secret)
        self._handler = AsyncSlackRequestHandler(self.app)

    async def receive(self, request: Request) -> HTTPResponse:
        """Takes a request, or refuses it."""
        if not _is_readable(request):
            return refusal("unreadable", 400)
        try:
            response = await self._handler.handle(request)
        except MISSHAPEN as error:
            # Bolt reads a payload before it looks whether it is signed.
            return refusal(f"unreadable: {type(error).__name__}", 400)
        if response.status in UNHEARD:
            return refusal(UNHEARD[response.status], response.status)
        return response

    def _app(self, signing_secret: str) -> AsyncApp:
        # No method: Bolt looks at the names of what it calls with, `self` among them.
        async def authorize(team_id: str | None) -> AuthorizeResult:
            return self._authorized(team_id)

        app = AsyncApp(
            signing_secret=signing_secret,
            client=self._web_api.client,
            authorize=authorize,
            process_before_response=True,
            logger=SILENT,
        )
        app.event(payloads.MENTION)(self._listener(self._message))
        app.event("message")(self._listener(self._message))
        app.event("app_home_opened")(self._listener(payloads.visit))
        app.command(ANY)(self._listener(payloads.command))
        app.shortcut(SHORTCUT)(self._listener(payloads.shortcut))
        app.action(ANY)(self._listener(payloads.press))
        app.error(_failed)
        return app

    def _listener(self, read: Read) -> Callable[..., Awaitable[None]]:
        async def listen(body: dict[str, Any], ack: AsyncAck) -> None:
            arrival = read(body)
            if arrival is not None:
                await self._take(arrival)
            await ack()

        return listen

    def _message(self, body: Payload) -> Arrival | None:
        return payloads.message(body, payloads.bot_of(body) or self._web_api.bot)

    def _authorized(self, team_id: str | None) -> AuthorizeResult:
        """Who the bot is: one workspace's, known without asking Slack each time."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team_id,
            bot_token=self._token,
            bot_user_id=self._web_api.bot,
        )


async def _failed(error: Exception) -> BoltResponse:
    if isinstance(error, MISSHAPEN):
        # Without its text: a piece of a message may be in it.
        what = error if isinstance(error, Malformed) else type(error).__name__
        logger.error("Slack: a request was refused (400, %s).", what)
        return BoltResponse(status=400)
    if isinstance(error, StoreError):
        logger.error("Slack: what arrived cannot be kept; it will come again.")
        return BoltResponse(status=503)
    logger.error("Slack: what arrived cannot be taken.", exc_info=error)
    return BoltResponse(status=500)


def _is_readable(request: Request) -> bool:
    """Whether it is a form, or JSON of the shape of events, which Bolt relies on."""
    try:
        text = request.body.decode("utf-8")
        if not text.lstrip().startswith(("{", "[")):
            return True
        body = loads(text)
        return isinstance(body, dict) and isinstance(body.get("event", {}), dict)
    except (ValueError, RecursionError):
        return False


def refusal(reason: str, status: int) -> HTTPResponse:
    """Refuses a request, with one line in the log."""
    logger.error("Slack: a request was refused (%s, %s).", status, reason)
    return json({"error": reason}, status=status)
