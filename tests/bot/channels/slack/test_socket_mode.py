"""The same without a public address: Slack's WebSocket, stood in for on loopback."""

import time
import urllib.error
import urllib.request

import pytest

from tests.bot.channels.slack.block_kit import quotes_in
from tests.bot.channels.slack.conftest import Connected
from tests.bot.channels.slack.stand_in import enveloped, message


def deliver(here: Connected, number: int, text: str, **fields: str) -> str:
    """Delivers a message; gives the envelope's id."""
    deadline = time.monotonic() + 30
    while not here.slack.sockets and time.monotonic() < deadline:
        time.sleep(0.05)
    envelope = f"envelope-{time.monotonic()}"
    here.slack.deliver(
        {
            "type": "events_api",
            "envelope_id": envelope,
            "accepts_response_payload": False,
            "payload": enveloped(message(text, f"{number}.0", **fields)),
        }
    )
    return envelope


def test_answers_and_acknowledges(in_socket_mode: Connected) -> None:
    slack = in_socket_mode.slack
    sent = [deliver(in_socket_mode, 1, "is it dangerous?") for _ in range(2)]
    (said,) = slack.posted(1)
    assert quotes_in(said.blocks)
    sent.append(deliver(in_socket_mode, 2, "why?"))
    slack.posted(2)
    slack.stays_at(2)
    assert sorted(one["envelope_id"] for one in slack.acknowledged) == sorted(sent)


def test_takes_nothing_over_http_without_a_secret(in_socket_mode: Connected) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(in_socket_mode.send.url, b"{}")
    refused.value.close()
    assert refused.value.code in {404, 405}
