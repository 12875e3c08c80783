"""Talks in a terminal, and answers what is piped in."""

import asyncio
import logging
import sys
import uuid
from collections.abc import Sequence

from prompt_toolkit import PromptSession
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.channels.refusal import Refused, words_for
from bot.document import Outcome, Quote
from bot.replies.plain_text import line_of
from bot.replies.reply import Kind, Reply
from bot.replies.wording import Wording
from bot.running.engine import Bot, load_bot

LEAVE = {"/stop", "/quit", "/exit"}


class Terminal:
    """Prints what the bot says; quotes are set off from its own words."""

    def __init__(self, console: Console, wording: Wording) -> None:
        self._console = console
        self._wording = wording

    def replies(self, replies: Sequence[Reply]) -> None:
        """Prints replies, with a line between them."""
        for number, reply in enumerate(replies):
            if number:
                self._console.print()
            self._reply(reply)

    async def answer(self, bot: Bot, text: str, *, sender: str) -> None:
        """Prints the reply to a message, or why there is none."""
        try:
            self.replies(await bot.ask(text, sender=sender))
        except Refused as refused:
            self._console.print(Text(words_for(refused, self._wording)))

    def _reply(self, reply: Reply) -> None:
        style = "bold red" if reply.outcome is Outcome.EMERGENCY else ""
        for part in reply.parts:
            if isinstance(part, Quote):
                self._quote(line_of(part, self._wording))
            elif part.kind is Kind.ORIGIN:
                text = Text(part.text, style="dim")
                self._console.print(Padding(text, (0, 0, 0, 4)))
            else:
                self._console.print(Text(part.text, style))
        for number, title in enumerate(reply.choices, 1):
            self._console.print(Text(f"  {number}  {title}", style="cyan"))

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
        bot = await load_bot()
    terminal, sender = Terminal(console, bot.page.wording), uuid.uuid4().hex
    wording = bot.page.wording
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
        await terminal.answer(bot, text, sender=sender)
    console.print(wording.text("say_farewell"))


async def _answer_piped(console: Console) -> None:
    bot = await load_bot()
    terminal, sender = Terminal(console, bot.page.wording), uuid.uuid4().hex
    for number, line in enumerate(sys.stdin):
        if line.strip() in LEAVE:
            break
        if number:
            console.print()
        await terminal.answer(bot, line, sender=sender)
