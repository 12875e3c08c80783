"""Sends what nobody would: `python -m bench.fuzz --gates 20000 --texts 2000`.

Through each gate go generated requests (schemathesis over docs/openapi.yml, those that
it allows and those that it does not); through the whole bot go generated texts
(Hypothesis: words of the questions, torn, doubled and mixed with what Unicode has).
Whatever comes back is no failure of the server, no trace and not empty, and the next
plain question is answered as before.
"""

import argparse
import contextlib
import json
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from rich.console import Console
from schemathesis import GenerationMode

from tests.servers import BotServer

PROJECT = Path(__file__).parents[1]
DESCRIPTION = PROJECT / "docs/openapi.yml"
MANY = "1000000"
# So many of the slowest texts are asked so often again.
SLOWEST, AGAIN = 20, 3
# Found, not made smaller: a failure here is looked at, and becomes a test.
HOW = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate],
    "database": None,
}
# What a server says that has failed, and what no reader should see.
FAILURES = ("Traceback", "Exception", "sqlite3", "sanic.", "/bot/")
WORDS = (
    "is it dangerous? what causes my chest hurts prolapse mitral valve why /restart "
    "thanks no yes 1 the treatment he died tell me more {} <b> %s \\ && ' \" don't"
).split()


class Failed(AssertionError):
    """Something came back that must not."""


def checked(status: int, body: str, sent: object) -> None:
    """Looks at what came back.

    Raises:
        Failed: the server has failed, said nothing, or shown what is inside.
    """
    if status >= 500 or not body.strip():
        raise Failed(f"{status} {body[:200]!r} to {sent!r}")
    # Hypothesis sends the words that it finds in our own files, too.
    found = [word for word in FAILURES if word in body and word not in str(sent)]
    if found:
        raise Failed(f"{found} in {body[:500]!r} to {sent!r}")


def through_the_gates(url: str, examples: int) -> Counter[str]:
    """Sends so many requests through all gates; gives how many through each."""
    schema = schemathesis.openapi.from_path(str(DESCRIPTION))
    schema.config.update(base_url=url)
    operations = [found.ok() for found in schema.get_all_operations()]
    sent: Counter[str] = Counter()
    each = max(1, examples // (2 * len(operations)))
    with requests.Session() as session:
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                cases = operation.as_strategy(generation_mode=mode)
                sent[operation.label] += _all_sent(cases, session, each)
    return sent


def _all_sent(cases: Any, session: requests.Session, examples: int) -> int:
    """Sends so many requests of one kind; gives how many there were."""
    sent = 0

    @settings(max_examples=examples, **HOW)
    @given(case=cases)
    def send(case: Any) -> None:
        nonlocal sent
        sent += 1
        reply = case.call(session=session, allow_redirects=False)
        # A file and a redirect may be empty.
        body = reply.text or ("-" if reply.status_code < 400 else "")
        checked(reply.status_code, body, case)

    # Where anything is allowed, nothing is not.
    with contextlib.suppress(Unsatisfiable):
        send()
    return sent


def through_the_bot(url: str, examples: int) -> float:
    """Has so many texts answered; gives the longest that one takes, in seconds.

    Those that took longest are asked again: a busy machine makes any of them slow.
    """
    piece = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))
    texts = st.lists(piece, min_size=1, max_size=40).map(" ".join)
    session = requests.Session()
    waits: dict[str, float] = {}

    def sent(text: str) -> requests.Response:
        message = {"sender": uuid.uuid4().hex, "message": text}
        begun = time.perf_counter()
        reply = session.post(f"{url}/webhooks/rest/webhook", json=message)
        took = time.perf_counter() - begun
        waits[text] = min(took, waits.get(text, took))
        return reply

    @settings(max_examples=examples, **HOW)
    @given(text=texts)
    def ask(text: str) -> None:
        reply = sent(text)
        checked(reply.status_code, reply.text, text)
        if reply.status_code == 200:
            replies = json.loads(reply.text)
            if not replies or not all(one["text"].strip() for one in replies):
                raise Failed(f"an empty reply to {text!r}")

    ask()
    for text in sorted(waits, key=waits.__getitem__)[-SLOWEST:] * AGAIN:
        sent(text)
    return max(waits.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Sends it all, and prints what came of it."""
    parser = argparse.ArgumentParser(prog="bench.fuzz", description=__doc__)
    parser.add_argument("--gates", type=int, default=20_000)
    parser.add_argument("--texts", type=int, default=2_000)
    options = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        server = BotServer(Path(folder), conversation_rate=MANY, address_rate=MANY)
        server.start()
        try:
            sent = through_the_gates(server.url, options.gates)
            for gate, number in sent.items():
                console.print(f"{number:6} {gate}")
            longest = through_the_bot(server.url, options.texts)
            console.print(
                f"{options.texts:6} texts, the slowest in {1000 * longest:.0f} ms"
            )
        except Failed as failed:
            console.print(str(failed), markup=False, soft_wrap=True)
            return 1
        finally:
            server.stop()
        assert server.process is not None and server.process.stdout is not None
        log = server.process.stdout.read()
        traces = log.count("Traceback")
        console.print(f"{traces} traces in the log")
    return int(traces > 0)


if __name__ == "__main__":
    sys.exit(main())
