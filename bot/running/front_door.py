"""Stands before the web application: bounds what a request may cost.

A request is handed on when all of its body has come in, within a size and a time; and
so many at once, no more. What is beyond is marked, and refused by its channel in the
words and the form that its reader knows. Sanic does none of this when it is served
over ASGI, and takes a body that was broken off for a whole one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.channels.refusal import REFUSED, Refused

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

TOO_LARGE = Refused("too_long", 413)
TOO_SLOW = Refused("too_slow", 408)
BUSY = Refused("busy", 503)
# In seconds, when to come back: by the status of an answer.
RETRY_AFTER = {429: b"60", 503: b"5"}


@dataclass(frozen=True)
class Bounds:
    """What one server takes on."""

    # In bytes; no question is longer.
    body: int = 200_000
    # What of a larger body is still read, so that its sender gets to read the reply.
    drained: int = 2_000_000
    # In seconds, from the head of a request to the end of its body, and to the reply.
    body_seconds: float = 15.0
    reply_seconds: float = 60.0
    # Requests at once; each waits for those before it, some 10 ms for each.
    requests: int = 100
    # Open connections, most of which are idle.
    connections: int = 400


class FrontDoor:
    """An ASGI application around another."""

    def __init__(self, application: Application, bounds: Bounds) -> None:
        self._application = application
        self.bounds = bounds
        self._connections: Collection[Any] = ()
        self._at_work = 0

    def watch(self, connections: Collection[Any]) -> None:
        """Takes the server's open connections, which grow and shrink as it runs."""
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, or the server's start and end."""
        if scope["type"] == "lifespan":
            # At its end, Sanic 21.12 handles a request that does not exist.
            with suppress(AttributeError):
                await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(self.bounds)
        try:
            await asyncio.wait_for(body.read(receive), self.bounds.body_seconds)
        except asyncio.TimeoutError:
            body.refused = TOO_SLOW
        if body.broken_off:
            return
        refused = body.refused or self._too_many()
        if refused is not None:
            scope[REFUSED] = refused
            await self._application(scope, body.hand_on, _Reply(send, refused).send)
        else:
            await self._answer(scope, body, send)

    async def _answer(self, scope: Scope, body: "_Body", send: Send) -> None:
        reply = _Reply(send)
        self._at_work += 1
        try:
            answer = self._application(scope, body.hand_on, reply.send)
            await asyncio.wait_for(answer, self.bounds.reply_seconds)
        except asyncio.TimeoutError:
            if reply.begun:
                raise
            scope[REFUSED] = BUSY
            body.take_back()
            await self._application(scope, body.hand_on, _Reply(send, BUSY).send)
        finally:
            self._at_work -= 1

    def _too_many(self) -> Refused | None:
        too_many = (
            self._at_work >= self.bounds.requests
            or len(self._connections) > self.bounds.connections
        )
        return BUSY if too_many else None


class _Body:
    """The body of a request, read whole before anybody looks at it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._content = bytearray()
        self._tail = b""
        self._handed_on = False
        self._gone = asyncio.Event()
        self.refused: Refused | None = None
        self.broken_off = False

    async def read(self, receive: Receive) -> None:
        length = 0
        more = True
        while more and length <= self._bounds.drained:
            event = await receive()
            if event["type"] == "http.disconnect":
                self.broken_off = True
                return
            part = event.get("body", b"")
            length += len(part)
            self._content += part[: self._bounds.body - len(self._content)]
            self._tail = (self._tail + part)[-self._bounds.body // 2 :]
            more = event.get("more_body", False)
        if length > self._bounds.body:
            # Its beginning and its end, for what a cry for help may stand in.
            self._content = self._content[: self._bounds.body // 2] + self._tail
            self.refused = TOO_LARGE

    def take_back(self) -> None:
        self._handed_on = False

    async def hand_on(self) -> Event:
        if self._handed_on:
            # Nothing more will come; asking again waits for the end of the connection.
            await self._gone.wait()
        self._handed_on = True
        return {"type": "http.request", "body": bytes(self._content)}


class _Reply:
    """Sends a reply with its length, and closes after a refusal."""

    def __init__(self, send: Send, refused: Refused | None = None) -> None:
        self._send = send
        self._refused = refused
        self._head: Event | None = None
        self.begun = False

    async def send(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            self._head = event
            self.begun = True
            return
        if self._head is not None:
            headers = [*self._head["headers"], *self._further(event)]
            await self._send({**self._head, "headers": headers})
            self._head = None
        await self._send(event)

    def _further(self, event: Event) -> list[tuple[bytes, bytes]]:
        headers = []
        if not event.get("more_body"):
            length = str(len(event.get("body", b""))).encode()
            headers.append((b"content-length", length))
        if self._refused is not None:
            headers.append((b"connection", b"close"))
        status = self._head["status"] if self._head else 0
        if status in RETRY_AFTER:
            headers.append((b"retry-after", RETRY_AFTER[status]))
        return headers
