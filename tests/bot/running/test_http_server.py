"""What a hostile or broken client sends, byte by byte, to a server as it is run."""

import json
import re
import signal
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.running.front_door import Bounds
from bot.running.http_server import HEAD, IDLE, UNANSWERED, listen
from tests.servers import BotServer, bot_server, post

PATHS = ["/webhooks/rest/webhook", "/chat/messages", "/chat", "/nowhere"]
QUESTION = b'{"sender": "anna", "message": "is it dangerous?"}'


@pytest.fixture(scope="module")
def url(trained: Path) -> Iterator[str]:
    with bot_server(address_rate="10000", conversation_rate="10000") as url:
        yield url


# A minute of deadlines would teach no more than a few seconds of them.
SOON = 2.0


@pytest.fixture(scope="module")
def impatient(trained: Path) -> Iterator[str]:
    """A server that waits for nobody for long."""
    first = (
        "from bot.running.quiet import be_quiet; be_quiet(); "
        "import bot.running.http_server as http, bot.running.server as serving; "
        f"http.HEAD = http.IDLE = {SOON}; bounds = serving.Bounds; "
        f"serving.Bounds = lambda: bounds(body_seconds={SOON})"
    )
    with bot_server(first=first) as url:
        yield url


def connected(url: str) -> socket.socket:
    host, port = url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=30)


def sent(url: str, data: bytes) -> bytes:
    """What comes back, until the server closes or falls silent."""
    with connected(url) as client:
        client.sendall(data)
        client.settimeout(1)
        answer = b""
        try:
            while part := client.recv(65_536):
                answer += part
        except (TimeoutError, ConnectionResetError):
            pass
        return answer


def request(path: str, *headers: str, body: bytes = b"", version: str = "1.1") -> bytes:
    lines = [f"POST {path} HTTP/{version}", "Host: localhost", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def still_answers(url: str) -> None:
    status, (reply,) = post(f"{url}/webhooks/rest/webhook", QUESTION)
    assert (status, reply["custom"]["outcome"]) == (200, "answered")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: -1"],
        ["Content-Length: -999999999999"],
        ["Content-Length: +30"],
        ["Content-Length: 0x10"],
        ["Content-Length: 1_0"],
        ["Content-Length: ten"],
        ["Content-Length:"],
        ["Content-Length: 5", "Content-Length: 30"],
        ["Content-Length: 5, 30"],
        ["Content-Length: 99999999999999999999999"],
        ["Transfer-Encoding: gzip"],
        ["Transfer-Encoding: chunked, gzip"],
        ["Transfer-Encoding: cow", "Content-Length: 5"],
        ["Bad Header: 1"],
        ["X: \x00"],
    ],
    ids=" ".join,
)
def test_what_is_no_http_is_refused(url: str, path: str, headers: list[str]) -> None:
    answer = sent(url, request(path, *headers, body=QUESTION))
    assert re.match(rb"HTTP/1.1 (400|413|501) ", answer), answer[:80]
    assert b"Traceback" not in answer
    still_answers(url)


def test_a_length_beside_chunks_smuggles_nothing(url: str) -> None:
    hidden = request("/nowhere")
    headers = ["Content-Length: 5", "Transfer-Encoding: chunked"]
    answer = sent(url, request(PATHS[0], *headers, body=b"0\r\n\r\n" + hidden))
    assert b" 400 " in answer.splitlines()[0]
    still_answers(url)


@pytest.mark.parametrize(
    "data",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\r\n" * 50,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        request(PATHS[0], "Transfer-Encoding: chunked", body=b"-5\r\nhello\r\n"),
        request(PATHS[0], "Transfer-Encoding: chunked", body=b"zz\r\nhello\r\n"),
        request("/chat", "Upgrade: websocket", "Connection: upgrade"),
        request("/chat/messages", "Cookie: conversation=\xff\xfe\x80"),
        request("/chat/messages", "X-Conversation: web-\xed\xa0\xbd.x"),
        request("/chat?told=%ED%A0%BD&question=%00", "Origin: \xff"),
        b"GET /%ff%fe%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /chat/%2e%2e%2fsecret HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
    ids=lambda data: repr(data[:30]),
)
def test_other_bytes_end_nothing(url: str, data: bytes) -> None:
    answer = sent(url, data)
    assert not answer or re.match(rb"HTTP/1.1 [234]\d\d ", answer), answer[:80]
    still_answers(url)


