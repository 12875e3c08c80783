"""Rasa's REST channel, with an error where there is one."""

import asyncio
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from typing_extensions import override

from bot.channels.exchanges import Asker, Exchanges, Handler
from bot.channels.gate import NotAName, name_of, storable
from bot.channels.notice import Notices, text_in
from bot.channels.refusal import Refused, words_for
from bot.document import Outcome
from bot.page.page import Page, load_page
from bot.replies.plain_text import as_text
from bot.replies.reply import Kind, Line, Reply
from bot.replies.wording import Wording
from bot.storage.state import State
from bot.understanding.cleaning import clean, shorten
from bot.understanding.urgency import alarms

# In characters. A longer message is read at its beginning and end, and where it may
# hold a cry for help.
LONGEST = 20_000


class MalformedMessage(Exception):
    """A request that cannot be read as a message; the text says why."""


class Rest(InputChannel):
    """`POST /webhooks/rest/webhook` with `sender` and `message`, as in Rasa."""

    def __init__(self, state: State | None = None, page: Page | None = None) -> None:
        """Takes where conversations are kept, and what is quoted.

        Plain Rasa, which reads credentials.yml, gives neither.
        """
        self._state = state or State.in_memory()
        self._page = page or load_page()
        self._notices = Notices(self._page)

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is part of its address."""
        return "rest"

    @override
    def blueprint(self, on_new_message: Handler) -> Blueprint:
        exchanges = Exchanges(self._state, on_new_message, wording=self._page.wording)
        routes = Blueprint("rest_channel")

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            sender, text = _read(request)
            if len(text) > LONGEST:
                text = await asyncio.to_thread(self._shortened, text)
            exchange = await exchanges.ask(Asker(self.name(), sender), text)
            return json(
                [
                    as_message(reply, self._page.wording, sender)
                    for reply in exchange.replies
                ]
            )

        @routes.exception(MalformedMessage)
        async def explain(request: Request, error: MalformedMessage) -> HTTPResponse:
            return await self._refusal(request, str(error), 400)

        @routes.exception(Refused)
        async def refuse(request: Request, refused: Refused) -> HTTPResponse:
            return await self._refusal(
                request, words_for(refused, self._page.wording), refused.status
            )

        return routes

    async def _refusal(
        self, request: Request, problem: str, status: int
    ) -> HTTPResponse:
        """Why there is no answer; to a cry for help, after the notice, as messages."""
        written = text_in(request)
        notice = await asyncio.to_thread(self._notices.notice_for, written)
        if notice is None:
            return json({"error": problem}, status=status)
        refusal = Reply(Outcome.UNCLEAR, (Line(Kind.WORDS, problem),))
        wording = self._page.wording
        said = [as_message(notice, wording), as_message(refusal, wording)]
        return json(said, status=status)

    def _shortened(self, text: str) -> str:
        kept = alarms(clean(text, flat=True), self._page.signs)
        return shorten(clean(text), LONGEST, keep=kept)


def as_message(
    reply: Reply, wording: Wording, recipient: str | None = None
) -> dict[str, Any]:
    """A reply in Rasa's form: text, buttons, and all of it as data in `custom`."""
    return {
        **({"recipient_id": recipient} if recipient else {}),
        "text": as_text(reply, wording),
        **({"buttons": reply.buttons} if reply.choices else {}),
        "custom": reply.as_data(),
    }


def _read(request: Request) -> tuple[str, str]:
    """The sender and the message of a request.

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
