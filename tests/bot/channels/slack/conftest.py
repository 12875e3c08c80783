"""A bot that is connected to a stand-in for Slack, both on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.channels.slack.stand_in import (
    APP_TOKEN,
    SECRET,
    TOKEN,
    Sender,
    SlackStandIn,
)
from tests.servers import BotServer

TOKENS = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}


@dataclass
class Connected:
    """A bot, Slack, and what Slack sends."""

    bot: BotServer
    slack: SlackStandIn
    send: Sender


def connected(
    slack: SlackStandIn, state: Path, tokens: dict[str, str], **settings: str
) -> Connected:
    environment = {**tokens, "SLACK_API_URL": slack.url}
    bot = BotServer(state, environment=environment, **settings)
    return Connected(bot, slack, Sender(bot.url, slack))


@pytest.fixture(scope="module")
def workspace(
    trained: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connected]:
    """One server for the tests of a module; each speaks in channels of its own."""
    with SlackStandIn().running() as slack:
        found = connected(
            slack,
            tmp_path_factory.mktemp("state"),
            TOKENS,
            conversation_rate="1000",
            address_rate="1000",
            public_address="https://bot.example",
        )
        found.bot.start()
        yield found
        found.bot.stop()


@pytest.fixture
def here(workspace: Connected) -> Connected:
    """The same with nothing said yet."""
    workspace.slack.said.clear()
    workspace.slack.acknowledged.clear()
    return workspace


@pytest.fixture
def alone(trained: Path, tmp_path: Path) -> Iterator[Connected]:
    """A server of this test's own, not started yet."""
    with SlackStandIn().running() as slack:
        found = connected(slack, tmp_path, TOKENS)
        yield found
        if found.bot.process is not None and found.bot.process.poll() is None:
            found.bot.kill()


@pytest.fixture
def in_socket_mode(trained: Path, tmp_path: Path) -> Iterator[Connected]:
    with SlackStandIn().running() as slack:
        tokens = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
        found = connected(slack, tmp_path, tokens)
        found.bot.start()
        yield found
        found.bot.stop()
