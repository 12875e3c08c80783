"""Rasa's REST channel, with an error where there is one."""

import asyncio
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json
from typing_extensions import override

from bot.channels.exchanges import Asker, Exchanges, Handler
from bot.channels.gate import Gate, NotAName, is_this_machine, name_of, storable
from bot.channels.json_request import is_json, json_in
from bot.channels.notice import Notices, text_in
from bot.channels.refusal import Refused, unkept, words_for
from bot.document import Outcome
from bot.page.page import Page, load_page
from bot.replies.plain_text import as_text
from bot.replies.reply import Kind, Line, Reply
from bot.replies.wording import Wording
from bot.settings import Settings, load_settings
from bot.storage.errors import StoreError
from bot.storage.state import State


@dataclass(frozen=True)
class RestMessage:
    """What somebody sent; what comes again under the same id is answered once."""

    sender: str
    text: str
    id: str | None


class MalformedMessage(Exception):
    """A request that cannot be read as a message; the text says why."""


class Rest(InputChannel):
    """`POST /webhooks/rest/webhook` with `sender` and `message`, as in Rasa."""

    def __init__(
        self,
        settings: Settings | None = None,
        state: State | None = None,
        page: Page | None = None,
    ) -> None:
        """Takes the limits, where conversations are kept, and what is quoted.

        Plain Rasa, which reads credentials.yml, gives none of them.
        """
        settings = settings or load_settings()
        self._state = state or State.in_memory(settings)
        self._page = page or load_page()
        self._gate = Gate(self._state, longest=settings.longest_message)
        self._notices = Notices(self._page)

    @classmethod
    def name(cls) -> str:
        """The channel's name, which is part of its address."""
        return "rest"

    @override
    def blueprint(self, on_new_message: Handler) -> Blueprint:
        exchanges = Exchanges(
            self._state, on_new_message, wording=self._page.wording, gate=self._gate
        )
        routes = Blueprint("rest_channel")

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            message = _read(request)
            asker = Asker(self.name(), message.sender, _address(request))
            exchange = await exchanges.ask(asker, message.text, message.id)
            return json(
                [
                    as_message(reply, self._page.wording, message.sender)
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

        @routes.exception(StoreError)
        async def not_kept(request: Request, error: StoreError) -> HTTPResponse:
            return await refuse(request, unkept(error))

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


def _address(request: Request) -> str:
    """Where a message came from.

    A program on this machine speaks for many people: none of them uses up what the
    others may, so it counts as none.
    """
    address = str(request.remote_addr or request.ip)
    return "" if is_this_machine(address) else address


def _read(request: Request) -> RestMessage:
    """What a request says.

    Raises:
        MalformedMessage: it is no JSON object with a sender and a message.
    """
    if not is_json(request):
        raise MalformedMessage("Send JSON, with Content-Type: application/json.")
    try:
        content = json_in(request)
    except ValueError as error:
        raise MalformedMessage("The body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise MalformedMessage('Send a JSON object: {"sender": …, "message": …}.')
    text = content.get("message")
    if not isinstance(text, str):
        raise MalformedMessage("'message' is missing or is not a text.")
    if not text.strip():
        raise MalformedMessage("'message' is empty.")
    sender = _name(content, "sender", "Give each person one of their own.")
    given = content.get("message_id")
    known = None if given is None else _name(content, "message_id", "Leave it out.")
    return RestMessage(sender, storable(text), known)


def _name(content: dict[str, Any], field: str, remedy: str) -> str:
    """A field that something is kept under.

    Raises:
        MalformedMessage: it is missing, no string, or cannot be used.
    """
    given = content.get(field)
    if given is None or given == "":
        raise MalformedMessage(f"'{field}' is missing. {remedy}")
    if not isinstance(given, str):
        raise MalformedMessage(f"'{field}' has to be a text, in quotation marks.")
    try:
        return name_of(given)
    except NotAName as error:
        raise MalformedMessage(f"'{field}' cannot be used: {error}.") from error
