"""Serves the bot over HTTP."""

import asyncio
import gc
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvloop
from rasa.core.run import close_resources, configure_app
from rich.console import Console
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.refusal import Refused, turn_away, words_for
from bot.channels.rest import Rest
from bot.channels.slack.settings import SlackSettings, load_slack_settings
from bot.channels.slack.slack import Slack
from bot.channels.web.chat_page import ChatPage
from bot.errors import BotError
from bot.page.page import Page, load_page
from bot.replies.wording import Wording
from bot.running.engine import load_bot
from bot.running.entrance import Entrance
from bot.running.front_door import Bounds
from bot.running.health import health
from bot.running.http_server import listen, serve_http
from bot.settings import Settings
from bot.storage.state import State

# Where only this machine can reach the server.
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class ServingError(BotError):
    """The server cannot start; the message says what to do."""


def serve(console: Console, settings: Settings, *, host: str, port: int) -> None:
    """Serves until it is told to stop.

    Raises:
        ServingError: the address cannot be used.
        StoreError: conversations cannot be kept.
        DocumentError: the document's files are not as they should be.
        EngineError: the model cannot be loaded.
    """
    tokens = load_slack_settings()
    listening = _listening(host, port)
    state, page = State.in_folder(settings), load_page()
    slack = Slack(tokens, settings, state, page) if tokens.is_on else None
    app = _application(settings, state, page, slack, port)
    line = f"Ready at http://{_shown(host)}:{port}/chat"
    told = [
        f"{line} (REST: POST /webhooks/rest/webhook)",
        about_slack(tokens),
        *about_service(settings, host),
    ]
    ready = partial(console.print, "\n".join(told))
    uvloop.install()
    asyncio.run(_serve(app, state, slack, settings, listening, ready))


def about_slack(tokens: SlackSettings) -> str:
    """Whether Slack is on, and what is missing."""
    if not tokens.is_on:
        return f"Slack is off. Missing: {', '.join(tokens.missing)} (README, In Slack)."
    ways = [
        *(["POST /webhooks/slack/webhook"] if tokens.signing_secret else []),
        *(["Socket Mode"] if tokens.app_token else []),
    ]
    return f"Slack is on: {' and '.join(ways)}."


def about_service(settings: Settings, host: str) -> list[str]:
    """What others who come here are not told, since nobody has set it."""
    if host in LOOPBACK or not settings.unsaid:
        return []
    unsaid = ", ".join(settings.unsaid)
    return [f"People who ask are not told what settings.yml leaves open: {unsaid}."]


def _application(
    settings: Settings, state: State, page: Page, slack: Slack | None, port: int
) -> Sanic:
    channels = [Rest(settings, state, page), ChatPage(settings, state, page)]
    channels += [slack] if slack else []
    app = configure_app(channels, enable_api=False, port=port)
    app.blueprint(health(state))
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
    ready: "partial[None]",
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
                entrance = Entrance(app, settings)
                await serve_http(entrance, listening, bounds=Bounds(), ready=ready)
            finally:
                if slack:
                    await slack.stop()
    finally:
        forgetting.cancel()
        await close_resources(app, asyncio.get_running_loop())
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


def _shown(host: str) -> str:
    if host in {"127.0.0.1", "0.0.0.0", "::"}:
        return "localhost"
    return _in_brackets(host)


def _in_brackets(host: str) -> str:
    """A host as it stands before a port."""
    return f"[{host}]" if ":" in host else host


def _listening(host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as error:
        raise ServingError(
            f"{_in_brackets(host)}:{port} cannot be used ({error.strerror}). Stop what"
            " is running there, or choose another port: PORT=5006 make serve"
        ) from error
