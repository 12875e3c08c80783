"""How a browser says which conversation is its own."""

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.refusal import Refused
from bot.channels.sessions import Sessions

COOKIE = "conversation"
# For pages in a frame, where browsers may keep cookies away.
HEADER = "X-Conversation"
# What the page says once, when it is loaded next, within so many seconds.
TOLD, TOLD_WITHIN = "told", 60


class PageCookie:
    """Gives out signed ids of conversations, and reads them back."""

    def __init__(self, sessions: Sessions, *, is_secure: bool, base: str = "") -> None:
        self._sessions = sessions
        self._path = f"{base}/chat"
        # Browsers keep a cookie for a page in another site's frame only like this.
        framed = "Secure; SameSite=None; Partitioned"
        self._where = framed if is_secure else "SameSite=Lax"

    def read(self, request: Request) -> tuple[str, str] | None:
        """The token in a browser's cookie, and its conversation, if it is signed."""
        token = request.cookies.get(COOKIE)
        conversation = self._sessions.conversation(token)
        return (token, conversation) if token and conversation else None

    def conversation(self, request: Request) -> str:
        """The conversation that a request belongs to.

        Raises:
            Refused: its id was not given out here.
        """
        conversation = self._sessions.conversation(_token(request))
        if conversation is None:
            raise Refused("no_conversation", 401)
        return conversation

    def conversation_or_new(self, request: Request) -> tuple[str, str | None]:
        """The conversation of a request; if it is not known, a new one and its token.

        The token is for the browser. One that has its own gets none: it may have begun
        another conversation while this request was answered.
        """
        if known := self._sessions.conversation(_token(request)):
            return known, None
        token = self.new()
        return str(self._sessions.conversation(token)), token

    def new(self) -> str:
        """The token of a new conversation."""
        return self._sessions.new()

    def keep(self, response: HTTPResponse, token: str) -> HTTPResponse:
        """Has the browser keep a token."""
        self._set(response, COOKIE, token)
        return response

    def give(self, response: HTTPResponse, token: str | None) -> HTTPResponse:
        """The same with a new one if there is one, also for the page's script."""
        if token is None:
            return response
        response.headers[HEADER] = token
        return self.keep(response, token)

    def tell(self, response: HTTPResponse, name: str) -> HTTPResponse:
        """Has the next page say something, by the name of its words, and only that."""
        self._set(response, TOLD, name, seconds=TOLD_WITHIN)
        return response

    def told(self, request: Request) -> str:
        """What the page is to say; a link cannot have it say anything."""
        return str(request.cookies.get(TOLD, ""))

    def not_again(self, response: HTTPResponse) -> HTTPResponse:
        """Has the page say it no more."""
        self._set(response, TOLD, "", seconds=0)
        return response

    def begin_another(self, response: HTTPResponse, conversation: str) -> HTTPResponse:
        """Gives a browser another conversation beside one that it has."""
        return self.give(response, self._sessions.another(conversation))

    def begin_anew(self, response: HTTPResponse) -> HTTPResponse:
        """Gives a browser a conversation as if it had never had one."""
        return self.give(response, self.new())

    def _set(
        self, response: HTTPResponse, name: str, value: str, seconds: int | None = None
    ) -> None:
        age = "" if seconds is None else f"Max-Age={seconds}; "
        # Not Sanic's own cookies, which know no Partitioned.
        response.headers.add(
            "Set-Cookie",
            f"{name}={value}; {age}Path={self._path}; HttpOnly; {self._where}",
        )


def _token(request: Request) -> str:
    return request.headers.get(HEADER) or request.cookies.get(COOKIE) or ""
