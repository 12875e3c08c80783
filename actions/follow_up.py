"""Takes up what was quoted before."""

from actions.answer_questions import answer_question
from actions.turn import ReplyingAction, Turn
from bot.document import Outcome, Passage
from bot.understanding.questions import Question
from bot.understanding.thread import explained_term

# What a wish that stands in a correction can be.
WISHES = ("ask_", "not_covered_", "personal_advice", "other_condition")
NO_WISH = "ask_meaning"


class ActionFollowUp(ReplyingAction):
    """Says more, why, where or what about the passage that was quoted last."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_follow_up"

    def reply(self, turn: Turn) -> None:
        """Replies in the light of what was said before."""
        for question in turn.questions:
            _follow_up(turn, question)


def _follow_up(turn: Turn, question: Question) -> None:
    intent = question.best.intent
    if intent == "correction":
        _take_up_wish(turn, question)
    elif intent == "ask_meaning":
        _explain(turn, question)
    elif turn.thread.elsewhere:
        turn.decline(Outcome.OTHER_CONDITION, "say_other_condition")
    elif turn.thread.passage is None:
        turn.decline(Outcome.UNCLEAR, "say_nothing_before")
    else:
        _continue(turn, intent, turn.thread.passage)


def _continue(turn: Turn, intent: str, name: str) -> None:
    """Follows up on the passage of that name, the last one quoted."""
    library, thread = turn.library, turn.thread
    last = library.passage(name)
    if intent == "follow_more":
        _quote_or_decline(turn, thread.next_passage(library), "say_nothing_more")
    elif intent == "follow_why":
        _quote_or_decline(turn, thread.reason(library), "say_no_reason")
    elif intent == "follow_which" and not library.announces_list(last):
        turn.decline(Outcome.NOT_COVERED, "say_no_details")
    else:
        turn.quote(last, lead=_again(intent))


def _again(intent: str) -> str | None:
    """How the passage is introduced that is quoted once more."""
    return {"follow_where": "say_where", "follow_repeat": "say_again"}.get(intent)


def _quote_or_decline(turn: Turn, passage: Passage | None, response: str) -> None:
    if passage:
        turn.quote(passage)
    else:
        turn.decline(Outcome.NOT_COVERED, response)


def _take_up_wish(turn: Turn, question: Question) -> None:
    """Answers what is wished for in "no, I meant …"."""
    wish = question.only(lambda i: i.startswith(WISHES) and i != NO_WISH)
    if wish:
        answer_question(turn, wish)
    else:
        turn.decline(Outcome.UNCLEAR, "say_what_did_you_mean")


def _explain(turn: Turn, question: Question) -> None:
    """Quotes the passage that explains a word."""
    found = explained_term(question.text, turn.library)
    if found:
        turn.quote(found[1])
    else:
        turn.decline(Outcome.NOT_COVERED, "say_word_not_explained")
