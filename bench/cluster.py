"""Two servers, nginx, PostgreSQL and Redis, as real processes on this machine.

`python -m bench.cluster order`: conversations whose turns alternate between servers.
`python -m bench.cluster faults`: what people see when something breaks under load.
`python -m bench.cluster scale`: one server and two under the same load, and what the
database sees of each message.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import aiohttp
import redis
from rich.console import Console
from rich.table import Table

from bench.load import MANY, Crowd, Kept, Measured, measure
from tests.engines import Nginx, Postgres, Redis
from tests.servers import BotServer

# A conversation in which each turn leans on the one before.
TURNS = (
    "what causes it?",
    "where does it say that?",
    "and what are the symptoms",
    "name them",
    "is it dangerous?",
    "what do you mean by regurgitation?",
)
# How many conversations go on at the same time.
AT_ONCE = 20
# In seconds.
PATIENCE = 60.0
STATEMENTS = (
    "shared_preload_libraries=pg_stat_statements",
    "pg_stat_statements.track=all",
)


class Cluster:
    """Everything that a hospital group runs, on free ports."""

    def __init__(self, servers: int = 2, *, postgres: Postgres | None = None) -> None:
        self.postgres = postgres or Postgres(*STATEMENTS)
        self.redis = Redis()
        self._folder = tempfile.TemporaryDirectory()
        self.database = ""
        self.servers: list[BotServer] = []
        self._count = servers
        self.nginx: Nginx | None = None

    @contextlib.contextmanager
    def running(self) -> Iterator["Cluster"]:
        """Starts all of it, and ends it."""
        self.postgres.start()
        self.redis.start()
        self.database = self.postgres.new_database()
        self.servers = [self._server() for _ in range(self._count)]
        self.nginx = Nginx(*(server.port for server in self.servers))
        try:
            for server in self.servers:
                server.start()
            self.nginx.start()
            yield self
        finally:
            self.nginx.remove()
            for server in self.servers:
                with contextlib.suppress(AssertionError):
                    server.stop()
            self.redis.remove()
            self.postgres.remove()
            self._folder.cleanup()

    @property
    def url(self) -> str:
        """Where people come in."""
        assert self.nginx is not None
        return self.nginx.url

    @property
    def certificate(self) -> Path:
        """What nginx is known by."""
        assert self.nginx is not None
        return self.nginx.certificate

    def sql(self, statement: str) -> str:
        """What the database says to a statement."""
        return self.postgres.sql(statement, self.database.rsplit("/", 1)[1]).strip()

    def kept(self, answered: Sequence[tuple[str, str]]) -> Kept:
        """Compares what was answered with what is stored."""
        rows = self.sql("SELECT conversation, question_id FROM exchanges")
        stored = Counter(tuple(row.split("|")) for row in rows.splitlines())
        return Kept(
            sum(one not in stored for one in answered),
            sum(number > 1 for number in stored.values()),
        )

    def _server(self) -> BotServer:
        return BotServer(
            Path(self._folder.name),
            database_url=self.database,
            redis_url=self.redis.address(),
            conversation_rate=MANY,
            address_rate=MANY,
            proxies="1",
        )


def is_ready(url: str) -> bool:
    """Whether a server says that it can answer."""
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/health/ready"):
        return True
    return False


@dataclass
class Order:
    """What became of conversations whose turns alternate."""

    conversations: int
    seconds: float
    # Those in which an answer was another than where one server answers.
    wrong: list[str] = field(default_factory=list)
    # Those that are stored in another order than asked, or not once.
    misplaced: list[str] = field(default_factory=list)


async def alternate(cluster: Cluster, conversations: int) -> Order:
    """Has turns of each conversation answered by one server after the other."""
    urls = [server.url for server in cluster.servers]
    begun = time.monotonic()
    async with aiohttp.ClientSession() as session:
        expected = await _talk(session, urls[:1], "alone")
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(name: str) -> tuple[str, list[str]]:
            async with slots:
                return name, await _talk(session, urls, name)

        names = [f"talk-{number}" for number in range(conversations)]
        found = await asyncio.gather(*map(one, names))
    order = Order(conversations, time.monotonic() - begun)
    order.wrong = [name for name, said in found if said != expected]
    stored = cluster.sql(
        "SELECT conversation, string_agg(question_id, ' ' ORDER BY number)"
        " FROM exchanges GROUP BY conversation"
    )
    asked = " ".join(str(number) for number in range(len(TURNS)))
    rows = dict(row.split("|") for row in stored.splitlines())
    order.misplaced = [name for name in names if rows.get(name) != asked]
    return order


async def _talk(
    session: aiohttp.ClientSession, urls: Sequence[str], name: str
) -> list[str]:
    """The quotes, and their outcomes, of a whole conversation.

    Every third turn is sent to all of them at once, as by a proxy that sent it again:
    it is answered once.
    """
    said = []
    for number, text in enumerate(TURNS):
        content = {"sender": name, "message": text, "message_id": str(number)}
        asked = urls if number % 3 == 2 else [urls[number % len(urls)]]
        answers = await asyncio.gather(*(_ask(session, u, content) for u in asked))
        assert all(answer == answers[0] for answer in answers), answers
        said.append(answers[0])
    return said


async def _ask(
    session: aiohttp.ClientSession, url: str, content: dict[str, str]
) -> str:
    async with session.post(f"{url}/webhooks/rest/webhook", json=content) as reply:
        parts = [one["custom"] for one in await reply.json()]
        return json.dumps([(one["outcome"], one["quotes"]) for one in parts])


@dataclass
class Survived:
    """What people met while something was broken, and after."""

    answers: int
    # How often each other status came; 0 is a time-out or a broken connection.
    others: Counter[int]
    # In seconds: the longest time in which nobody got an answer, and from the end of
    # the fault until all servers said that they can answer.
    silence: float
    well: float
    # How long an answer took at most, in seconds.
    longest: float
    kept: Kept


Fault = Callable[[Cluster], None]


def kill_a_server(cluster: Cluster) -> None:
    """One server is killed, and started again."""
    cluster.servers[0].kill()
    time.sleep(2)
    cluster.servers[0].start()


def restart_postgres(cluster: Cluster) -> None:
    """PostgreSQL is stopped in order, and started again."""
    cluster.postgres.stop()
    cluster.postgres.start()


def restart_redis(cluster: Cluster) -> None:
    """Redis forgets everything."""
    cluster.redis.stop()
    cluster.redis.start()


def redis_gone(seconds: float) -> Fault:
    """Redis is gone for so long."""

    def fault(cluster: Cluster) -> None:
        cluster.redis.stop()
        time.sleep(seconds)
        cluster.redis.start()

    return fault


def full_disk(seconds: float) -> Fault:
    """No file of PostgreSQL can grow for so long: to it that is a full disk."""

    def fault(cluster: Cluster) -> None:
        with cluster.postgres.full_disk():
            time.sleep(seconds)

    return fault


async def survive(
    cluster: Cluster, fault: Fault, *, people: int, before: float, after: float
) -> Survived:
    """Breaks something while people ask, and looks what they met."""
    urls = [server.url for server in cluster.servers]
    measured = Measured()
    life = time.monotonic_ns()
    crowd = Crowd(people, 3_600, thinking=0.2, life=life)
    asking = asyncio.create_task(
        measure(cluster.url, crowd, into=measured, certificate=cluster.certificate)
    )
    await asyncio.sleep(before)
    await asyncio.to_thread(fault, cluster)
    ended = time.monotonic()
    while not all([await asyncio.to_thread(is_ready, url) for url in urls]):
        assert time.monotonic() - ended < PATIENCE
        await asyncio.sleep(0.05)
    well = time.monotonic() - ended
    await asyncio.sleep(after)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    times = sorted(measured.times)
    gaps = [later - one for one, later in pairwise(times)]
    return Survived(
        len(measured.answered),
        measured.others,
        max(gaps),
        well,
        max(measured.waits),
        cluster.kept(measured.answered),
    )


@dataclass
class Seen:
    """What the database sees of a load."""

    messages: int
    # By what a statement begins with.
    statements: dict[str, float]
    # Of the write-ahead log, and of the tables with their indexes.
    log_bytes: float
    table_bytes: float
    # Of Redis: how many commands from outside, and how long it was busy with them.
    commands: float
    microseconds: float


def of_the_stores(cluster: Cluster, messages: int, log: int, tables: int) -> Seen:
    """What the stores saw of each of so many messages."""
    rows = cluster.sql(
        "SELECT split_part(query, ' ', 1), sum(calls) FROM pg_stat_statements s"
        " JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database()"
        " GROUP BY 1 ORDER BY 2 DESC"
    )
    calls = (row.split("|") for row in rows.splitlines())
    asked = redis.from_url(cluster.redis.address()).info("commandstats")
    # What a script does is in the time of the script.
    scripts = asked["cmdstat_evalsha"]
    return Seen(
        messages,
        {word: int(number) / messages for word, number in calls},
        (_log_bytes(cluster) - log) / messages,
        (_table_bytes(cluster) - tables) / messages,
        scripts["calls"] / messages,
        scripts["usec"] / messages,
    )


def processor_times(cluster: Cluster) -> dict[str, float]:
    """What each part has used of the machine's processors, in seconds."""
    assert cluster.nginx is not None
    parts = {
        "servers": cluster.servers,
        "PostgreSQL": [cluster.postgres],
        "Redis": [cluster.redis],
        "nginx": [cluster.nginx],
    }
    return {
        name: sum(_processor_time(one.process.pid) for one in those if one.process)
        for name, those in parts.items()
    }


