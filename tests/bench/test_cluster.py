"""A short run of `bench.cluster`; the long ones are scripts."""

import asyncio
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message

import pytest

from bench.cluster import (
    Cluster,
    Fault,
    alternate,
    kill_a_server,
    restart_postgres,
    restart_redis,
    survive,
)
from bench.load import Kept
from tests.bot.channels.visitor import Visitor


@pytest.fixture(scope="module")
def cluster(trained: object) -> Iterator[Cluster]:
    with Cluster().running() as cluster:
        yield cluster


def test_turns_that_alternate_keep_their_order_and_context(cluster: Cluster) -> None:
    order = asyncio.run(alternate(cluster, 12))
    assert order.wrong == []
    assert order.misplaced == []


@pytest.mark.parametrize("fault", [kill_a_server, restart_postgres, restart_redis])
def test_what_breaks_loses_nothing(cluster: Cluster, fault: Fault) -> None:
    found = asyncio.run(survive(cluster, fault, people=4, before=1, after=1))
    assert found.answers >= 20
    assert found.kept == Kept(lost=0, twice=0)
    assert found.silence < 10
    assert found.well < 10


def test_what_is_lost_is_seen(cluster: Cluster) -> None:
    assert cluster.kept([("nobody", "said-this")]).lost == 1


def test_nginx_takes_its_configuration(cluster: Cluster) -> None:
    assert cluster.nginx is not None
    assert "test is successful" in cluster.nginx.check()
    assert "warn" not in cluster.nginx.check()


def reached(cluster: Cluster, path: str) -> tuple[int, Message, str]:
    """Status, headers and text of what comes through nginx."""
    trusted = ssl.create_default_context(cafile=str(cluster.certificate))
    try:
        with urllib.request.urlopen(cluster.url + path, context=trusted) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_the_page_comes_through_and_what_is_for_those_inside_does_not(
    cluster: Cluster,
) -> None:
    status, headers, _ = reached(cluster, "/chat")
    assert status == 200 and len(headers["X-Request-ID"]) == 32
    assert reached(cluster, "/health/live")[0] == 200
    for path in ("/metrics", "/health/ready", "/health"):
        assert reached(cluster, path)[0] == 404


def test_the_page_s_conversation_goes_on_at_the_other_server(cluster: Cluster) -> None:
    one, other = (f"{server.url}/chat" for server in cluster.servers)
    visitor = Visitor(one)
    assert visitor.ask("what causes it?")[0] == 200
    visitor.go_to(other)
    assert visitor.ask("where does it say that?")[0] == 200
    assert visitor.questions() == ["what causes it?", "where does it say that?"]


def test_where_nobody_can_be_reached_it_is_said_in_words(cluster: Cluster) -> None:
    for server in cluster.servers:
        server.stop()
    status, headers, said = reached(cluster, "/chat")
    assert (status, headers["Retry-After"]) == (503, "10")
    assert headers["Content-Type"].startswith("text/plain")
    assert "call your local emergency number" in said
    for server in cluster.servers:
        server.start()
