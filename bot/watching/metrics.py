"""What is counted and timed, for Prometheus: no text, no ids.

Several workers of a machine count into files of one folder, `PROMETHEUS_MULTIPROC_DIR`,
so that whichever is asked tells of all; that has to be set before this is imported.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# In seconds: an answer takes some ten milliseconds, and no more than a minute.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

MESSAGES = Counter("bot_messages", "Messages that were answered.", ["channel"])
OUTCOMES = Counter("bot_outcomes", "Replies by their outcome.", ["channel", "outcome"])
ANSWER_SECONDS = Histogram(
    "bot_answer_seconds",
    "From the message to its answer, kept.",
    ["channel"],
    buckets=SECONDS,
)
LOCK_SECONDS = Histogram(
    "bot_lock_wait_seconds",
    "How long a message waited for those before it in its conversation.",
    buckets=SECONDS,
)
STORE_SECONDS = Histogram(
    "bot_store_seconds",
    "How long a transaction took, with what was tried again.",
    ["store"],
    buckets=SECONDS,
)
FAILURES = Counter("bot_failures", "What went wrong, by what failed.", ["what"])
REQUEST_SECONDS = Histogram(
    "bot_request_seconds",
    "How long requests took.",
    ["route", "status"],
    buckets=SECONDS,
)
REQUESTS_NOW = Gauge(
    "bot_requests_in_progress",
    "Requests that are being answered.",
    multiprocess_mode="livesum",
)
INFO = Gauge(
    "bot_info",
    "1 for what is running: its version, and which text.",
    ["version", "source"],
    multiprocess_mode="livemax",
)


@contextmanager
def answer_time(channel: str) -> Iterator[None]:
    """Times an answer; what was refused or failed is none."""
    begun = time.perf_counter()
    yield
    ANSWER_SECONDS.labels(channel).observe(time.perf_counter() - begun)


def count_message(channel: str, outcomes: Iterable[str]) -> None:
    """Counts a message that was answered, and how."""
    MESSAGES.labels(channel).inc()
    for outcome in outcomes:
        OUTCOMES.labels(channel, outcome).inc()


@contextmanager
def store_time(store: str) -> Iterator[None]:
    """Times what a store does, and counts where it fails."""
    with STORE_SECONDS.labels(store).time(), FAILURES.labels(store).count_exceptions():
        yield


def exposition() -> bytes:
    """All of it, in Prometheus's text format."""
    if FOLDER not in os.environ:
        return bytes(generate_latest())
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(registry))
