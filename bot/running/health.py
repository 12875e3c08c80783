"""Says whether the server is alive, and whether it can answer."""

import asyncio

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.storage.errors import StoreError
from bot.storage.state import State

# In seconds, for the store to keep something.
PATIENCE = 2.0


def health(state: State) -> Blueprint:
    """`/health/live` and `/health/ready`, for whoever watches the server."""
    routes = Blueprint("health", url_prefix="/health")

    @routes.get("/live")
    async def live(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @routes.get("/ready")
    async def ready(request: Request) -> HTTPResponse:
        problems = []
        if getattr(request.app.ctx, "agent", None) is None:
            problems.append("The model is not loaded yet.")
        try:
            await asyncio.wait_for(state.check(), PATIENCE)
        except (StoreError, asyncio.TimeoutError):
            problems.append("Nothing can be kept.")
        if problems:
            return json({"status": "not ready", "problems": problems}, status=503)
        return json({"status": "ok"})

    return routes
