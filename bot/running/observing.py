"""Sees every request from outside: its id, how it ended, how long it took."""

import logging
import time

from bot.running.front_door import Application, Event, Receive, Scope, Send
from bot.watching.logs import FIELDS, begin_request
from bot.watching.metrics import REQUEST_SECONDS, REQUESTS_NOW

logger = logging.getLogger(__name__)

REQUEST_ID = b"x-request-id"
# What is told of a path: others hold ids, or what somebody made up.
ROUTES = (
    *("/webhooks/rest/webhook", "/webhooks/slack/webhook", "/chat"),
    *("/health", "/metrics"),
)


class Observed:
    """An ASGI application around another."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request on, and tells of it when it is over."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        given = dict(scope["headers"]).get(REQUEST_ID, b"").decode("latin-1")
        request_id = begin_request(given)
        status, begun = 500, time.perf_counter()

        async def send_with_id(event: Event) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
                headers = [*event["headers"], (REQUEST_ID, request_id.encode())]
                event = {**event, "headers": headers}
            await send(event)

        try:
            with REQUESTS_NOW.track_inprogress():
                await self._application(scope, receive, send_with_id)
        finally:
            _tell(scope, status, time.perf_counter() - begun)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = _route(scope["path"])
    REQUEST_SECONDS.labels(route, status).observe(seconds)
    fields = {
        "method": scope["method"],
        "route": route,
        "status": status,
        "milliseconds": round(seconds * 1_000, 1),
    }
    logger.info("A request was answered.", extra={FIELDS: fields})


def _route(path: str) -> str:
    for route in ROUTES:
        if path == route or path.startswith(f"{route}/"):
            return route
    return "other"
