"""Answers the questions of a message, one after the other."""

from collections.abc import Sequence

from typing_extensions import override

from actions.turn import LEADS, ReplyingAction, Turn
from bot.document import Outcome, Passage
from bot.replies.wording import Wording
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
# Ways of saying the same, in turn.
NOT_COVERED = ("say_not_covered", "say_not_covered_either")
PERSONAL = ("say_personal_advice", "say_personal_advice_either")
# How likely something that is asked has to be beside the meaning of a word.
LIKELY_ASKED = 0.15
# Sentences in one turn: with more to say, each passage is quoted in short, and what is
# too much even then is offered.
MOST_QUOTED = 5


class ActionAnswerQuestions(ReplyingAction):
    """Quotes what answers each question, or says why nothing does."""

    @override
    def name(self) -> str:
        return "action_answer_questions"

    def reply(self, turn: Turn) -> None:
        """Replies to every question that was found."""
        answer_questions(turn, turn.questions)


def answer_questions(turn: Turn, questions: Sequence[Question]) -> None:
    """Replies to each, and once to all that the text does not cover."""
    wanted = [_passage_for(turn, question) for question in questions]
    names = {s.name for passage in wanted if passage for s in passage.sentences}
    turn.in_short = len(names) > MOST_QUOTED
    turn.several = len(questions) > 1
    uncovered = [one for one in questions if _is_uncovered(turn, one)]
    left: list[str] = []
    for question, passage in zip(questions, wanted, strict=True):
        if question in uncovered:
            if question is uncovered[0]:
                _say_what_is_near(turn, uncovered)
        elif passage and _may_wait(question) and not _has_room(turn, passage):
            left.append(question.best.intent)
        else:
            answer_question(turn, question)
    if left:
        turn.decline(Outcome.SMALL_TALK, "say_rest", offered=tuple(left))


def _may_wait(question: Question) -> bool:
    """Whether it can be offered instead; whom to ask about one's own case is said."""
    return question.best.intent.kind is Kind.ASK


def _has_room(turn: Turn, passage: Passage) -> bool:
    """Whether a passage can be quoted without quoting too much in one turn."""
    quoted = passage.in_short if turn.in_short else passage.sentences
    names = {sentence.name for sentence in quoted}
    return len(turn.sentences_quoted | names) <= MOST_QUOTED


def answer_question(turn: Turn, question: Question) -> None:
    """Replies to one question in the light of the conversation."""
    intent = question.best.intent
    passage = turn.page.passage_for(intent)
    if _is_elsewhere(turn, question, intent):
        turn.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif intent.kind is Kind.PERSONAL:
        _refer_to_provider(turn, question, intent)
    elif intent.kind is Kind.NOT_COVERED:
        _say_what_is_near(turn, [question])
    elif intent == MEANING:
        explain(turn, question)
    elif passage:
        _quote_safely(turn, question, passage)
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
    passage = _explanation(turn, question)
    if passage:
        _quote_safely(turn, question, passage)
    else:
        turn.decline(Outcome.NOT_COVERED, "say_word_not_explained")


def _explanation(turn: Turn, question: Question) -> Passage | None:
    """The passage that explains a word.

    Where none is named ("meaning, treatment"), what the condition is may be asked.
    """
    found = explained_term(question.text, turn.page.quotable)
    if found:
        return found[1]
    asked = question.only(lambda intent: intent.kind is Kind.ASK)
    likely = asked and asked.best.confidence >= LIKELY_ASKED
    return turn.page.passage_for(asked.best.intent) if asked and likely else None


def _quote_safely(turn: Turn, question: Question, passage: Passage) -> None:
    """Quotes a passage, unless it would be taken for a permission."""
    if would_be_a_permission(turn, passage):
        _refer_to_provider(turn, question, PERSONAL_ADVICE)
    else:
        others = nearest(turn, [question])[1:MOST_OTHERS] if question.unsure else ()
        is_first = not turn.sentences_quoted
        kind = "say_afraid" if turn.sounds_afraid and is_first else None
        said = turn.page.wording.text(kind) if kind else None
        turn.quote(passage, before=said, offered=others)


