"""Sends people who may be in danger to where help is."""

from typing_extensions import override

from actions.answer_questions import answer_questions
from actions.turn import ReplyingAction, Turn
from bot.document import Outcome
from bot.understanding.intent import EMERGENCY, OTHER_EMERGENCY


class ActionGiveEmergencyNotice(ReplyingAction):
    """Gives the emergency notice first, then answers what else was asked."""

    @override
    def name(self) -> str:
        return "action_give_emergency_notice"

    def reply(self, turn: Turn) -> None:
        """Sends for help before anything else.

        The text's own sentence follows where it speaks of such an emergency; a text
        that speaks of none is no reason to stay silent.
        """
        before = turn.dialogue
        if turn.in_emergency:
            # Thanks need no notice, but somebody who waits for help needs a word.
            turn.decline(Outcome.EMERGENCY, "say_help_first")
            return
        passage = turn.page.passage_for(EMERGENCY)
        if turn.intent == OTHER_EMERGENCY or passage is None:
            turn.decline(Outcome.EMERGENCY, "say_other_emergency")
        else:
            turn.quote(
                passage,
                lead="say_emergency_quote",
                outcome=Outcome.EMERGENCY,
                before=_what_to_do(turn),
                after=turn.page.wording.text("say_not_now"),
            )
        # The notice does not break the dialogue: "why?" still means what was asked.
        turn.dialogue = before
        answer_questions(turn, turn.questions)


def _what_to_do(turn: Turn) -> str:
    """What to do now; first in words that somebody understands who reads no English."""
    language = turn.cry_language
    own = [turn.page.wording.text(f"say_call_{language}")] if language else []
    return "\n".join([*own, turn.page.wording.text("say_emergency")])
