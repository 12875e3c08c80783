"""Answers the questions of a message, one after the other."""

from typing_extensions import override

from actions.turn import ReplyingAction, Turn
from bot.document import Outcome
from bot.understanding.dialogue_state import explained_term
from bot.understanding.intent import MEANING, OTHER_CONDITION, Intent, Kind
from bot.understanding.questions import Question


class ActionAnswerQuestions(ReplyingAction):
    """Quotes what answers each question, or says why nothing does."""

    @override
    def name(self) -> str:
        return "action_answer_questions"

    def reply(self, turn: Turn) -> None:
        """Replies to every question that was found."""
        for question in turn.questions:
            answer_question(turn, question)


def answer_question(turn: Turn, question: Question) -> None:
    """Replies to one question in the light of the conversation."""
    intent = question.best.intent
    passage = turn.page.passage_for(intent)
    if _is_elsewhere(turn, question, intent):
        turn.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif intent.kind is Kind.PERSONAL:
        _refer_to_provider(turn, question, intent)
    elif intent.kind is Kind.NOT_COVERED:
        topic = turn.page.wording.text(f"say_topic_{intent.topic}")
        turn.decline(Outcome.NOT_COVERED, "say_not_covered", topic=topic)
    elif intent == MEANING:
        explain(turn, question)
    elif passage:
        turn.quote(passage)
    else:
        turn.decline(Outcome.UNCLEAR, "say_not_understood")


def explain(turn: Turn, question: Question) -> None:
    """Quotes the passage that explains a word."""
    found = explained_term(question.text, turn.page.quotable)
    if found:
        turn.quote(found[1])
    else:
        turn.decline(Outcome.NOT_COVERED, "say_word_not_explained")


def _is_elsewhere(turn: Turn, question: Question, intent: Intent) -> bool:
    """Whether it is about another condition, by itself or by what was said before."""
    subject = turn.page.subject
    return intent == OTHER_CONDITION or turn.dialogue.means_other_condition(
        question, subject
    )


def _refer_to_provider(turn: Turn, question: Question, intent: Intent) -> None:
    """Leaves a decision to the provider; quotes only what is surely on the subject."""
    passage, outcome = turn.page.passage_for(intent), Outcome.PERSONAL_ADVICE
    if passage and turn.page.subject.is_named_in(question.text):
        turn.quote(passage, lead="say_personal_advice_quote", outcome=outcome)
    else:
        turn.decline(outcome, "say_personal_advice")
