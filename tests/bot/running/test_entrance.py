"""Hosts, paths, methods and headers, as they arrive at a running server."""

import http.client
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.bot.channels.visitor import Visitor
from tests.servers import BotServer, bot_server

SAFE = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cache-control",
}


@pytest.fixture(scope="module")
def url(trained: Path) -> Iterator[str]:
    with bot_server(
        public_address="https://ask.example.org/mvp", hosts='["bot.internal"]'
    ) as url:
        yield url


def asked(
    url: str, path: str, *, method: str = "GET", host: str | None = None
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    headers = {"Host": host} if host is not None else {}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read().decode()
    connection.close()
    return answer.status, found, body


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/mvp/chat"),
        ("/mvp", "/mvp/chat"),
        ("/mvp/", "/mvp/chat"),
        ("/favicon.ico", "/mvp/chat/icon.svg"),
        ("/mvp/favicon.ico", "/mvp/chat/icon.svg"),
    ],
)
def test_the_top_leads_to_the_chat_and_names_no_version(
    url: str, path: str, leads_to: str
) -> None:
    status, headers, body = asked(url, path)
    assert (status, headers["location"]) == (302, leads_to)
    assert not re.search(r"rasa|sanic|uvicorn|\d\.\d", f"{headers}{body}", re.I)


@pytest.mark.parametrize("path", ["/chat", "/chat/", "/mvp/chat", "/mvp/chat/"])
def test_the_chat_is_there_with_and_without_a_slash(url: str, path: str) -> None:
    status, _, body = asked(url, path)
    assert (status, "<h1>" in body) == (200, True)


def test_below_a_path_every_address_is(url: str) -> None:
    _, headers, body = asked(url, "/mvp/chat")
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', body)
    assert addresses
    assert all(address.startswith("/mvp/") for address in addresses)
    assert "Path=/mvp/chat;" in headers["set-cookie"]
    for address in addresses:
        assert asked(url, address.split("#")[0])[0] in {200, 405}, address
    visitor = Visitor(f"{url}/mvp/chat")
    assert visitor.ask("is it dangerous?")[0] == 200
    assert visitor.questions() == ["is it dangerous?"]


@pytest.mark.parametrize("path", ["/chat", "/chat/embed.js", "/health/live", "/none"])
def test_head_answers_as_get_without_a_body(url: str, path: str) -> None:
    status, headers, _ = asked(url, path)
    told, same, body = asked(url, path, method="HEAD")
    assert (told, body) == (status, "")
    for name in ("content-type", "content-length"):
        assert same.get(name, "").split("=")[0] == headers.get(name, "").split("=")[0]


@pytest.mark.parametrize(
    "path",
    ["/", "/chat", "/chat/none", "/none", "/health/ready", "/webhooks/rest/webhook"],
)
def test_every_answer_has_the_same_safe_headers(url: str, path: str) -> None:
    _, headers, _ = asked(url, path)
    assert set(headers) >= SAFE
    assert "server" not in headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:5005", 200),
        ("127.0.0.1", 200),
        ("192.168.3.4:80", 200),
        ("[::1]:5005", 200),
        ("ask.example.org", 200),
        ("ASK.EXAMPLE.ORG:443", 200),
        ("bot.internal:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("ask.example.org.evil.example", 421),
        ("[", 421),
    ],
)
def test_only_its_own_names_are_answered(url: str, host: str, status: int) -> None:
    for path in ("/chat", "/health/live"):
        assert asked(url, path, host=host)[0] == status
    _, headers, body = asked(url, "/chat", host=host)
    if status == 421:
        assert "does not go by that name" in body
        assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "path",
    ["/conversations/a/tracker", "/model/parse", "/domain", "/status", "/version"],
)
def test_rasas_own_api_is_not_there(url: str, path: str) -> None:
    for method in ("GET", "POST"):
        status, headers, _ = asked(url, path, method=method)
        assert status in {404, 405}
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["::1", "::"])
def test_listens_on_ipv6(trained: Path, tmp_path: Path, host: str) -> None:
    if not socket.has_ipv6:
        pytest.skip("This machine has no IPv6.")
    server = BotServer(tmp_path, host=host)
    server.start()
    try:
        assert asked(f"http://[::1]:{server.port}", "/chat")[0] == 200
        if host == "::" and socket.has_dualstack_ipv6():
            assert asked(server.url, "/chat")[0] == 200
    finally:
        server.stop()
