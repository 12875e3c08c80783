"""Offers the nearest questions when unsure, and takes the one that is chosen."""

from typing_extensions import override

from actions.answer_questions import answer_question, nearest
from actions.turn import ReplyingAction, Turn
from bot.document import Outcome, Passage
from bot.understanding.choices import chosen_number
from bot.understanding.intent import Intent
from bot.understanding.intent_model import Candidate
from bot.understanding.questions import Question

MOST_CHOICES = 3


class ActionOfferChoices(ReplyingAction):
    """Asks which of the nearest questions was meant."""

    @override
    def name(self) -> str:
        return "action_offer_choices"

    def reply(self, turn: Turn) -> None:
        """Offers questions that the text does answer."""
        # An empty line changes nothing: what was offered is offered still.
        offered = nearest(turn, turn.questions)[:MOST_CHOICES] or turn.dialogue.offered
        response = "say_which_of_these" if offered else "say_not_understood"
        turn.decline(Outcome.UNCLEAR, response, offered=offered)


class ActionTakeChoice(ReplyingAction):
    """Answers what was chosen: a question by its number, or a sentence of the text."""

    @override
    def name(self) -> str:
        return "action_take_choice"

    def reply(self, turn: Turn) -> None:
        """Answers it, or says that there was nothing to choose from."""
        if sentence := turn.page.quotable.repeated_in(turn.text):
            _read_on(turn, turn.page.quotable.around(sentence))
            return
        offered = turn.dialogue.offered
        number = chosen_number(turn.text, turn.page.english) or 0
        if 1 <= number <= len(offered):
            _answer(turn, offered[number - 1])
        else:
            turn.decline(Outcome.UNCLEAR, "say_no_such_choice", offered=offered)


class ActionTakeOffer(ReplyingAction):
    """Answers the question that was offered, if it was the only one."""

    @override
    def name(self) -> str:
        return "action_take_offer"

    def reply(self, turn: Turn) -> None:
        """Answers it; else asks which one, or what somebody wants to know."""
        offered = turn.dialogue.offered
        if len(offered) == 1:
            _answer(turn, offered[0])
        elif offered:
            turn.decline(Outcome.SMALL_TALK, "say_which_offer", offered=offered)
        else:
            turn.decline(Outcome.SMALL_TALK, "say_affirm")


def _read_on(turn: Turn, around: Passage) -> None:
    """Quotes a sentence with those around it; "more" brings none of them again."""
    for passage in turn.page.quotable.passages:
        if set(passage.sentences) <= set(around.sentences):
            turn.dialogue = turn.dialogue.after_quoting(passage.name)
    turn.quote(around, lead="say_around")


def _answer(turn: Turn, intent: str) -> None:
    """Answers a question that was offered."""
    answer_question(turn, Question(turn.text, (Candidate(Intent(intent), 1.0),)))
