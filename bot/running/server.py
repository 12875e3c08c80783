"""One server: the bot with its channels, until it is told to stop."""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import uvloop
from rasa.core.run import close_resources, configure_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.refusal import Refused, turn_away, words_for
from bot.channels.rest import Rest
from bot.channels.slack.settings import load_slack_settings
from bot.channels.slack.slack import Slack
from bot.channels.web.chat_page import ChatPage
from bot.page.page import Page, load_page
from bot.replies.wording import Wording
from bot.running.engine import load_bot
from bot.running.entrance import Entrance
from bot.running.front_door import Bounds
from bot.running.health import health
from bot.running.http_server import serve_http
from bot.running.observing import Observed
from bot.settings import Settings
from bot.storage.state import State


def run_server(
    settings: Settings, listening: socket.socket, ready: Callable[[], None]
) -> None:
    """Serves until the process is told to stop.

    Args:
        settings: How.
        listening: The socket to take connections from.
        ready: Called once requests are served.

    Raises:
        StoreError: conversations cannot be kept.
        DocumentError: the document's files are not as they should be.
        EngineError: the model cannot be loaded.
    """
    tokens = load_slack_settings()
    state, page = State.opened(settings), load_page()
    slack = Slack(tokens, settings, state, page) if tokens.is_on else None
    app = _application(settings, state, page, slack, listening.getsockname()[1])
    uvloop.install()
    asyncio.run(_serve(app, state, slack, settings, listening, ready))


def _application(
    settings: Settings, state: State, page: Page, slack: Slack | None, port: int
) -> Sanic:
    channels = [Rest(settings, state, page), ChatPage(settings, state, page)]
    channels += [slack] if slack else []
    app = configure_app(channels, enable_api=False, port=port)
    app.blueprint(health(state, page))
    app.config.PROXIES_COUNT = settings.proxies
    app.register_middleware(turn_away, "request")
    app.exception(Refused)(partial(_say_why, page.wording))
    return app


async def _serve(
    app: Sanic,
    state: State,
    slack: Slack | None,
    settings: Settings,
    listening: socket.socket,
    ready: Callable[[], None],
) -> None:
    app.ctx.agent = (await load_bot(state)).agent
    # What is loaded stays; looking through it for waste takes long, and all wait.
    gc.collect()
    gc.freeze()
    forgetting = asyncio.create_task(state.forget_silent_every_hour(settings.keep_days))
    if slack:
        await slack.start()
    try:
        with _ended_in_order():
            try:
                entrance = Observed(Entrance(app, settings))
                await serve_http(entrance, listening, bounds=Bounds(), ready=ready)
            finally:
                if slack:
                    await slack.stop()
    finally:
        forgetting.cancel()
        await close_resources(app, asyncio.get_running_loop())
        await state.shared.close()
        state.close()


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """On SIGTERM the server ends in order, with 0 as its exit code.

    Once it has stopped, uvicorn raises the signal again, for whoever was before it.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


async def _say_why(wording: Wording, _: Request, refused: Refused) -> HTTPResponse:
    """Refuses a request that belongs to no channel."""
    return json({"error": words_for(refused, wording)}, status=refused.status)
