"""Does a message take longer the more was said? `python -m bench.growth URL`.

Goes through one long conversation over REST and one on the chat page of a running bot,
and prints how long a message takes at some turns, and how long and large the page is in
the end. Start the bot with BOT_CONVERSATION_RATE and BOT_ADDRESS_RATE at a million.
"""

import argparse
import json
import statistics
import time
import urllib.request
import uuid
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

TURNS = (10, 100, 500, 1_000, 3_000)
PATIENCE = 60
QUESTIONS = (
    *("what is it", "is it dangerous", "what causes it", "what are the symptoms"),
    *("is it inherited", "how is it treated", "who can get it"),
)

# A turn's time is the median of as many messages around it: each question twice.
AROUND = 2 * len(QUESTIONS)

Ask = Callable[[str], Any]


def grown(ask: Ask, turns: tuple[int, ...], console: Console) -> dict[int, float]:
    """How long a message takes at each of these turns, in milliseconds."""
    took: list[float] = []
    asked = list(islice(cycle(QUESTIONS), max(turns) + AROUND))
    for question in track(asked, "Asking", console=console):
        began = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - began) * 1000)
    half = AROUND // 2
    return {
        turn: statistics.median(took[max(0, turn - half) : turn + half])
        for turn in turns
    }


def over_rest(url: str) -> Ask:
    """A conversation over REST."""
    sender = f"growth-{uuid.uuid4().hex}"
    webhook = f"{url}/webhooks/rest/webhook"
    return lambda text: _opened(webhook, {"sender": sender, "message": text})


class OnThePage:
    """A conversation on the chat page."""

    def __init__(self, url: str) -> None:
        self._chat = f"{url}/chat"
        with urllib.request.urlopen(self._chat, timeout=PATIENCE) as page:
            self._cookie = page.headers["Set-Cookie"].split(";")[0]

    def ask(self, text: str) -> None:
        """Asks a question."""
        content = {"id": uuid.uuid4().hex, "text": text}
        _opened(f"{self._chat}/messages", content, Cookie=self._cookie)

    def page(self) -> bytes:
        """The page as it is loaded again."""
        return _opened(self._chat, None, Cookie=self._cookie)


def _opened(url: str, content: dict[str, str] | None, **headers: str) -> bytes:
    body = None if content is None else json.dumps(content).encode()
    headers["Content-Type"] = "application/json"
    request = urllib.request.Request(url, body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return bytes(answer.read())


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="of a running bot")
    parser.add_argument("turns", type=int, nargs="*", default=TURNS)
    options = parser.parse_args()
    console, aside = Console(), Console(stderr=True)
    turns, page = tuple(options.turns), OnThePage(options.url)
    table = Table("milliseconds at turn", *map(str, turns))
    for name, ask in (("REST", over_rest(options.url)), ("page", page.ask)):
        took = grown(ask, turns, aside)
        table.add_row(name, *(f"{took[turn]:.1f}" for turn in turns))
    console.print(table)
    began = time.perf_counter()
    size = len(page.page())
    took_page = (time.perf_counter() - began) * 1000
    console.print(f"The page then loads in {took_page:.0f} ms; it has {size:,} bytes.")


if __name__ == "__main__":
    main()
