"""Says what the bot can do, and begins again."""

from typing_extensions import override

from actions.turn import ReplyingAction, Turn
from bot.document import Outcome
from bot.understanding.dialogue_state import DialogueState


class ActionSayWhatItCanDo(ReplyingAction):
    """Names the subject; "it" means that subject from then on."""

    @override
    def name(self) -> str:
        return "action_say_what_it_can_do"

    def reply(self, turn: Turn) -> None:
        """Says it, and brings the conversation back to the subject."""
        turn.decline(Outcome.SMALL_TALK, "say_bot_help")
        before = turn.dialogue
        turn.dialogue = DialogueState(before.passage, before.quoted)


class ActionStartOver(ReplyingAction):
    """Forgets what the conversation was about."""

    @override
    def name(self) -> str:
        return "action_start_over"

    def reply(self, turn: Turn) -> None:
        """Says so, and remembers nothing."""
        turn.decline(Outcome.SMALL_TALK, "say_start_over")
        turn.dialogue = DialogueState()
