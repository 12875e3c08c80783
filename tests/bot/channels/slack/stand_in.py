"""Stands in for Slack: its Web API on loopback, and what it sends to a bot."""

import asyncio
import hashlib
import hmac
import itertools
import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.bot.channels.slack.block_kit import check_home, check_message
from tests.servers import free_port

SECRET = "a-signing-secret"
TOKEN = "xoxb-a-bot-token"
APP_TOKEN = "xapp-an-app-token"
BOT, TEAM = "UBOT", "T1"
PATIENCE = 30.0


@dataclass
class Said:
    """Something that the bot sent to Slack."""

    method: str
    content: dict[str, Any]
    time: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        return str(self.content.get("text"))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.content["blocks"])


class SlackStandIn:
    """Records what the bot posts, and refuses what Slack would."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/api/"
        self.said: list[Said] = []
        # What is wrong with a message that Slack would not take.
        self.faults: list[str] = []
        # Answers to give before any other: status and headers.
        self.next_answers: list[tuple[int, dict[str, str]]] = []
        self.acknowledged: list[dict[str, Any]] = []
        self.sockets: list[web.WebSocketResponse] = []
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def running(self) -> Iterator["SlackStandIn"]:
        ready = threading.Event()
        thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        thread.start()
        assert ready.wait(PATIENCE)
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(PATIENCE)
        assert self.faults == []

    def posted(self, count: int, *, method: str = "chat.postMessage") -> list[Said]:
        """Waits for as many messages."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = [said for said in self.said if said.method == method]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise AssertionError(f"{count} × {method} expected, not {self.said}")

    def stays_at(self, count: int, *, seconds: float = 1.0) -> None:
        """Waits whether more comes."""
        time.sleep(seconds)
        assert len(self.said) == count, self.said

    def deliver(self, envelope: dict[str, Any]) -> None:
        """Sends something through Socket Mode."""
        assert self.sockets
        sending = self.sockets[-1].send_json(envelope)
        asyncio.run_coroutine_threadsafe(sending, self._loop).result(PATIENCE)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        self._loop.run_until_complete(site.start())
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "auth.test":
            return web.json_response({"ok": True, "user_id": BOT, "bot_id": "B1"})
        if method == "apps.connections.open":
            assert token == APP_TOKEN
            url = f"ws://127.0.0.1:{self.port}/socket"
            return web.json_response({"ok": True, "url": url})
        if token != TOKEN:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return self._taken(method, await request.json())

    async def _response(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return self._taken(f"response/{name}", await request.json())

    def _taken(self, method: str, content: dict[str, Any]) -> web.Response:
        if self.next_answers:
            status, headers = self.next_answers.pop(0)
            return web.json_response({"ok": False}, status=status, headers=headers)
        try:
            if method == "views.publish":
                check_home(content["view"])
            else:
                check_message(content)
        except (AssertionError, KeyError) as error:
            self.faults.append(f"{method}: {error!r} in {content}")
        self.said.append(Said(method, content))
        return web.json_response({"ok": True, "ts": "1.0"})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(json.loads(message.data))
        return socket


class Sender:
    """Sends what Slack sends, signed as Slack signs it."""

    def __init__(self, bot_url: str, slack: SlackStandIn) -> None:
        self.url = f"{bot_url}/webhooks/slack/webhook"
        self._slack = slack
        self._numbers = itertools.count(1)

    def new_ts(self) -> str:
        return f"{1_790_000_000 + next(self._numbers)}.000100"

    def response_url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._slack.port}/response/{name}"

    def send(
        self,
        body: bytes,
        content_type: str = "application/json",
        *,
        secret: str = SECRET,
        at: float | None = None,
        **headers: str,
    ) -> tuple[int, bytes]:
        """Status and body of the acknowledgement."""
        stamp = str(int(time.time() if at is None else at))
        signed = hmac.new(
            secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256
        )
        sent = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        request = urllib.request.Request(self.url, body, sent)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def event(self, event: dict[str, Any], **headers: str) -> tuple[int, bytes]:
        return self.send(json.dumps(enveloped(event)).encode(), **headers)

    def message(self, text: str, **fields: Any) -> tuple[int, bytes]:
        """A direct message, unless the fields say otherwise."""
        return self.event(message(text, fields.pop("ts", self.new_ts()), **fields))

    def form(self, fields: dict[str, str], **options: Any) -> tuple[int, bytes]:
        body = urllib.parse.urlencode(fields).encode()
        return self.send(body, "application/x-www-form-urlencoded", **options)

    def command(self, text: str, **fields: str) -> tuple[int, bytes]:
        return self.form(
            {
                "command": "/mvp",
                "text": text,
                "team_id": TEAM,
                "user_id": "U1",
                "channel_id": "C1",
                "trigger_id": f"trigger-{self.new_ts()}",
                "response_url": self.response_url("command"),
                **fields,
            }
        )

    def interaction(self, payload: dict[str, Any], **options: Any) -> tuple[int, bytes]:
        return self.form({"payload": json.dumps(payload)}, **options)

    def press(self, button: dict[str, Any], **fields: Any) -> tuple[int, bytes]:
        return self.interaction(self.pressed(button, **fields))

    def pressed(self, button: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """A press on a button of a message in direct messages, unless fields differ."""
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": "U1", "team_id": TEAM},
            "channel": {"id": "D1"},
            "container": {
                "type": "message",
                "message_ts": "1.0",
                "channel_id": "D1",
                "is_ephemeral": False,
            },
            "message": {"ts": "1.0", "text": "…", "blocks": []},
            "trigger_id": f"trigger-{self.new_ts()}",
            "response_url": self.response_url("press"),
            "actions": [
                {
                    "type": "button",
                    "block_id": "b",
                    "action_id": button["action_id"],
                    "value": button["value"],
                    "action_ts": self.new_ts(),
                }
            ],
            **fields,
        }


def enveloped(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": f"Ev-{event.get('event_ts') or event.get('ts')}-{event['type']}",
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": event,
    }


def message(text: str, ts: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "team": TEAM,
        **fields,
    }
