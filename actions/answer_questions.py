"""Answers the questions of a message, one after the other."""

from collections.abc import Sequence

from typing_extensions import override

from actions.turn import ReplyingAction, Turn
from bot.document import Outcome, Passage
from bot.understanding.dialogue_state import explained_term
from bot.understanding.intent import (
    MEANING,
    OTHER_CONDITION,
    PERSONAL_ADVICE,
    Intent,
    Kind,
)
from bot.understanding.questions import Question

# Beside a quote that may not be what was meant.
MOST_OTHERS = 3


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
        _say_what_is_near(turn, question, intent)
    elif intent == MEANING:
        explain(turn, question)
    elif passage and _would_be_a_permission(turn, passage):
        _refer_to_provider(turn, question, PERSONAL_ADVICE)
    elif passage:
        others = nearest(turn, [question])[1:MOST_OTHERS] if question.unsure else ()
        turn.quote(passage, offered=others)
    else:
        turn.decline(Outcome.UNCLEAR, "say_not_understood")


def nearest(turn: Turn, questions: Sequence[Question]) -> tuple[str, ...]:
    """The likeliest intents that are answered, one for each passage."""
    by_passage: dict[str, str] = {}
    for question in questions:
        for candidate in question.ranking:
            passage = turn.page.passage_for(candidate.intent)
            if passage and candidate.intent.kind is Kind.ASK:
                by_passage.setdefault(passage.name, candidate.intent)
    return tuple(by_passage.values())


def explain(turn: Turn, question: Question) -> None:
    """Quotes the passage that explains a word."""
    found = explained_term(question.text, turn.page.quotable)
    if found:
        turn.quote(found[1])
    else:
        turn.decline(Outcome.NOT_COVERED, "say_word_not_explained")


def _say_what_is_near(turn: Turn, question: Question, intent: Intent) -> None:
    """Says that the text does not cover it, and quotes what is near, if anything."""
    topic = turn.page.wording.text(f"say_topic_{intent.topic}")
    near = _near(turn, question, intent)
    if near:
        said = turn.page.wording.text("say_not_covered", topic=topic)
        turn.quote(near, outcome=Outcome.NOT_COVERED, before=said)
    else:
        turn.decline(Outcome.NOT_COVERED, "say_not_covered", topic=topic)


def _near(turn: Turn, question: Question, intent: Intent) -> Passage | None:
    """What the text says nearby, if anything that is fit to be quoted."""
    near = turn.page.quotable.near_to(intent)
    return near if near and _is_fit(turn, question, near) else None


def _is_fit(turn: Turn, question: Question, near: Passage) -> bool:
    """Whether what is near helps and does no harm."""
    return _is_ours(turn, question) and not _would_be_a_permission(turn, near)


def _is_ours(turn: Turn, question: Question) -> bool:
    """Whether it is surely about our subject, by its name or by what went before."""
    named = turn.page.subject.is_named_in(question.text)
    return named or turn.dialogue.passage is not None


def _would_be_a_permission(turn: Turn, passage: Passage) -> bool:
    """Whether the passage, quoted as an answer, could be taken for a permission.

    All of the message is looked at: "I am pregnant. Is it harmless?"
    """
    is_guarded = turn.page.quotable.is_guarded(passage)
    return is_guarded and turn.page.unsafe.are_in(turn.text)


def _is_elsewhere(turn: Turn, question: Question, intent: Intent) -> bool:
    """Whether it is about another condition, by itself or by what was said before."""
    subject = turn.page.subject
    return intent == OTHER_CONDITION or turn.dialogue.means_other_condition(
        question, subject
    )


def _refer_to_provider(turn: Turn, question: Question, intent: Intent) -> None:
    """Leaves a decision to the provider, and quotes what is near, or whom to see."""
    passage, outcome = turn.page.passage_for(intent), Outcome.PERSONAL_ADVICE
    near = turn.page.passage_for(question.near) if question.near else None
    if near and near != passage and _is_fit(turn, question, near):
        said = turn.page.wording.text("say_personal_advice")
        turn.quote(near, lead="say_in_general", outcome=outcome, before=said)
    elif passage and turn.page.subject.is_named_in(question.text):
        turn.quote(passage, lead="say_personal_advice_quote", outcome=outcome)
    else:
        turn.decline(outcome, "say_personal_advice")
