"""Sends people who may be in danger to where help is."""

from actions.answer_questions import answer_question
from actions.conversation import Conversation, ConversationAction
from bot.document import Outcome
from bot.understanding.urgency import EMERGENCY, OTHER_EMERGENCY


class ActionGiveEmergencyNotice(ConversationAction):
    """Gives the emergency notice first, then answers what else was asked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_emergency_notice"

    def reply(self, conversation: Conversation) -> None:
        """Sends for help before anything else.

        The text's own sentence follows where it speaks of such an emergency.
        """
        before = conversation.thread
        if conversation.intent == OTHER_EMERGENCY:
            conversation.decline(Outcome.EMERGENCY, "say_other_emergency")
        else:
            passage = conversation.library.by_intent[EMERGENCY]
            conversation.quote(
                passage,
                lead="say_emergency",
                outcome=Outcome.EMERGENCY,
                before=_call_in_own_language(conversation),
            )
        # The notice does not break the thread: "why?" still means what was asked.
        conversation.thread = before
        for question in conversation.questions:
            answer_question(conversation, question)


def _call_in_own_language(conversation: Conversation) -> str | None:
    """The name of the words that somebody understands who reads no English."""
    language = conversation.cry_language
    return f"say_call_{language}" if language else None
