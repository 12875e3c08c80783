"""How a browser says which conversation is its own."""

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.refusal import Refused
from bot.channels.sessions import Sessions

COOKIE = "conversation"
# For pages in a frame, where browsers may keep cookies away.
HEADER = "X-Conversation"


class PageCookie:
    """Gives out signed ids of conversations, and reads them back."""

    def __init__(self, sessions: Sessions, *, is_secure: bool) -> None:
        self._sessions = sessions
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
        token = request.headers.get(HEADER) or request.cookies.get(COOKIE)
        conversation = self._sessions.conversation(token)
        if conversation is None:
            raise Refused("no_conversation", 401)
        return conversation

    def new(self) -> str:
        """The token of a new conversation."""
        return self._sessions.new()

    def keep(self, response: HTTPResponse, token: str) -> HTTPResponse:
        """Has the browser keep a token."""
        response.headers["Set-Cookie"] = (
            f"{COOKIE}={token}; Path=/chat; HttpOnly; {self._where}"
        )
        return response

    def begin_anew(self, response: HTTPResponse) -> HTTPResponse:
        """Gives a browser a new conversation."""
        token = self.new()
        response.headers[HEADER] = token
        return self.keep(response, token)
