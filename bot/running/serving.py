"""Serves the bot over HTTP."""

import asyncio
import logging
import socket
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.run import close_resources, configure_app, create_http_input_channels
from rich.console import Console
from sanic import Sanic

from bot.channels.chat_page import ChatPage
from bot.document import load_library
from bot.errors import BotError
from bot.running.engine import load_bot
from bot.settings import Settings
from bot.storage.conversation_store import ConversationStore

logger = logging.getLogger(__name__)

LOOP_RUNS_AFTER = 0.1
HOUR = 3600
# In bytes. No question is longer; a longer message over REST gets status 413.
LARGEST_REQUEST = 200_000
CREDENTIALS = Path(__file__).parents[2] / "credentials.yml"


class ServingError(BotError):
    """The server cannot start; the message says what to do."""


def serve(console: Console, settings: Settings, *, host: str, port: int) -> None:
    """Serves until it is told to stop.

    Raises:
        ServingError: the address cannot be used.
        StoreError: conversations cannot be kept.
    """
    _check_address(host, port)
    store = ConversationStore(settings.state)
    channels = create_http_input_channels(None, str(CREDENTIALS))
    channels.append(ChatPage(settings, store, load_library()))
    app = configure_app(channels, enable_api=False, port=port)
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    app.config.PROXIES_COUNT = settings.proxies
    app.register_listener(partial(_load, store), "before_server_start")
    app.register_listener(close_resources, "after_server_stop")
    app.add_task(_forget_old_ones(store, settings.keep_days))
    ready = partial(_say_ready, console, f"http://{_shown(host)}:{port}")
    app.register_listener(ready, "after_server_start")
    app.run(host=host, port=port, access_log=False, motd=False)
    error = getattr(app.ctx, "error", None)
    if error is not None:
        raise error


async def _load(store: ConversationStore, app: Sanic, _: Any) -> None:
    try:
        app.ctx.agent = await load_bot(store)
    except Exception as error:
        # Sanic would print a traceback; stop and let the command line explain.
        app.ctx.error = error
        app.stop()


async def _forget_old_ones(store: ConversationStore, days: int) -> None:
    """Deletes, every hour, the conversations that have been silent for so long."""
    while True:
        try:
            await asyncio.to_thread(store.forget_older_than, days)
        except Exception:
            # It is tried again; the promise to delete must not end with one failure.
            logger.exception("Old conversations could not be deleted.")
        await asyncio.sleep(HOUR)


async def _say_ready(console: Console, address: str, app: Sanic, loop: Any) -> None:
    if getattr(app.ctx, "error", None) is None:
        line = f"Ready at {address}/chat (REST: POST /webhooks/rest/webhook)"
        # Sanic loses a signal to stop that comes before its loop runs for good.
        loop.call_later(LOOP_RUNS_AFTER, partial(console.print, line))


def _shown(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host


def _check_address(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServingError(
                f"{host}:{port} cannot be used ({error.strerror}). Stop what is "
                "running there, or choose another port: PORT=5006 make serve"
            ) from error