FIELDS = st.sampled_from(
    ["sender", "message", "text", "id", "helpful", "comment", "do"]
)
VALUES = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(["my chest hurts", "x" * 300, "/restart", "yes"]),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.lists(st.text(max_size=3), max_size=2),
)
BODIES = st.one_of(
    st.dictionaries(FIELDS, VALUES, max_size=5).map(lambda d: json.dumps(d).encode()),
    st.binary(max_size=300),
    st.lists(st.sampled_from([b"do=forget", b"id=%ff", b"text=%ED%A0%BD"])).map(
        b"&".join
    ),
    st.integers(1, 20_000).map(lambda depth: b"[" * depth),
)
KINDS = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain",
    "\xff",
]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", "COW"]),
    path=st.sampled_from([*PATHS, "/", "/chat/rating", "/chat/forget", "/chat/%ff"]),
    kind=st.sampled_from(KINDS),
    cookie=st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=9),
    body=BODIES,
)
def test_whatever_is_sent_is_answered_or_refused(
    url: str, method: str, path: str, kind: str, cookie: str, body: bytes
) -> None:
    head = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {kind}",
        f"Cookie: conversation={cookie}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    with connected(url) as client:
        client.sendall("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        answer = all_of(client)
    assert re.match(rb"HTTP/1.1 [234]\d\d ", answer), answer[:80]
    assert b"Traceback" not in answer


def test_a_question_in_chunks_is_answered(url: str) -> None:
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(part), part) for part in (QUESTION[:9], QUESTION[9:])
    )
    kind = "Content-Type: application/json"
    headers = [kind, "Transfer-Encoding: chunked", "Connection: close"]
    answer = sent(url, request(PATHS[0], *headers, body=chunks + b"0\r\n\r\n"))
    assert b"HTTP/1.1 200 OK" in answer
    assert b"life-threatening" in answer


def test_a_body_that_is_broken_off_is_no_question(url: str) -> None:
    headers = ["Content-Type: application/json", "Content-Length: 500"]
    with connected(url) as client:
        client.sendall(request(PATHS[0], *headers, body=QUESTION))
        client.shutdown(socket.SHUT_WR)
        client.settimeout(5)
        assert b" 200 " not in client.recv(100)
    still_answers(url)


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_is_too_large_is_refused_in_words(url: str, path: str) -> None:
    large = b'{"sender": "a", "message": "%s"}' % (b"x " * 150_000)
    headers = ["Content-Type: application/json", f"Content-Length: {len(large)}"]
    answer = sent(url, request(path, *headers, body=large))
    assert b"HTTP/1.1 413 " in answer
    assert b"more than can be read at once" in answer
    still_answers(url)


