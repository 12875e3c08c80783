"""The HTTP server: uvicorn with h11, which refuses what is not HTTP, with deadlines.

Sanic's own server, which Rasa pins at 21.12, spins for ever on a negative
Content-Length, takes two lengths or none for one, and waits without end for whoever
sends slowly.
"""

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from types import FrameType

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.running.front_door import Application, Bounds, FrontDoor

# In seconds: for the head of a request, from its first byte or from connecting; until
# a connection is closed on which nothing is asked; and for what is being answered
# when the server is told to stop. Whoever tells it so waits for ten in all; should
# something hang then, the process ends all the same.
HEAD = 10.0
IDLE = 15
LAST_ANSWERS = 5
LAST_MOMENT = 9.5
# How many connections the system keeps until they are taken.
BACKLOG = 1024
# Twice as many connections as are answered: beyond that they are closed without a word.
UNANSWERED = 2


class Protocol(H11Protocol):
    """One connection; it is closed where the head of a request does not come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Waits for a request, unless there are far too many connections."""
        super().connection_made(transport)
        self._head: asyncio.TimerHandle | None = None
        door: FrontDoor = self.config.app  # type: ignore[assignment]
        if len(self.connections) > UNANSWERED * door.bounds.connections:
            transport.abort()
        else:
            self._watch_head()

    def data_received(self, data: bytes) -> None:
        """Takes what came; the clock runs until the head of a request is whole."""
        super().data_received(data)
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        super().connection_lost(exc)
        self._stop_clock()

    def _watch_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_clock()
        elif self._head is None:
            self._head = self.loop.call_later(HEAD, self.transport.close)

    def _stop_clock(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins to stop; no later than in a moment it is over."""
        last = threading.Timer(LAST_MOMENT, os._exit, [1])
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


async def serve_http(
    application: Application,
    listening: socket.socket,
    *,
    bounds: Bounds,
    ready: Callable[[], None],
) -> None:
    """Serves an ASGI application until the process is told to stop.

    On SIGTERM or SIGINT no new connections are taken, and what was taken is answered.

    Args:
        application: What answers.
        listening: The socket to take connections from.
        bounds: What one request, and all together, may cost.
        ready: Called once requests are served.
    """
    door = FrontDoor(application, bounds)
    config = uvicorn.Config(
        door,
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )
    server = _Server(config, ready)
    door.watch(server.server_state.connections)
    await server.serve(sockets=[listening])


def listen(host: str, port: int, *, at_once: bool = True) -> socket.socket:
    """A socket that connections arrive at.

    Args:
        host: An address or a name of this machine.
        port: Where at it.
        at_once: Whether who connects before the server is ready waits for it. Else the
            connection is refused, and a proxy goes to another server.

    Raises:
        OSError: the address is unknown or taken.
    """
    family, _, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    # "::" is every address of this machine, those of IPv4 too where the system can.
    both = host == "::" and socket.has_dualstack_ipv6()
    if at_once:
        return socket.create_server(
            address[:2], family=family, backlog=BACKLOG, dualstack_ipv6=both
        )
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, not both)
    listening.bind(address[:2])
    return listening
