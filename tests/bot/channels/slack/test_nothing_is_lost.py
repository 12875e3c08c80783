"""What Slack was told is answered: whatever Slack says, and however the server ends."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import engines
from tests.bot.channels.slack.block_kit import quotes_in
from tests.bot.channels.slack.conftest import TOKENS, Connected, connected
from tests.bot.channels.slack.stand_in import SlackStandIn, message

SECRET_WORDS = "is it dangerous for somebody called Rumpelstiltskin"


def ask_many(here: Connected, count: int) -> None:
    for number in range(count):
        fields = {"user": f"U{number}", "channel": f"D{number}"}
        assert here.send.message("is it dangerous?", **fields)[0] == 200


def channels(here: Connected) -> list[str]:
    return sorted(said.content["channel"] for said in here.slack.said)


def test_answers_what_is_under_way_before_it_ends(alone: Connected) -> None:
    alone.bot.start()
    ask_many(alone, 20)
    alone.bot.stop()
    assert channels(alone) == sorted(f"D{number}" for number in range(20))


def test_answers_after_a_restart_what_slack_would_not_take(alone: Connected) -> None:
    alone.bot.start()
    # Longer than a server that is told to stop waits.
    alone.slack.next_answers = [(429, {"Retry-After": "60"})] * 3
    ask_many(alone, 3)
    deadline = time.monotonic() + 30
    while alone.slack.next_answers and time.monotonic() < deadline:
        time.sleep(0.05)
    alone.bot.stop()
    assert alone.slack.said == []
    alone.bot.start()
    alone.slack.posted(3)
    alone.slack.stays_at(3)
    assert channels(alone) == ["D0", "D1", "D2"]


def test_a_restarted_server_knows_what_was_answered(alone: Connected) -> None:
    alone.bot.start()
    event = message("is it dangerous?", "77.0")
    alone.send.event(event)
    alone.slack.posted(1)
    alone.bot.kill()
    alone.bot.start()
    alone.send.event(event, X_Slack_Retry_Num="1", X_Slack_Retry_Reason="http_timeout")
    alone.slack.stays_at(1)
    # What was said before is still known.
    alone.send.message("say that again")
    assert quotes_in(alone.slack.posted(2)[-1].blocks)


def test_no_log_holds_a_token_or_what_was_said(alone: Connected) -> None:
    alone.bot.start()
    alone.slack.next_answers = [(404, {}), (200, {})]
    alone.send.message(SECRET_WORDS)
    alone.send.command(SECRET_WORDS)
    alone.send.message(SECRET_WORDS, ts=None)
    alone.send.send(SECRET_WORDS.encode(), secret="not-the-secret")
    alone.send.form({"payload": f"{{{SECRET_WORDS}"})
    alone.send.interaction({"type": "something_new", "text": SECRET_WORDS})
    time.sleep(1)
    alone.bot.stop()
    assert alone.bot.process is not None
    assert alone.bot.process.stdout is not None
    log = alone.bot.process.stdout.read()
    assert "refused" in log
    for secret in ("Rumpelstiltskin", *TOKENS.values()):
        assert secret not in log
    assert "Traceback" not in log


@pytest.fixture
def two(
    trained: Path, tmp_path: Path, postgres: engines.Postgres, redis: engines.Redis
) -> Iterator[list[Connected]]:
    """Two servers of one workspace, which share a store."""
    shared = {"database_url": postgres.new_database(), "redis_url": redis.address()}
    with SlackStandIn().running() as slack:
        servers = [connected(slack, tmp_path, TOKENS, **shared) for _ in range(2)]
        for server in servers:
            server.bot.start()
        yield servers
        for server in servers:
            server.bot.stop()


def test_what_slack_delivers_to_both_servers_is_answered_once(
    two: list[Connected],
) -> None:
    slack = two[0].slack
    for number in range(5):
        event = message("is it dangerous?", f"{number}.0", channel=f"D{number}")
        again = {"X_Slack_Retry_Num": "1", "X_Slack_Retry_Reason": "http_timeout"}
        # At the same moment, then once more to each.
        deliveries = [
            threading.Thread(target=server.send.event, args=(event,), kwargs=kind)
            for kind in ({}, again)
            for server in two
        ]
        for delivery in deliveries:
            delivery.start()
        for delivery in deliveries:
            delivery.join()
    slack.posted(5)
    slack.stays_at(5)
    assert channels(two[0]) == [f"D{number}" for number in range(5)]
    # The other server goes on where one was.
    for server, text in zip(two, ("what causes it?", "say that again"), strict=True):
        count = len(slack.said)
        server.send.message(text, ts=f"{count}.5")
        slack.posted(count + 1)
    first, second = (quotes_in(said.blocks) for said in slack.said[-2:])
    assert first and first == second


def test_what_a_killed_server_left_is_answered_by_the_other(
    two: list[Connected],
) -> None:
    one, other = two
    one.slack.next_answers = [(429, {"Retry-After": "300"})]
    one.send.message("is it dangerous?")
    deadline = time.monotonic() + 10
    while one.slack.next_answers and time.monotonic() < deadline:
        time.sleep(0.05)
    one.bot.stop()
    # It is left in order; the other looks every fifteen seconds.
    other.slack.posted(1)
    other.slack.stays_at(1)
