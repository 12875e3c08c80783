"""Is an answer the same in every channel? `python -m bench.channels data/questions`.

Asks labelled questions over REST, on the page, in Slack (a stand-in for its Web API on
loopback) and in the terminal, each conversation anew in each of them, and lists where
the words or the quotes differ. `--every 20` asks a twentieth of them.
"""

import argparse
import asyncio
import io
import json
import re
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.running.quiet import be_quiet

be_quiet()

from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402

from bot.evaluation.cases import load_cases  # noqa: E402
from bot.page.page import load_page  # noqa: E402
from bot.running.engine import Bot, load_bot  # noqa: E402
from bot.running.terminal import Terminal  # noqa: E402
from tests.bot.channels.slack.block_kit import quotes_in  # noqa: E402
from tests.bot.channels.slack.stand_in import SECRET, TOKEN, Sender, SlackStandIn  # noqa: E402
from tests.bot.channels.visitor import Visitor  # noqa: E402
from tests.servers import BotServer, post  # noqa: E402

# Wide enough that nothing is wrapped but quotes.
WIDTH = 2_000
# What the terminal sets beside quotes and choices.
FRAME = re.compile(r"┃|^ +\d+ {2}.*$", re.MULTILINE)
MANY = "1000000"

# Somebody with a conversation of their own: what they say, and what they get to read.
Asks = Callable[[str], "Read"]


class Read(NamedTuple):
    """What a reader gets: all of the words, and the quotes among them."""

    words: str
    quotes: tuple[str, ...]


class Difference(NamedTuple):
    """A question that two channels answer differently."""

    question: str
    channel: str
    rest: Read
    other: Read


def over_rest(url: str) -> Asks:
    """Somebody who asks over REST."""
    sender = uuid.uuid4().hex

    def ask(text: str) -> Read:
        content = json.dumps({"sender": sender, "message": text}).encode()
        status, said = post(f"{url}/webhooks/rest/webhook", content)
        assert status == 200, said
        quotes = [q["text"] for one in said for q in one["custom"]["quotes"]]
        return Read(_words(one["text"] for one in said), tuple(quotes))

    return ask


def on_the_page(url: str) -> Asks:
    """Somebody on the page."""
    visitor = Visitor(f"{url}/chat")

    def ask(text: str) -> Read:
        status, said = visitor.ask(text)
        assert status == 200, said
        parts = [part for reply in said["replies"] for part in reply["parts"]]
        quoted = [part["text"] for part in parts if part["kind"] == "quote"]
        # The page shows quotes in quotation marks.
        quotes = tuple(text[1:-1] for text in quoted)
        return Read(_words(part["text"] for part in parts), quotes)

    return ask


def in_slack(sender: Sender, slack: SlackStandIn) -> Asks:
    """Somebody in direct messages."""
    user = f"U{uuid.uuid4().hex}"

    def ask(text: str) -> Read:
        before = len(slack.said)
        sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        status, _ = sender.message(sent, user=user, channel=f"D{user}")
        assert status == 200
        said = slack.posted(before + 1)[-1]
        words = said.text.replace("&lt;", "<").replace("&gt;", ">")
        return Read(
            _words([words.replace("&amp;", "&")]), tuple(quotes_in(said.blocks))
        )

    return ask


def in_terminal(bot: Bot, loop: asyncio.AbstractEventLoop) -> Asks:
    """Somebody at the terminal."""
    sender = uuid.uuid4().hex

    def ask(text: str) -> Read:
        shown = io.StringIO()
        terminal = Terminal(Console(file=shown, width=WIDTH), bot.page.wording)
        loop.run_until_complete(terminal.answer(bot, text, sender=sender))
        words = _words([FRAME.sub("", shown.getvalue())])
        return Read(words, tuple(re.findall("“([^”]*)”", words)))

    return ask


def differences(
    conversations: list[list[str]],
    ways: dict[str, Callable[[], Asks]],
    console: Console,
) -> Iterator[Difference]:
    """Where the others differ from REST."""
    for conversation in track(conversations, "Asking", console=console):
        people = {channel: begin() for channel, begin in ways.items()}
        for question in conversation:
            read = {channel: ask(question) for channel, ask in people.items()}
            rest = read.pop("REST")
            for channel, other in read.items():
                # In the terminal, the bot's own words may be in such marks too.
                quotes = set(rest.quotes) <= set(other.quotes)
                same = quotes if channel == "terminal" else rest.quotes == other.quotes
                if rest.words != other.words or not same:
                    yield Difference(question, channel, rest, other)


@contextmanager
def all_channels() -> Iterator[dict[str, Callable[[], Asks]]]:
    """A server with everything on, and how each channel of it is used."""
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory() as folder, SlackStandIn().running() as slack:
        server = BotServer(
            Path(folder),
            environment={
                "SLACK_BOT_TOKEN": TOKEN,
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_URL": slack.url,
            },
            conversation_rate=MANY,
            address_rate=MANY,
        )
        server.start()
        bot = loop.run_until_complete(load_bot())
        sender = Sender(server.url, slack)
        try:
            yield {
                "REST": lambda: over_rest(server.url),
                "page": lambda: on_the_page(server.url),
                "Slack": lambda: in_slack(sender, slack),
                "terminal": lambda: in_terminal(bot, loop),
            }
        finally:
            server.stop()
            loop.close()


def main() -> int:
    """Asks, and lists what differs; 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="labelled questions, .jsonl")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th")
    options = parser.parse_args()
    console = Console()
    conversations = asked_in(options.folder)[:: options.every]
    with all_channels() as ways:
        found = list(differences(conversations, ways, console))
    for one in found:
        console.print(f"{one.channel}: {one.question}", style="bold", markup=False)
        console.print(f"  REST: {one.rest}\n  {one.channel}: {one.other}", markup=False)
    console.print(
        f"{len(conversations)} conversations in {', '.join(ways)}: "
        f"{len(found)} differences"
    )
    return int(bool(found))


def asked_in(folder: Path) -> list[list[str]]:
    """The conversations of a folder of labelled questions."""
    cases = load_cases(folder, load_page().quotable)
    return [[turn.text for turn in case.turns] for case in cases]


def _words(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


if __name__ == "__main__":
    sys.exit(main())
