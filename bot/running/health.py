"""Says whether the server is alive, whether it can answer, and how it does."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable

from prometheus_client import CONTENT_TYPE_LATEST
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot import __version__
from bot.channels.output import ReplyCollector
from bot.errors import BotError
from bot.page.page import Page
from bot.storage.state import State
from bot.watching.metrics import INFO, exposition

logger = logging.getLogger(__name__)

# In seconds: for a store to keep something, and for a question to be answered.
STORE_PATIENCE = 2.0
ANSWER_PATIENCE = 5.0


class NotReady(BotError):
    """Nobody would get an answer now."""


class Readiness:
    """Looks whether somebody who asked now would get an answer, and it would be kept.

    Who asks while it is looked at is told what is found: probes cost no more than one.
    """

    def __init__(self, state: State, page: Page) -> None:
        """Takes what has to be reached, and what can be asked."""
        self._state = state
        self._question = page.suggested[0]
        self._looking: asyncio.Task[list[str]] | None = None

    async def problems(self, agent: Agent | None) -> list[str]:
        """What is not as it should be."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(agent))
        return await asyncio.shield(self._looking)

    async def _look(self, agent: Agent | None) -> list[str]:
        answered = self._is_answered(agent)
        looked = (
            _within(ANSWER_PATIENCE, answered, "No question is answered."),
            _within(STORE_PATIENCE, self._state.check(), "Nothing can be kept."),
            _within(
                STORE_PATIENCE,
                self._state.shared.check(),
                "The servers cannot agree on who answers.",
            ),
        )
        found = await asyncio.gather(*looked)
        return [problem for problem in found if problem]

    async def _is_answered(self, agent: Agent | None) -> None:
        """Asks a question that the page suggests; nothing of it is kept.

        Raises:
            NotReady: no quote came.
        """
        if agent is None:
            raise NotReady("The model is not loaded yet.")
        conversation = f"health-{uuid.uuid4().hex}"
        collector = ReplyCollector()
        message = UserMessage(
            self._question, collector, conversation, input_channel="health"
        )
        self._state.dialogues.take_in_hand(conversation, None)
        try:
            await agent.handle_message(message)
        finally:
            self._state.dialogues.put_down(conversation)
        if not any(reply.quotes for reply in collector.replies):
            raise NotReady("A question that the text answers got no quote.")


async def _within(seconds: float, looking: Awaitable[None], problem: str) -> str | None:
    """The problem, where it is one."""
    try:
        await asyncio.wait_for(looking, seconds)
    except Exception as error:
        logger.error("Not ready: %s (%s)", problem, type(error).__name__)
        return problem
    return None


def health(state: State, page: Page) -> Blueprint:
    """`/health`, `/health/live`, `/health/ready`, `/metrics`, for whoever watches."""
    routes = Blueprint("health")
    readiness = Readiness(state, page)
    about = {"version": __version__, "source": page.quotable.source.sha256[:12]}
    INFO.labels(**about).set(1)

    @routes.get("/health")
    async def tell(_: Request) -> HTTPResponse:
        return json({"status": "ok", **about})

    @routes.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @routes.get("/health/ready")
    async def ready(request: Request) -> HTTPResponse:
        agent = getattr(request.app.ctx, "agent", None)
        problems = await readiness.problems(agent)
        if problems:
            return json({"status": "not ready", "problems": problems}, status=503)
        return json({"status": "ok"})

    @routes.get("/metrics")
    async def metrics(_: Request) -> HTTPResponse:
        return raw(exposition(), content_type=CONTENT_TYPE_LATEST)

    return routes
