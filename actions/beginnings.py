"""Says what the bot can do, and begins again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from bot.document import Outcome
from bot.understanding.thread import Thread


class ActionSayWhatItCanDo(Action):
    """Names the subject; "it" means that subject from then on."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_say_what_it_can_do"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Says it, and brings the conversation back to the subject."""
        conversation = Conversation(dispatcher, tracker)
        conversation.decline(Outcome.SMALL_TALK, "say_bot_help")
        before = conversation.thread
        conversation.thread = Thread(before.passage, before.told)
        return conversation.events()


class ActionStartOver(Action):
    """Forgets what the conversation was about."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_start_over"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Says so, and begins with an empty thread."""
        conversation = Conversation(dispatcher, tracker)
        conversation.decline(Outcome.SMALL_TALK, "say_start_over")
        conversation.thread = Thread()
        return conversation.events()
