"""Where a request goes in: hosts, paths and methods, and the headers of every answer.

The application behind it knows one path for each thing, below no other, and GET.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.channels.refusal import REFUSED, Refused
from bot.running.front_door import Application, Event, Receive, Scope, Send
from bot.settings import Settings

ELSEWHERE = Refused("host", 421)
CHAT = "/chat"
# What is asked for at the top, and where that is.
LEADS_TO = {"/": CHAT, "/favicon.ico": f"{CHAT}/icon.svg"}
# Everything from this server, nothing written into the page itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; "
    "frame-ancestors {frames}"
)


def headers_for(frame_sites: Iterable[object]) -> dict[str, str]:
    """What keeps browsers from doing anything else with an answer.

    Args:
        frame_sites: The sites that may show the chat in a frame.
    """
    frames = " ".join(["'self'", *map(str, frame_sites)])
    return {
        "Content-Security-Policy": POLICY.format(frames=frames),
        "X-Content-Type-Options": "nosniff",
        # Not "no-referrer": a form would then come from nowhere.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-store",
    }


class Entrance:
    """An ASGI application around another."""

    def __init__(self, application: Application, settings: Settings) -> None:
        self._application = application
        self._base = settings.base
        self._hosts = {*map(str.lower, settings.hosts)}
        if settings.public_address:
            self._hosts.add(str(settings.public_address.host).lower())
        self._headers = [
            (name.encode(), value.encode())
            for name, value in headers_for(settings.frame_sites).items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a request on as the application knows it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        path = self._within(scope["path"])
        seen = _Sender(send, self._headers)
        if path in LEADS_TO:
            await seen.redirect(self._base + LEADS_TO[path])
            return
        if not self._is_ours(scope) and REFUSED not in scope:
            scope[REFUSED] = ELSEWHERE
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        inner = {**scope, "path": path, "raw_path": path.encode(), "method": method}
        await self._application(inner, receive, seen.send)

    def _within(self, path: str) -> str:
        """A path without the one that the bot is below, and without a slash too much.

        A proxy may have taken the first away, or left it.
        """
        if self._base and f"{path}/".startswith(f"{self._base}/"):
            path = path[len(self._base) :] or "/"
        return CHAT if path == f"{CHAT}/" else path

    def _is_ours(self, scope: Scope) -> bool:
        """Whether a request was meant for this server.

        A page elsewhere can give its own name the address of this machine (DNS
        rebinding), and its scripts would speak to the bot as its own page. An address
        in numbers cannot be given away like that.
        """
        sent = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        try:
            name = (urlsplit(f"//{sent}").hostname or "") if sent else "localhost"
        except ValueError:
            return False
        return name in self._hosts or name == "localhost" or _is_number(name)


class _Sender:
    """Adds the headers that an answer does not have of its own."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._headers = headers

    async def send(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            # They may come as something that can be read once.
            own = list(event["headers"])
            known = {name.lower() for name, _ in own}
            shared = [one for one in self._headers if one[0].lower() not in known]
            event = {**event, "headers": [*own, *shared]}
        await self._send(event)

    async def redirect(self, address: str) -> None:
        headers = [(b"location", address.encode())]
        await self.send(
            {"type": "http.response.start", "status": 302, "headers": headers}
        )
        await self.send({"type": "http.response.body", "body": b""})


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
