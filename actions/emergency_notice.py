"""Sends people who may be in danger to where help is."""

from actions.answer_questions import answer_question
from actions.conversation import Conversation, ConversationAction
from bot.document import Outcome


class ActionGiveEmergencyNotice(ConversationAction):
    """Gives the emergency notice first, then answers what else was asked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_give_emergency_notice"

    def reply(self, conversation: Conversation) -> None:
        """Quotes the emergency passage before anything else."""
        before = conversation.thread
        passage = conversation.library.by_intent["emergency"]
        conversation.quote(passage, lead="say_emergency", outcome=Outcome.EMERGENCY)
        # The notice does not break the thread: "why?" still means what was asked.
        conversation.thread = before
        for question in conversation.questions:
            answer_question(conversation, question)