def _processor_time(process: int) -> float:
    """That of a process and its children."""
    stat = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    own = sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_processor_time(int(child)) for child in children)


def _log_bytes(cluster: Cluster) -> int:
    return int(cluster.sql("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))


def _table_bytes(cluster: Cluster) -> int:
    return int(
        cluster.sql(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
    )


def _order(console: Console, options: argparse.Namespace) -> bool:
    with Cluster().running() as cluster:
        found = asyncio.run(alternate(cluster, options.conversations))
    console.print(
        f"{found.conversations} conversations of {len(TURNS)} turns in"
        f" {found.seconds:.0f} s: answered otherwise {len(found.wrong)}, stored in"
        f" another order or not once {len(found.misplaced)}"
    )
    return not found.wrong and not found.misplaced


def _faults(console: Console, options: argparse.Namespace) -> bool:
    faults = {
        "a server killed": kill_a_server,
        "PostgreSQL restarted": restart_postgres,
        "Redis restarted": restart_redis,
        f"Redis gone for {options.gone:.0f} s": redis_gone(options.gone),
        "PostgreSQL's disk full for 20 s": full_disk(20),
    }
    table = Table(
        *("what", "answers", "503", "other", "longest silence, s", "longest wait, s"),
        *("well after, s", "lost", "twice"),
    )
    lost = 0
    with Cluster(postgres=Postgres(disk=200)).running() as cluster:
        for name, fault in faults.items():
            found = asyncio.run(
                survive(cluster, fault, people=options.people, before=5, after=5)
            )
            other = {s: n for s, n in found.others.items() if s != 503}
            table.add_row(
                *(name, str(found.answers), str(found.others[503])),
                ", ".join(f"{n} × {s or 'broken off'}" for s, n in other.items()),
                *(f"{one:.1f}" for one in (found.silence, found.longest, found.well)),
                *(str(found.kept.lost), str(found.kept.twice)),
            )
            lost += found.kept.lost + found.kept.twice
    console.print(table)
    return lost == 0


def _scale(console: Console, options: argparse.Namespace) -> bool:
    table = Table("servers", "people", "messages a second", "50 %, ms", "95 %, ms")
    for servers in (1, 2) * options.rounds:
        with Cluster(servers).running() as cluster:
            crowd = Crowd(options.people, options.seconds)
            cluster.sql("CREATE EXTENSION pg_stat_statements")
            cluster.sql("SELECT pg_stat_statements_reset()")
            before = _log_bytes(cluster), _table_bytes(cluster)
            used = processor_times(cluster)
            found = asyncio.run(
                measure(cluster.url, crowd, certificate=cluster.certificate)
            )
            spent = {
                name: 1_000 * (seconds - used[name]) / len(found.waits)
                for name, seconds in processor_times(cluster).items()
            }
            seen = of_the_stores(cluster, len(found.waits), *before)
        table.add_row(
            *(str(servers), str(options.people)),
            f"{len(found.waits) / options.seconds:.0f}",
            *(f"{1_000 * found.share(of):.0f}" for of in (50, 95)),
        )
    console.print(table)
    each = ", ".join(f"{n:.2f} {word}" for word, n in seen.statements.items())
    console.print(
        f"For each of {seen.messages} messages the database saw: {each};"
        f" {seen.log_bytes:.0f} bytes of log, {seen.table_bytes:.0f} of tables; Redis:"
        f" {seen.commands:.2f} commands, {seen.microseconds:.0f} microseconds"
    )
    parts = ", ".join(f"{name} {ms:.2f}" for name, ms in spent.items())
    console.print(f"Milliseconds of a processor for each message: {parts}")
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, and prints what came of it."""
    parser = argparse.ArgumentParser(
        prog="bench.cluster",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ways = {"order": _order, "faults": _faults, "scale": _scale}
    parser.add_argument("what", choices=ways)
    parser.add_argument("--conversations", type=int, default=500)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--gone", type=float, default=60)
    options = parser.parse_args(arguments)
    return int(not ways[options.what](Console(width=120), options))


if __name__ == "__main__":
    sys.exit(main())
