"""Answers questions about the service: who runs it, what it keeps, whom to call."""

from typing_extensions import override

from actions.turn import ReplyingAction, Turn
from bot.document import Outcome
from bot.page.page import Page
from bot.replies.service import Service
from bot.settings import Settings, load_settings
from bot.understanding.intent import (
    BOT_DELETE,
    BOT_EMERGENCY_NUMBER,
    BOT_OPERATOR,
    BOT_PHONE,
)


class ActionTellAboutService(ReplyingAction):
    """Says what the settings know, and says so where they know nothing."""

    def __init__(
        self, page: Page | None = None, settings: Settings | None = None
    ) -> None:
        super().__init__(page)
        self._settings = settings or load_settings()

    @override
    def name(self) -> str:
        return "action_tell_about_service"

    def reply(self, turn: Turn) -> None:
        """Says it, each thing on a line of its own."""
        turn.tell(Outcome.SMALL_TALK, self._lines(turn))

    def _lines(self, turn: Turn) -> list[str]:
        service = Service(self._settings, turn.page.wording)
        if turn.intent == BOT_OPERATOR:
            return service.who()
        if turn.intent == BOT_DELETE:
            return service.deleting(turn.channel)
        if turn.intent == BOT_PHONE:
            return service.calling()
        if turn.intent == BOT_EMERGENCY_NUMBER:
            return service.emergency_number()
        return service.kept(turn.channel)
