"""Offers the nearest questions when unsure, and takes the one that is chosen."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_questions import answer_question
from actions.conversation import Conversation
from bot.document import Outcome
from bot.understanding.intents import Candidate
from bot.understanding.interpretation import chosen_number
from bot.understanding.questions import Question

MOST_CHOICES = 3


class ActionOfferChoices(Action):
    """Asks which of the nearest questions was meant."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_offer_choices"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Offers questions that the text does answer."""
        conversation = Conversation(dispatcher, tracker)
        offered = _nearest(conversation)
        response = "say_which_of_these" if offered else "say_not_understood"
        conversation.decline(Outcome.UNCLEAR, response, offered=offered)
        return conversation.events()


class ActionTakeChoice(Action):
    """Answers the question that was chosen by its number."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_take_choice"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Answers it, or says that there was nothing to choose from."""
        conversation = Conversation(dispatcher, tracker)
        offered = conversation.thread.offered
        number = chosen_number(conversation.text) or 0
        if 1 <= number <= len(offered):
            chosen = Candidate(offered[number - 1], 1.0)
            answer_question(conversation, Question(conversation.text, (chosen,)))
        else:
            conversation.decline(Outcome.UNCLEAR, "say_no_such_choice", offered=offered)
        return conversation.events()


def _nearest(conversation: Conversation) -> tuple[str, ...]:
    """The likeliest intents that are answered, one for each passage."""
    by_passage: dict[str, str] = {}
    for question in conversation.questions:
        for candidate in question.ranking:
            passage = conversation.library.by_intent.get(candidate.intent)
            if passage and candidate.intent.startswith("ask_"):
                by_passage.setdefault(passage.name, candidate.intent)
    return tuple(by_passage.values())[:MOST_CHOICES]
