"""Serves the bot over HTTP, with one server or several."""

import logging
import socket
from contextlib import nullcontext
from functools import partial

from rich.console import Console

from bot import __version__
from bot.channels.slack.settings import SlackSettings, load_slack_settings
from bot.errors import BotError
from bot.running.http_server import listen
from bot.running.server import run_server
from bot.running.workers import Workers
from bot.settings import Settings
from bot.storage.folder_lock import FolderLock
from bot.watching.logs import log_as_json

logger = logging.getLogger(__name__)

# Where only this machine can reach the server.
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class ServingError(BotError):
    """The server cannot start; the message says what to do."""


def serve(console: Console, settings: Settings, *, host: str, port: int) -> None:
    """Serves until it is told to stop.

    Raises:
        ServingError: the address cannot be used, or the settings do not fit together.
        StoreError: conversations cannot be kept.
        DocumentError: the document's files are not as they should be.
        EngineError: the model cannot be loaded.
        WorkerError: a worker cannot start.
    """
    check_sharing(settings)
    if settings.json_logs:
        log_as_json()
    tokens = load_slack_settings()
    # Who has other servers beside it need not have people wait for its start.
    listening = _listening(host, port, at_once=not settings.database_url)
    told = [
        f"Ready at http://{_shown(host)}:{port}/chat"
        " (REST: POST /webhooks/rest/webhook)",
        f"Version {__version__}.",
        about_slack(tokens),
        *about_service(settings, host),
    ]
    ready = partial(_tell, console, settings, told)
    # Other servers are kept out of the folder, where there is one.
    with nullcontext() if settings.database_url else FolderLock(settings.state):
        if settings.workers == 1:
            run_server(settings, listening, ready)
        else:
            Workers(settings, listening).run(ready)


def check_sharing(settings: Settings) -> None:
    """Sees that servers that share a store can agree on who answers.

    Raises:
        ServingError: they could not.
    """
    needs = "BOT_DATABASE_URL" if settings.database_url else "BOT_WORKERS"
    shares = settings.database_url or settings.workers > 1
    if shares and not settings.redis_url:
        raise ServingError(
            f"{needs} is for servers that share, which agree in Redis on who answers:"
            " set BOT_REDIS_URL too, e.g. redis://localhost:6379/0."
        )


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


def _tell(console: Console, settings: Settings, lines: list[str]) -> None:
    if settings.json_logs:
        for line in lines:
            logger.info("%s", line)
    else:
        console.print("\n".join(lines))


def _shown(host: str) -> str:
    if host in {"127.0.0.1", "0.0.0.0", "::"}:
        return "localhost"
    return _in_brackets(host)


def _in_brackets(host: str) -> str:
    """A host as it stands before a port."""
    return f"[{host}]" if ":" in host else host


def _listening(host: str, port: int, *, at_once: bool) -> socket.socket:
    try:
        return listen(host, port, at_once=at_once)
    except OSError as error:
        raise ServingError(
            f"{_in_brackets(host)}:{port} cannot be used ({error.strerror}). Stop what"
            " is running there, or choose another port: PORT=5006 make serve"
        ) from error
