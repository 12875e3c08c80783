"""Rasa's REST channel, with an error where there is one."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.gate import NotAName, name_of, storable
from bot.channels.output import ReplyCollector
from bot.channels.refusal import Refused, words_for

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


BROKEN = Refused("broken", 500)


class MalformedMessage(Exception):
    """A request that is no message; the text says why."""


class Rest(InputChannel):
    """`POST /webhooks/rest/webhook` with `sender` and `message`, as in Rasa."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is part of its address."""
        return "rest"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The channel's routes."""
        routes = Blueprint("rest_channel")

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text = _read(request)
            except MalformedMessage as error:
                return json({"error": str(error)}, status=400)
            return await self._reply(on_new_message, sender, text)

        @routes.exception(Refused)
        async def refuse(_: Request, refused: Refused) -> HTTPResponse:
            return json({"error": words_for(refused)}, status=refused.status)

        return routes

    async def _reply(
        self, on_new_message: OnNewMessage, sender: str, text: str
    ) -> HTTPResponse:
        collector = ReplyCollector()
        message = UserMessage(text, collector, sender, input_channel=self.name())
        try:
            await on_new_message(message)
        except Exception:
            logger.exception("A message could not be answered.")
            return json({"error": words_for(BROKEN)}, status=BROKEN.status)
        return json(collector.messages)


def _read(request: Request) -> tuple[str, str]:
    """Sender and message of a request.

    Raises:
        MalformedMessage: it is no JSON object with these two, both strings.
    """
    if request.content_type.split(";")[0].strip() != "application/json":
        raise MalformedMessage("Send JSON, with Content-Type: application/json.")
    try:
        content = request.json
    except Exception as error:
        raise MalformedMessage("The body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise MalformedMessage('Send a JSON object: {"sender": …, "message": …}.')
    sender, text = content.get("sender"), content.get("message")
    if not isinstance(sender, str) or not sender:
        raise MalformedMessage(
            "'sender' is missing. Give each person one of their own."
        )
    try:
        sender = name_of(sender)
    except NotAName as error:
        raise MalformedMessage(f"'sender' cannot be used: {error}.") from error
    if not isinstance(text, str):
        raise MalformedMessage("'message' is missing or is not a text.")
    return sender, storable(text)
