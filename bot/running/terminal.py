"""Talks in a terminal, and answers what is piped in."""

import asyncio
import logging
import sys
import uuid
from typing import Any

from prompt_toolkit import PromptSession
from rasa.core.agent import Agent
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.channels.refusal import Refused, words_for
from bot.replies.pieces import PieceKind, pieces_of
from bot.replies.wording import load_wording
from bot.running.engine import ask, load_bot

LEAVE = {"/stop", "/quit", "/exit"}


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

    async def answer(self, agent: Agent, text: str, *, sender: str) -> None:
        """Prints the reply to a message, or that there is none."""
        try:
            self.replies(await ask(agent, text, sender=sender))
        except Refused as refused:
            self._console.print(Text(words_for(refused)))

    def _reply(self, message: dict[str, Any]) -> None:
        urgent = (message.get("custom") or {}).get("outcome") == "emergency"
        for piece in pieces_of(message):
            if piece.kind is PieceKind.QUOTE:
                self._quote(piece.text)
            elif piece.kind is PieceKind.SOURCE:
                text = Text(piece.text, style="dim")
                self._console.print(Padding(text, (0, 0, 0, 4)))
            else:
                self._console.print(Text(piece.text, "bold red" if urgent else ""))
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
    # What goes wrong is said in the chat; a trace between the lines helps nobody there.
    logging.disable(logging.ERROR)
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
        await terminal.answer(agent, text, sender=sender)
    console.print(wording.text("say_farewell"))


async def _answer_piped(console: Console) -> None:
    agent = await load_bot()
    terminal, sender = Terminal(console), uuid.uuid4().hex
    for number, line in enumerate(sys.stdin):
        if line.strip() in LEAVE:
            break
        if number:
            console.print()
        await terminal.answer(agent, line, sender=sender)
