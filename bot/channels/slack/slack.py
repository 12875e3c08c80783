"""Slack as a channel: over HTTP at `/webhooks/slack/webhook`, or in Socket Mode."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from json import loads
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from slack_bolt import BoltResponse
from slack_bolt.adapter.sanic import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from typing_extensions import override

from bot.channels.exchanges import Exchanges, Handler
from bot.channels.gate import Gate
from bot.channels.refusal import Refused
from bot.channels.slack import payloads
from bot.channels.slack.answering import CHANNEL, Answering
from bot.channels.slack.arrival import Arrival
from bot.channels.slack.blocks import Blocks
from bot.channels.slack.payloads import Malformed, Payload
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.web_api import SILENT, NotNow, WebApi
from bot.page.page import Page
from bot.settings import Settings
from bot.storage.errors import StoreError
from bot.storage.state import State

logger = logging.getLogger(__name__)

# In seconds: until Slack is tried again, where it cannot be reached at the start.
AGAIN = 15.0
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


class Slack(InputChannel):
    """Hears what Slack delivers, and acknowledges it once it is kept."""

    def __init__(
        self, slack: SlackSettings, settings: Settings, state: State, page: Page
    ) -> None:
        """Takes settings that say that Slack is on."""
        self._slack = slack
        self._settings = settings
        self._state = state
        self._page = page
        self._web_api = WebApi(slack.api_url, _secret(slack.bot_token))
        self._bot: str | None = None
        self._answering: Answering | None = None
        self._app = self._bolt()
        self._socket: AsyncSocketModeHandler | None = None
        self._running: list[asyncio.Task[None]] = []

    @classmethod
    @override
    def name(cls) -> str:
        return CHANNEL

    @override
    def blueprint(self, on_new_message: Handler) -> Blueprint:
        gate = Gate(self._state, longest=self._settings.longest_message)
        exchanges = Exchanges(
            self._state, on_new_message, wording=self._page.wording, gate=gate
        )
        address = self._settings.public_address
        blocks = Blocks(
            self._page.wording, f"{str(address).rstrip('/')}/chat" if address else None
        )
        self._answering = Answering(
            self._state, exchanges, self._web_api, self._page, blocks
        )
        routes = Blueprint("slack_channel")
        # Without a secret nobody could tell Slack from somebody else.
        if self._slack.signing_secret:
            routes.post("/webhook")(self._webhook())

        @routes.exception(Refused)
        async def refuse(_: Request, refused: Refused) -> HTTPResponse:
            return _refusal(refused.reason, refused.status)

        return routes

    async def start(self) -> None:
        """Begins to answer; Slack need not be reachable yet."""
        if self._answering is None:
            raise RuntimeError("The channel's blueprint has to be served first.")
        await self._web_api.open()
        tasks = [self._answering.watch(), self._learn_name()]
        if self._slack.app_token:
            tasks.append(self._connect())
        self._running = [asyncio.create_task(task) for task in tasks]

    async def stop(self) -> None:
        """Takes nothing more, answers what was taken, and leaves the rest in order."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        if self._answering is not None:
            await self._answering.finish()
        await self._web_api.close()

    def _webhook(self) -> Callable[[Request], Awaitable[HTTPResponse]]:
        handler = AsyncSlackRequestHandler(self._app)

        async def receive(request: Request) -> HTTPResponse:
            if not _is_readable(request):
                return _refusal("unreadable", 400)
            try:
                response = await handler.handle(request)
            except MISSHAPEN as error:
                # Bolt reads a payload before it looks whether it is signed.
                return _refusal(f"unreadable: {type(error).__name__}", 400)
            if response.status in UNHEARD:
                return _refusal(UNHEARD[response.status], response.status)
            return response

        return receive

    def _bolt(self) -> AsyncApp:
        """Slack's framework, which checks signatures and tells payloads apart.

        What it calls has only to keep what arrived, and is waited for: what is not kept
        is not acknowledged, and delivered again.
        """

        # No method: Bolt looks at the names of what it calls with, `self` among them.
        async def authorize(team_id: str | None) -> AuthorizeResult:
            return self._authorized(team_id)

        app = AsyncApp(
            signing_secret=_secret(self._slack.signing_secret),
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
        app.error(self._failed)
        return app

    def _listener(self, read: Read) -> Callable[..., Awaitable[None]]:
        async def listen(body: dict[str, Any], ack: AsyncAck) -> None:
            arrival = read(body)
            if arrival is not None and self._answering is not None:
                await self._answering.take(arrival)
            await ack()

        return listen

    def _message(self, body: Payload) -> Arrival | None:
        return payloads.message(body, _bot_in(body) or self._bot)

    def _authorized(self, team_id: str | None) -> AuthorizeResult:
        """Who the bot is: one workspace's, known without asking Slack each time."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team_id,
            bot_token=_secret(self._slack.bot_token),
            bot_user_id=self._bot,
        )

    @staticmethod
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

    async def _learn_name(self) -> None:
        while self._bot is None:
            try:
                self._bot = await self._web_api.own_user()
            except NotNow as problem:
                logger.error("Slack does not know the bot yet (%s).", problem)
                await asyncio.sleep(AGAIN)

    async def _connect(self) -> None:
        """Opens a connection to Slack, which it keeps and opens anew."""
        self._socket = AsyncSocketModeHandler(
            self._app, _secret(self._slack.app_token), logger=SILENT
        )
        while True:
            try:
                await self._socket.connect_async()  # type: ignore[no-untyped-call]
                return
            except Exception as error:
                logger.error(
                    "Slack: Socket Mode cannot connect (%s).", type(error).__name__
                )
                await asyncio.sleep(AGAIN)


def _secret(value: Any) -> str:
    return value.get_secret_value() if value else ""


def _bot_in(body: Mapping[str, Any]) -> str | None:
    """The bot that an event was delivered for."""
    for one in body.get("authorizations") or ():
        if isinstance(one, dict) and one.get("is_bot"):
            return str(one.get("user_id"))
    return None


def _is_readable(request: Request) -> bool:
    """Whether it is a form, or JSON of an event's shape: Bolt takes that for granted."""
    try:
        text = request.body.decode("utf-8")
        if not text.lstrip().startswith(("{", "[")):
            return True
        body = loads(text)
        return isinstance(body, dict) and isinstance(body.get("event", {}), dict)
    except (ValueError, RecursionError):
        return False


def _refusal(reason: str, status: int) -> HTTPResponse:
    logger.error("Slack: a request was refused (%s, %s).", status, reason)
    return json({"error": reason}, status=status)
