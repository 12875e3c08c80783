"""Hears a cry for help in a message, by itself and after what went before it."""

from collections.abc import Sequence

from bot.understanding.context import OVER, Context
from bot.understanding.questions import Question
from bot.understanding.signs import Signs
from bot.understanding.urgency import (
    LONGEST_ALARM,
    are_urgent,
    is_elsewhere,
    urgency,
)


class Hearing:
    """Decides what in a message says that somebody needs help now."""

    def __init__(self, signs: Signs) -> None:
        """Takes the words that make a message sound like an emergency."""
        self._signs = signs

    def urgent(
        self,
        whole: Question,
        clauses: Sequence[Question],
        alarms: Sequence[Question],
        readable: bool,
    ) -> list[Question]:
        """What in a message says that somebody needs help now."""
        found = self._signs.find(whole.text)
        looked_at = [alarm for alarm in alarms if self._is_borne_out(alarm, whole)]
        if not readable:
            # A number alone can be a call for help.
            looked_at = [*alarms, whole] if found.whole else list(alarms)
        elif found.denied:
            # The classifier hears what is named; what else is said speaks for itself.
            others = [q for q in clauses if not self._signs.find(q.text).denied]
            surely = urgency(whole.ranking) >= self._signs.when_denied
            looked_at += others or ([whole] if surely else [])
        else:
            looked_at.append(whole)
        urgent = [question for question in looked_at if self.is_alarm(question)]
        if urgent or found.denied or not readable:
            return urgent
        borne_out = [clause for clause in clauses if self._is_borne_out(clause, whole)]
        return [clause for clause in borne_out if self.is_alarm(clause)]

    def _is_borne_out(self, part: Question, whole: Question) -> bool:
        """Whether a part of a message that sounds like a cry for help may be one.

        Torn out of its message, "I can't hear a murmur" sounds like one, and so does
        "Help!" before a question: the message has to bear it out, unless it is too
        long to be understood as a whole, a phrase of the part is enough, or the part
        names a feeling and surely is one.
        """
        found = self._signs.find(part.text)
        return (
            urgency(whole.ranking) >= self._signs.borne_out
            or len(whole.text) > LONGEST_ALARM
            or found.alone
            or (found.felt and urgency(part.ranking) >= self._signs.in_part)
        )

    def is_elsewhere(self, question: Question) -> bool:
        """Whether it is an emergency that the text does not speak of."""
        found = self._signs.find(question.text)
        return is_elsewhere(question.ranking) and not (found.felt or found.whole)

    def is_alarm(self, question: Question) -> bool:
        """Whether somebody needs help now."""
        return are_urgent(self._signs, question.text, question.ranking)

    def is_urgent_in_context(
        self, alone: Question, whole: Question, before: Context
    ) -> bool:
        """Whether it is a cry for help in the light of what went before.

        Where nobody was in danger before, the message by itself has to bear that out.
        """
        if before.urgent:
            return urgency(whole.ranking) >= self._signs.goes_on
        heard = urgency(whole.ranking) >= self._signs.in_context
        return heard and self.may_be_urgent(alone)

    def may_be_urgent(self, alone: Question) -> bool:
        """Whether a message by itself bears out that it is a cry for help."""
        borne_out = urgency(alone.ranking) >= self._signs.borne_out
        return borne_out or self._signs.find(alone.text).sign

    def is_over(self, alone: Question, whole: Question, before: Context) -> bool:
        """Whether somebody says that an emergency is over, or never was one.

        What is told of it may sound like it once more; a cry for help is one still.
        """
        says_so = before.urgent and whole.best.intent in OVER
        return says_so and not self._signs.find(alone.text).is_cry

    def goes_on(self, alone: Question, before: Context) -> bool:
        """Whether a cry for help has no sign of its own: it is the same emergency."""
        return before.urgent and not self._signs.find(alone.text).sign
