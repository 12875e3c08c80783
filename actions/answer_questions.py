"""Answers the questions of a message, one after the other."""

from actions.conversation import Conversation, ConversationAction
from bot.document import Outcome, Passage
from bot.understanding.questions import Question
from bot.understanding.subject import names_subject

NOT_COVERED = "not_covered_"


class ActionAnswerQuestions(ConversationAction):
    """Quotes what answers each question, or says why nothing does."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_questions"

    def reply(self, conversation: Conversation) -> None:
        """Replies to every question that was found."""
        for question in conversation.questions:
            answer_question(conversation, question)


def answer_question(conversation: Conversation, question: Question) -> None:
    """Replies to one question in the light of the conversation."""
    intent = question.best.intent
    passage = conversation.library.by_intent.get(intent)
    if intent == "other_condition" or conversation.thread.means_other_condition(
        question
    ):
        conversation.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif intent == "personal_advice" and passage:
        _refer_to_provider(conversation, question, passage)
    elif intent.startswith(NOT_COVERED):
        topic = conversation.wording.text(f"say_topic_{intent[len(NOT_COVERED) :]}")
        conversation.decline(Outcome.NOT_COVERED, "say_not_covered", topic=topic)
    elif passage:
        conversation.quote(passage)
    else:
        conversation.decline(Outcome.UNCLEAR, "say_not_understood")


def _refer_to_provider(
    conversation: Conversation, question: Question, passage: Passage
) -> None:
    """Leaves a decision to the provider; quotes only what is surely on the subject."""
    outcome = Outcome.PERSONAL_ADVICE
    if names_subject(question.text):
        conversation.quote(passage, lead="say_personal_advice_quote", outcome=outcome)
    else:
        conversation.decline(outcome, "say_personal_advice")
