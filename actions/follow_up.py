"""Takes up what was quoted before."""

from typing_extensions import override

from actions.answer_questions import answer_question, answer_questions, explain
from actions.turn import ReplyingAction, Turn
from bot.document import Outcome, Passage
from bot.understanding.intent import (
    CORRECTION,
    DOUBT,
    MEANING,
    MORE,
    PERSONAL_ADVICE,
    REPEAT,
    SIMPLER,
    WHERE,
    WHICH,
    WHY,
    Intent,
    is_part,
)
from bot.understanding.questions import Question

# How the passage is introduced that is quoted once more.
AGAIN = {WHERE: "say_where", REPEAT: "say_again", DOUBT: "say_doubt"}


class ActionFollowUp(ReplyingAction):
    """Says more, why, where or what about the passage that was quoted last."""

    @override
    def name(self) -> str:
        return "action_follow_up"

    def reply(self, turn: Turn) -> None:
        """Replies in the light of what was said before."""
        questions = turn.questions
        if len(questions) > 1:
            # Parts of a message ask; what leads to this action is a word to explain.
            answer_questions(turn, questions)
        else:
            _follow_up(turn, *questions)


def _follow_up(turn: Turn, question: Question) -> None:
    intent = question.best.intent
    if intent == CORRECTION:
        _take_up_wish(turn, question)
    elif intent == MEANING:
        explain(turn, question)
    elif turn.dialogue.elsewhere:
        turn.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif turn.dialogue.passage is None:
        turn.decline(Outcome.UNCLEAR, "say_nothing_before")
    else:
        _continue(turn, intent, turn.dialogue.passage)


def _continue(turn: Turn, intent: Intent, name: str) -> None:
    """Follows up on the passage of that name, the last one quoted."""
    quotable, dialogue = turn.page.quotable, turn.dialogue
    last = quotable.passage(name)
    if intent == MORE:
        _quote_or_decline(turn, dialogue.next_passage(quotable), "say_nothing_more")
    elif intent == WHY:
        _quote_or_decline(turn, dialogue.reason(quotable), "say_no_reason")
    elif intent == SIMPLER:
        turn.quote(last, lead="say_simpler", plainest=True)
    elif intent == WHICH and not quotable.announces_list(last):
        turn.decline(Outcome.NOT_COVERED, "say_no_details")
    else:
        turn.quote(last, lead=AGAIN.get(intent))


def _quote_or_decline(turn: Turn, passage: Passage | None, response: str) -> None:
    if passage:
        turn.quote(passage)
    else:
        turn.decline(Outcome.NOT_COVERED, response)


def _is_wish(intent: Intent) -> bool:
    """Whether it can be what somebody meant who says that they meant something else."""
    return is_part(intent) and intent not in {MEANING, PERSONAL_ADVICE}


def _take_up_wish(turn: Turn, question: Question) -> None:
    """Answers what is wished for in "no, I meant …"."""
    wish = question.only(_is_wish)
    if wish:
        answer_question(turn, wish)
    else:
        turn.decline(Outcome.UNCLEAR, "say_what_did_you_mean")