def test_slow_connections_are_closed_and_hold_nobody_up(impatient: str) -> None:
    url = impatient
    with connected(url) as silent, connected(url) as dripping, connected(url) as idle:
        idle.sendall(b"GET /chat/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 200 " in idle.recv(65_536)
        stop = threading.Event()
        dripping.sendall(b"POST /chat HTTP/1.1\r\n")
        dripper = threading.Thread(target=drip, args=(dripping, stop))
        dripper.start()
        began = time.monotonic()
        still_answers(url)
        assert time.monotonic() - began < SOON
        for slow in (silent, dripping, idle):
            slow.settimeout(SOON + 10)
            assert ended(slow)
        assert time.monotonic() - began < SOON + 10
        stop.set()
        dripper.join()


def drip(client: socket.socket, stop: threading.Event) -> None:
    """Sends a byte now and then, as who wants to hold a server."""
    while not stop.wait(0.5):
        try:
            client.sendall(b"X")
        except OSError:
            return


def ended(client: socket.socket) -> bool:
    """Whether the server closes the connection, after what it may still send."""
    try:
        while client.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_the_deadlines_that_are_shipped_leave_time_for_a_slow_telephone() -> None:
    assert (HEAD, IDLE, Bounds.body_seconds) == (10.0, 15.0, 15.0)


def test_a_slow_body_is_refused_in_words(impatient: str) -> None:
    url = impatient
    headers = ["Content-Type: application/json", "Content-Length: 500"]
    with connected(url) as client:
        client.sendall(request(PATHS[0], *headers, body=b"{"))
        still_answers(url)
        answer = all_of(client)
    assert b"HTTP/1.1 408 " in answer
    assert b"did not arrive whole" in answer


def test_more_than_can_be_done_is_turned_away_with_a_time_to_come_back(
    url: str,
) -> None:
    # Many more than the bound: the server reads them in several goes.
    crowd = 4 * Bounds.requests
    with ExitStack() as open_ones:
        clients = [open_ones.enter_context(connected(url)) for _ in range(crowd)]
        for number, client in enumerate(clients):
            client.sendall(asking(f"one-of-many-{number}"))
        answers = [all_of(client) for client in clients]
    statuses = Counter(answer.split()[1] for answer in answers)
    assert set(statuses) == {b"200", b"503"}
    for answer in answers:
        if answer.split()[1] == b"503":
            assert b"retry-after: 5" in answer.lower()
            assert b"Very many people" in answer
    still_answers(url)


def test_far_too_many_connections_take_nothing_from_those_that_come_after(
    url: str,
) -> None:
    with ExitStack() as open_ones:
        for _ in range(UNANSWERED * Bounds.connections + 50):
            open_ones.enter_context(connected(url))
        last = open_ones.enter_context(connected(url))
        last.settimeout(10)
        assert ended(last)
    still_answers(url)


def asking(sender: str) -> bytes:
    body = json.dumps({"sender": sender, "message": "is it dangerous?"}).encode()
    headers = ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return request(PATHS[0], *headers, "Connection: close", body=body)


def all_of(client: socket.socket) -> bytes:
    client.settimeout(60)
    answer = b""
    while part := client.recv(65_536):
        answer += part
    return answer


def test_a_cut_connection_leaves_no_trace_in_the_log(
    trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path)
    server.start()
    head = b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: localhost\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    for cut in (0, 20, len(head), len(head) + 10, len(head) + 60):
        whole = head % len(QUESTION) + QUESTION
        client = connected(server.url)
        client.sendall(whole[:cut])
        # A reset, as when a telephone leaves the network.
        linger = struct.pack("ii", 1, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        client.close()
    assert post(f"{server.url}/webhooks/rest/webhook", QUESTION)[0] == 200
    server.stop()
    assert server.process is not None and server.process.stdout is not None
    assert "Traceback" not in server.process.stdout.read()


def test_what_was_taken_is_answered_before_the_server_ends(tmp_path: Path) -> None:
    server = BotServer(tmp_path)
    server.start()
    headers = ["Content-Type: application/json", f"Content-Length: {len(QUESTION)}"]
    with connected(server.url) as client:
        # The head and half of the body are there when the server is told to stop.
        client.sendall(request(PATHS[0], *headers, body=QUESTION[:20]))
        time.sleep(0.5)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        client.sendall(QUESTION[20:])
        answers = json.loads(all_of(client).split(b"\r\n\r\n", 1)[1])
    assert answers[0]["custom"]["outcome"] == "answered"
    assert server.process.wait(10) == 0
    with pytest.raises(OSError):
        connected(server.url)


def test_ends_in_ten_seconds_whatever_hangs(tmp_path: Path) -> None:
    hanging = (
        "from bot.running.quiet import be_quiet; be_quiet(); import time; "
        "import actions.answer_questions as slow; "
        "slow.answer_question = lambda *_, **__: time.sleep(60)"
    )
    server = BotServer(tmp_path, first=hanging)
    server.start()
    with connected(server.url) as client:
        headers = ["Content-Type: application/json"]
        length = f"Content-Length: {len(QUESTION)}"
        client.sendall(request(PATHS[0], *headers, length, body=QUESTION))
        time.sleep(0.5)
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_who_comes_too_early_waits_or_is_refused(host: str) -> None:
    with listen(host, 0) as listening:
        socket.create_connection((host, listening.getsockname()[1])).close()
    with listen(host, 0, at_once=False) as listening:
        address = (host, listening.getsockname()[1])
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address)
        listening.listen()
        socket.create_connection(address).close()
