"""Says what the bot can do, and begins again."""

from actions.conversation import Conversation, ConversationAction
from bot.document import Outcome
from bot.understanding.thread import Thread


class ActionSayWhatItCanDo(ConversationAction):
    """Names the subject; "it" means that subject from then on."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_say_what_it_can_do"

    def reply(self, conversation: Conversation) -> None:
        """Says it, and brings the conversation back to the subject."""
        conversation.decline(Outcome.SMALL_TALK, "say_bot_help")
        before = conversation.thread
        conversation.thread = Thread(before.passage, before.told)


class ActionStartOver(ConversationAction):
    """Forgets what the conversation was about."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_start_over"

    def reply(self, conversation: Conversation) -> None:
        """Says so, and begins with an empty thread."""
        conversation.decline(Outcome.SMALL_TALK, "say_start_over")
        conversation.thread = Thread()
