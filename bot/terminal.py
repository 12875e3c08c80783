"""Talks in a terminal, and answers what is piped in."""

import asyncio
import sys
import uuid
from typing import Any

from prompt_toolkit import PromptSession
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.engine import ask, load_bot
from bot.wording import load_wording

LEAVE = {"/stop", "/quit", "/exit"}
QUOTE_MARKS = "“”"


class Terminal:
    """Prints what the bot says; quotes are set off from its own words."""

    def __init__(self, console: Console) -> None:
        """Takes the console to print to."""
        self._console = console

    def replies(self, messages: list[dict[str, Any]]) -> None:
        """Prints the messages of one reply, with a line between them."""
        for number, message in enumerate(messages):
            if number:
                self._console.print()
            self._reply(message)

    def _reply(self, message: dict[str, Any]) -> None:
        data = message.get("custom") or {}
        quotes = {quote["text"] for quote in data.get("quotes", ())}
        urgent = data.get("outcome") == "emergency"
        for line in (message.get("text") or "").split("\n"):
            if line.strip(QUOTE_MARKS) in quotes:
                self._quote(line)
            elif line.startswith("— "):
                self._console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
            else:
                style = "bold red" if urgent else ""
                self._console.print(Text(line, style=style))
        for number, button in enumerate(message.get("buttons", ()), 1):
            self._console.print(Text(f"  {number}  {button['title']}", style="cyan"))

    def _quote(self, line: str) -> None:
        width = min(self._console.width, 88) - 6
        for part in Text(line).wrap(self._console, width):
            self._console.print(Text("  ┃ ", style="green") + part, soft_wrap=True)


def talk(console: Console) -> None:
    """Talks until the reader leaves, or the piped questions are answered.

    Raises:
        DocumentError: the document's files are not as they should be.
        EngineError: the model cannot be loaded.
    """
    if sys.stdin.isatty():
        asyncio.run(_converse(console))
    else:
        asyncio.run(_answer_piped(console))


async def _converse(console: Console) -> None:
    with console.status("Waking up …"):
        agent = await load_bot()
    terminal, sender = Terminal(console), uuid.uuid4().hex
    wording = load_wording()
    # It reads the keys itself, so that Ctrl-C ends the chat and not `make` with it.
    session: PromptSession[str] = PromptSession()
    console.print()
    console.print(wording.text("say_welcome"))
    while True:
        console.print()
        try:
            text = (await session.prompt_async("You: ")).strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            break
        if text in LEAVE:
            break
        terminal.replies(await ask(agent, text, sender=sender))
    console.print(wording.text("say_farewell"))


async def _answer_piped(console: Console) -> None:
    agent = await load_bot()
    terminal, sender = Terminal(console), uuid.uuid4().hex
    for number, line in enumerate(sys.stdin):
        if line.strip() in LEAVE:
            break
        if number:
            console.print()
        terminal.replies(await ask(agent, line, sender=sender))
