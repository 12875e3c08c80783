"""Answers the questions of a message, one after the other."""

from actions.turn import ReplyingAction, Turn
from bot.document import Outcome, Passage
from bot.understanding.questions import Question
from bot.understanding.subject import names_subject

NOT_COVERED = "not_covered_"


class ActionAnswerQuestions(ReplyingAction):
    """Quotes what answers each question, or says why nothing does."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_questions"

    def reply(self, turn: Turn) -> None:
        """Replies to every question that was found."""
        for question in turn.questions:
            answer_question(turn, question)


def answer_question(turn: Turn, question: Question) -> None:
    """Replies to one question in the light of the conversation."""
    intent = question.best.intent
    passage = turn.library.by_intent.get(intent)
    if intent == "other_condition" or turn.thread.means_other_condition(question):
        turn.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif intent == "personal_advice" and passage:
        _refer_to_provider(turn, question, passage)
    elif intent.startswith(NOT_COVERED):
        topic = turn.wording.text(f"say_topic_{intent[len(NOT_COVERED) :]}")
        turn.decline(Outcome.NOT_COVERED, "say_not_covered", topic=topic)
    elif passage:
        turn.quote(passage)
    else:
        turn.decline(Outcome.UNCLEAR, "say_not_understood")


def _refer_to_provider(turn: Turn, question: Question, passage: Passage) -> None:
    """Leaves a decision to the provider; quotes only what is surely on the subject."""
    outcome = Outcome.PERSONAL_ADVICE
    if names_subject(question.text):
        turn.quote(passage, lead="say_personal_advice_quote", outcome=outcome)
    else:
        turn.decline(outcome, "say_personal_advice")
