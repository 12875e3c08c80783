"""Asks the labelled questions, over HTTP or in this process."""

import asyncio
import json
import urllib.request
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.channels.refusal import Refused
from bot.channels.rest import as_message
from bot.errors import BotError
from bot.evaluation.cases import Case
from bot.evaluation.judging import Judge, Result
from bot.evaluation.step_times import StepTimes
from bot.running.engine import Bot

Ask = Callable[[str, str], Awaitable["Heard"]]
PATIENCE = 60


class AskingError(BotError):
    """The bot at an address does not answer."""


@dataclass(frozen=True)
class Heard:
    """What came back to a message, and what the bot took the message for."""

    messages: list[dict[str, Any]]
    # The intent and how sure the bot was of it; from outside, they may be unknown.
    intent: str | None = None
    confidence: float | None = None
    decisions: dict[str, Any] | None = None


async def results_of(case: Case, ask: Ask, judge: Judge) -> list[Result]:
    """Asks one question, or goes through one conversation."""
    sender = f"evaluation-{uuid.uuid4().hex}"
    results = []
    for turn in case.turns:
        reply = await ask(turn.text, sender)
        quoted = judge.quoted(reply.messages)
        problem = judge.problem(turn, reply.messages)
        results.append(
            Result(
                id=case.id,
                file=case.file,
                turn=turn,
                reply="\n".join(m.get("text") or "" for m in reply.messages),
                quoted=quoted,
                intent=reply.intent,
                confidence=reply.confidence,
                problem=problem,
                misquotes=problem is not None and judge.misquotes(turn, quoted),
                decisions=reply.decisions,
            )
        )
    return results


def in_this_process(bot: Bot, step_times: StepTimes | None = None) -> Ask:
    """A way to ask a bot in this process.

    Args:
        bot: The loaded bot.
        step_times: What keeps the time that each step takes, if wanted.
    """
    processor = bot.agent.processor
    parse, read = processor.parse_message, dict[str, Any]()

    async def overheard(*given: Any, **named: Any) -> dict[str, Any]:
        found: dict[str, Any] = await parse(*given, **named)
        read.update(found)
        return found

    processor.parse_message = overheard

    async def ask(text: str, sender: str) -> Heard:
        answer = partial(bot.ask, text, sender=sender)
        read.clear()
        try:
            replies = await (step_times.timed(answer) if step_times else answer())
        except Refused:
            # No reply is a wrong one; the others are asked all the same.
            replies = ()
        intent = read.get("intent", {})
        return Heard(
            [as_message(reply, bot.page.wording) for reply in replies],
            intent.get("name"),
            intent.get("confidence"),
            read.get("decisions"),
        )

    return ask


def over_http(url: str) -> Ask:
    """A way to ask a running bot over its REST channel."""
    webhook = url.rstrip("/") + "/webhooks/rest/webhook"

    def post(text: str, sender: str) -> Heard:
        body = json.dumps({"sender": sender, "message": text}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(webhook, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return Heard(json.load(answer))
        except OSError as error:
            raise AskingError(f"{webhook} does not answer: {error}") from error

    async def ask(text: str, sender: str) -> Heard:
        return await asyncio.to_thread(post, text, sender)

    return ask