def _is_uncovered(turn: Turn, question: Question) -> bool:
    intent = question.best.intent
    is_elsewhere = _is_elsewhere(turn, question, intent)
    return intent.kind is Kind.NOT_COVERED and not is_elsewhere


def _passage_for(turn: Turn, question: Question) -> Passage | None:
    """The passage that is quoted to a question, if any."""
    if _is_uncovered(turn, question):
        return _near(turn, question)
    if question.best.intent == MEANING:
        return _explanation(turn, question)
    return turn.page.passage_for(question.best.intent)


def _say_what_is_near(turn: Turn, questions: Sequence[Question]) -> None:
    """Says what the text does not cover, and quotes what is near, if anything."""
    topic = _topics(turn.page.wording, [one.best.intent for one in questions])
    found = [near for one in questions if (near := _near(turn, one))]
    name = turn.in_turn(NOT_COVERED)
    if not found:
        turn.decline(Outcome.NOT_COVERED, name, topic=topic)
        return
    said = turn.page.wording.text(name, topic=topic)
    first, *others = dict.fromkeys(found)
    turn.quote(first, lead="say_near", outcome=Outcome.NOT_COVERED, before=said)
    for near in others:
        turn.quote(near, outcome=Outcome.NOT_COVERED)


def _topics(wording: Wording, intents: Sequence[Intent]) -> str:
    """What is not covered, in words: "sports, nor about food"."""
    first, *others = dict.fromkeys(
        wording.text(f"say_topic_{intent.topic}") for intent in intents
    )
    for topic in others:
        first = wording.text("say_nor", before=first, topic=topic)
    return first


def _near(turn: Turn, question: Question) -> Passage | None:
    """What the text says nearby, if anything that is fit to be quoted."""
    near = turn.page.quotable.near_to(question.best.intent)
    return near if near and _is_fit(turn, question, near) else None


def _is_fit(turn: Turn, question: Question, near: Passage) -> bool:
    """Whether what is near helps and does no harm."""
    return _is_ours(turn, question) and not would_be_a_permission(turn, near)


def _is_ours(turn: Turn, question: Question) -> bool:
    """Whether it is surely about our subject, by its name or by what went before."""
    # The message may name it for all of its parts.
    said = f"{question.text} {turn.text}"
    named = turn.page.subject.is_named_in(said)
    return named or turn.dialogue.passage is not None


def _is_new(turn: Turn, passage: Passage) -> bool:
    return passage.name not in turn.dialogue.quoted


def would_be_a_permission(turn: Turn, passage: Passage) -> bool:
    """Whether the passage, quoted as an answer, could be taken for a permission.

    All of the message is looked at ("I am pregnant. Is it harmless?"), and whether the
    one before it asked for one: "But you say that it needs no treatment."
    """
    is_guarded = turn.page.quotable.is_guarded(passage)
    sought = turn.page.unsafe.are_in(turn.text) or turn.dialogue.sought_permission
    return is_guarded and sought


def _is_elsewhere(turn: Turn, question: Question, intent: Intent) -> bool:
    """Whether it is about another condition, by itself or by what was said before."""
    return intent == OTHER_CONDITION or turn.dialogue.means_other_condition(
        question, turn.page.subject, turn.page.english
    )


def _refer_to_provider(turn: Turn, question: Question, intent: Intent) -> None:
    """Leaves a decision to the provider, and quotes what is near, or whom to see."""
    passage, outcome = turn.page.passage_for(intent), Outcome.PERSONAL_ADVICE
    turn.seeks_permission = turn.page.unsafe.are_in(turn.text)
    near = turn.page.passage_for(question.near) if question.near else None
    name = turn.in_turn(PERSONAL)
    said = turn.page.wording.text(name)
    if near and near != passage and _is_fit(turn, question, near):
        turn.quote(near, lead="say_in_general", outcome=outcome, before=said)
    elif passage and _is_ours(turn, question) and _is_new(turn, passage):
        turn.quote(passage, lead=LEADS[0], outcome=outcome, before=said)
    else:
        turn.decline(outcome, name)
