"""The sheet for the appointment, as a page and as a file."""

from sanic.request import Request, RequestParameters
from sanic.response import HTTPResponse, raw

from bot.channels.exchanges import Exchanges
from bot.channels.gate import storable
from bot.channels.web.cookie import PageCookie
from bot.channels.web.requests import form_of
from bot.channels.web.routes import HTML
from bot.channels.web.view import PageView
from bot.settings import Settings
from bot.storage.exchange import Exchange

# As many of the last questions go on it.
MOST = 200


class SheetRoutes:
    """Answers requests for the sheet; nothing of it is kept."""

    def __init__(
        self,
        settings: Settings,
        exchanges: Exchanges,
        view: PageView,
        cookie: PageCookie,
    ) -> None:
        self._settings = settings
        self._exchanges = exchanges
        self._view = view
        self._cookie = cookie

    async def show(self, request: Request) -> HTTPResponse:
        """The sheet, to be changed, printed and saved."""
        page = self._view.sheet(await self._said(request))
        return raw(page, content_type=HTML)

    async def save(self, request: Request) -> HTTPResponse:
        """The sheet as a file, with the questions that somebody left or wrote."""
        own = form_of(request, self._settings).get("own", "").splitlines()
        form = request.form or RequestParameters()
        ticked = map(storable, form.getlist("question", []))
        questions = [*ticked, *filter(None, map(str.strip, own))]
        name = f'attachment; filename="{self._view.sheet_name}"'
        return raw(
            self._view.sheet_file(await self._said(request), questions),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": name},
        )

    async def _said(self, request: Request) -> tuple[Exchange, ...]:
        known = self._cookie.read(request)
        if known is None:
            return ()
        return (await self._exchanges.last(known[1], MOST)).exchanges
