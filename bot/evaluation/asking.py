"""Asks the labelled questions, over HTTP or in this process."""

import asyncio
import json
import urllib.request
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from bot.errors import BotError
from bot.evaluation.cases import Case
from bot.evaluation.judging import Judge, Result

Ask = Callable[[str, str], Awaitable[list[dict[str, Any]]]]
PATIENCE = 60


class AskingError(BotError):
    """The bot at an address does not answer."""


async def results_of(case: Case, ask: Ask, judge: Judge) -> list[Result]:
    """Asks one question, or goes through one conversation."""
    sender = f"evaluation-{uuid.uuid4().hex}"
    results = []
    for turn in case.turns:
        replies = await ask(turn.text, sender)
        quoted = judge.quoted(replies)
        custom = [reply.get("custom") or {} for reply in replies]
        problem = judge.problem(turn, replies)
        results.append(
            Result(
                id=case.id,
                file=case.file,
                turn=turn,
                reply="\n".join(reply.get("text") or "" for reply in replies),
                quoted=quoted,
                outcomes=tuple(c.get("outcome", "") for c in custom),
                confidence=float(
                    next((c["confidence"] for c in custom if "confidence" in c), 1)
                ),
                problem=problem,
                misquotes=problem is not None and judge.misquotes(turn, quoted),
            )
        )
    return results


async def in_this_process() -> Ask:
    """A way to ask the bot in this process."""
    from bot.engine import ask, load_bot

    agent = await load_bot()
    return lambda text, sender: ask(agent, text, sender=sender)


def over_http(url: str) -> Ask:
    """A way to ask a running bot over its REST channel."""
    webhook = url.rstrip("/") + "/webhooks/rest/webhook"

    def post(text: str, sender: str) -> list[dict[str, Any]]:
        body = json.dumps({"sender": sender, "message": text}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(webhook, body, headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                replies: list[dict[str, Any]] = json.load(answer)
                return replies
        except OSError as error:
            raise AskingError(f"{webhook} does not answer: {error}") from error

    async def ask(text: str, sender: str) -> list[dict[str, Any]]:
        return await asyncio.to_thread(post, text, sender)

    return ask
