"""Meets fear before facts."""

from typing_extensions import override

from actions.answer_questions import would_be_a_permission
from actions.turn import ReplyingAction, Turn
from bot.document import Outcome
from bot.understanding.intent import AFRAID


class ActionMeetFear(ReplyingAction):
    """Says something kind, quotes what calms, and names who can help."""

    @override
    def name(self) -> str:
        return "action_meet_fear"

    def reply(self, turn: Turn) -> None:
        """Says it; the quote once only, lest it wear out."""
        wording = turn.page.wording
        help_ = wording.text("say_with_provider")
        passage = turn.page.passage_for(AFRAID)
        known = passage and passage.name == turn.dialogue.passage
        if passage and not known and not would_be_a_permission(turn, passage):
            kind = wording.text("say_afraid")
            turn.quote(passage, lead="say_calm", before=kind, after=help_)
        else:
            turn.decline(Outcome.SMALL_TALK, "say_comfort", help=help_)
