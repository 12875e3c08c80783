"""Servers that refuse: what they say, and that no cry for help is lost with it."""

import json
import sqlite3
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.storage.sqlite import FILE
from tests.bot.channels.visitor import Visitor
from tests.servers import WITH_A_BROKEN_ACTION, BotServer, bot_server, post

SENTENCE = "seek emergency medical care immediately"

# Spellings that have to be cleaned, or read, before anything can be found in them.
CRIES = [
    "my chest hurts so bad right now",
    "MY CHEST HURTS",
    "my ch\u200best hu\u200brts",
    "my chеst hurts bаdly",
    "my chst hrts",
    "chestpain",
    "he is not breathing",
    "somebody help me please",
    "no puedo respirar",
]


@pytest.fixture(scope="module")
def strict(trained: Path) -> Iterator[str]:
    with bot_server(conversation_rate="1", address_rate="10000") as url:
        yield url


@pytest.fixture(scope="module")
def used_up(strict: str) -> Visitor:
    """Somebody who has asked all that they may."""
    visitor = Visitor(f"{strict}/chat")
    assert visitor.ask("is it dangerous?")[0] == 200
    return visitor


@pytest.mark.parametrize("cry", CRIES)
def test_one_message_too_many_is_refused_with_the_notice(
    used_up: Visitor, cry: str
) -> None:
    status, refusal = used_up.ask(cry)
    assert status == 429
    assert "Please wait a minute" in refusal["problem"]
    assert SENTENCE in json.dumps(refusal["notice"])


def test_a_cry_for_help_is_no_free_pass(used_up: Visitor) -> None:
    status, refusal = used_up.ask("my chest hurts, and is it inherited?")
    assert (status, "inherited" in json.dumps(refusal)) == (429, False)
    assert used_up.questions() == ["is it dangerous?"]


@pytest.mark.parametrize("cry", CRIES)
def test_rest_sends_the_notice_with_what_it_refuses(strict: str, cry: str) -> None:
    url = f"{strict}/webhooks/rest/webhook"
    without_sender = json.dumps({"message": cry}).encode()
    too_large = json.dumps({"sender": "a", "message": cry + ". x" * 80_000}).encode()
    for body, status in ((without_sender, 400), (too_large, 413)):
        told, (notice, refusal) = post(url, body)
        assert told == status
        assert SENTENCE in notice["text"]
        assert notice["custom"]["outcome"] == "emergency"
        assert refusal["text"]


@pytest.mark.parametrize("filler", ["bees and flowers ", "b ", "привет мир "])
def test_rest_hears_a_cry_in_the_middle_of_what_is_too_long(
    strict: str, filler: str
) -> None:
    many = 40_000 // len(filler)
    text = f"{filler * many}. my chest is being crushed. {filler * many}"
    message = {"sender": f"long-{filler}", "message": text}
    body = json.dumps(message, ensure_ascii=False).encode()
    status, (first, refusal) = post(f"{strict}/webhooks/rest/webhook", body)
    assert (status, first["custom"]["outcome"]) == (413, "emergency")
    assert "fewer words" in refusal["text"]


@pytest.mark.parametrize("path", ["webhooks/rest/webhook", "chat/messages"])
def test_who_asks_too_often_is_told_when_to_come_back(strict: str, path: str) -> None:
    content = {"sender": "often", "message": "hi", "text": "hi", "id": ""}
    cookie = Visitor(f"{strict}/chat").cookie
    headers = {"Content-Type": "application/json", "Cookie": cookie}

    def ask() -> None:
        body = json.dumps({**content, "id": str(uuid.uuid4())}).encode()
        urllib.request.urlopen(
            urllib.request.Request(f"{strict}/{path}", body, headers)
        )

    ask()
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask()
    assert (refused.value.code, refused.value.headers["Retry-After"]) == (429, "60")


