"""Slack as a channel: over HTTP at `/webhooks/slack/webhook`, or in Socket Mode."""

import asyncio
import logging

from pydantic import SecretStr
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from typing_extensions import override

from bot.channels.exchanges import Exchanges, Handler
from bot.channels.gate import Gate
from bot.channels.refusal import Refused
from bot.channels.slack.answering import CHANNEL, Answering
from bot.channels.slack.blocks import Blocks
from bot.channels.slack.framework import Framework, refusal
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.web_api import SILENT, Never, NotNow, WebApi
from bot.page.page import Page
from bot.settings import Settings
from bot.storage.state import State

logger = logging.getLogger(__name__)

# In seconds: until Slack is tried again, where it cannot be reached at the start.
AGAIN = 15.0


class Slack(InputChannel):
    """Hears what Slack delivers, and answers it."""

    def __init__(
        self, slack: SlackSettings, settings: Settings, state: State, page: Page
    ) -> None:
        """Takes settings that say that Slack is on."""
        self._slack = slack
        self._settings = settings
        self._state = state
        self._page = page
        self._web_api = WebApi(slack.api_url, _secret(slack.bot_token))
        self._answering: Answering | None = None
        self._framework: Framework | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._running: list[asyncio.Task[None]] = []

    @classmethod
    @override
    def name(cls) -> str:
        return CHANNEL

    @override
    def blueprint(self, on_new_message: Handler) -> Blueprint:
        gate = Gate(self._state, longest=self._settings.longest_message)
        wording = self._page.wording
        self._answering = Answering(
            self._state,
            Exchanges(self._state, on_new_message, wording=wording, gate=gate),
            self._web_api,
            self._page,
            Blocks(wording, self._text_address),
        )
        self._framework = framework = Framework(
            self._web_api,
            self._answering.take,
            token=_secret(self._slack.bot_token),
            signing_secret=_secret(self._slack.signing_secret),
        )
        routes = Blueprint("slack_channel")

        async def receive(request: Request) -> HTTPResponse:
            return await framework.receive(request)

        # Without a secret nobody could tell Slack from somebody else.
        if self._slack.signing_secret:
            routes.post("/webhook")(receive)

        @routes.exception(Refused)
        async def refuse(_: Request, refused: Refused) -> HTTPResponse:
            return refusal(refused.reason, refused.status)

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

    @property
    def _text_address(self) -> str | None:
        """Where the text can be read, if anywhere."""
        address = self._settings.public_address
        return f"{address.rstrip('/')}/chat" if address else None

    async def _learn_name(self) -> None:
        while self._web_api.bot is None:
            try:
                await self._web_api.learn_bot()
            except (NotNow, Never) as problem:
                logger.error(
                    "Slack does not say who the bot is (%s): see SLACK_BOT_TOKEN.",
                    problem,
                )
                await asyncio.sleep(AGAIN)

    async def _connect(self) -> None:
        """Opens a connection to Slack, which it keeps and opens anew."""
        if self._framework is None:
            raise RuntimeError("The channel's blueprint has to be served first.")
        token = _secret(self._slack.app_token)
        self._socket = AsyncSocketModeHandler(self._framework.app, token, logger=SILENT)
        while True:
            try:
                await self._socket.connect_async()  # type: ignore[no-untyped-call]
                return
            except Exception as error:
                problem = type(error).__name__
                logger.error("Slack: Socket Mode cannot connect (%s).", problem)
                await asyncio.sleep(AGAIN)


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""