def test_limits_hold_over_rest_as_on_the_page(strict: str) -> None:
    def ask(text: str, sender: str) -> tuple[int, Any]:
        message = json.dumps({"sender": sender, "message": text}).encode()
        return post(f"{strict}/webhooks/rest/webhook", message)

    status, refusal = ask("is it dangerous? " * 200, "limits-anna")
    assert (status, "fewer words" in refusal["error"]) == (413, True)
    assert ask("is it dangerous?", "limits-anna")[0] == 200
    status, refusal = ask("is it dangerous?", "limits-anna")
    assert (status, "wait a minute" in refusal["error"]) == (429, True)
    assert ask("is it dangerous?", "limits-ben")[0] == 200


def test_a_store_that_is_broken_is_told_with_the_notice(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path)
    server.start()
    try:
        visitor = Visitor(f"{server.url}/chat")
        with sqlite3.connect(tmp_path / FILE) as other:
            other.execute("DROP TABLE exchanges")
        status, refusal = visitor.ask("my chst hrts")
        assert status == 503
        assert SENTENCE in json.dumps(refusal["notice"])
        status, refusal = visitor.ask("is it dangerous?")
        assert (status, "notice" in refusal) == (503, False)
        assert "In an emergency" in refusal["problem"]
        # A person without JavaScript is told on the page.
        page = urllib.request.Request(
            f"{server.url}/chat", headers={"Cookie": visitor.cookie}
        )
        with pytest.raises(urllib.error.HTTPError) as failed:
            urllib.request.urlopen(page)
        assert failed.value.headers["Content-Type"].startswith("text/html")
        assert "Nothing can be kept here" in failed.value.read().decode()
    finally:
        server.stop()


def test_an_action_that_fails_is_told_in_every_channel(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, first=WITH_A_BROKEN_ACTION)
    server.start()
    try:
        webhook = f"{server.url}/webhooks/rest/webhook"
        status, refusal = post(webhook, b'{"sender": "a", "message": "what is it?"}')
        assert (status, list(refusal)) == (500, ["error"])
        assert "Something went wrong here" in refusal["error"]
        visitor = Visitor(f"{server.url}/chat")
        status, refusal = visitor.ask("is it dangerous?")
        assert (status, list(refusal)) == (500, ["problem"])
        # It is not kept as if it had been answered; what works goes on working.
        assert visitor.ask("thanks a lot")[0] == 200
        assert visitor.questions() == ["thanks a lot"]
    finally:
        server.stop()


@pytest.fixture(scope="module")
def behind_a_proxy(trained: Path) -> Iterator[str]:
    with bot_server(
        address_rate="2",
        proxies="1",
        public_address="https://ask.example.org",
    ) as url:
        yield url


def test_one_address_may_ask_so_much_however_many_people_it_is(
    behind_a_proxy: str,
) -> None:
    chat = f"{behind_a_proxy}/chat"
    content = {"text": "is it dangerous?"}

    def status(visitor: Visitor, address: str) -> int:
        asked = {**content, "id": str(uuid.uuid4())}
        return visitor.post("messages", asked, **{"X-Forwarded-For": address})[0]

    visitors = [Visitor(chat) for _ in range(3)]
    statuses = [status(visitor, "203.0.113.7") for visitor in visitors]
    assert statuses == [200, 200, 429]
    # The address is that which the proxy saw, not what somebody says in front of it.
    assert status(visitors[2], "203.0.113.8") == 200
    assert status(visitors[2], "198.51.100.1, 203.0.113.7") == 429


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://ask.example.org", 200), ("https://ask.example.com", 403)],
)
def test_the_public_address_is_the_pages_own(
    behind_a_proxy: str, origin: str, status: int
) -> None:
    visitor = Visitor(f"{behind_a_proxy}/chat")
    asked = {"id": str(uuid.uuid4()), "text": "is it dangerous?"}
    headers = {"Origin": origin, "X-Forwarded-For": f"203.0.113.{status % 250}"}
    assert visitor.post("messages", asked, **headers)[0] == status
