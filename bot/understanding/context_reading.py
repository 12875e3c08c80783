"""Chooses between what a message means alone and after what went before it."""

from bot.understanding.context import ADDS_WORDS, Context
from bot.understanding.english import English
from bot.understanding.intent import OTHER_CONDITION, Kind
from bot.understanding.questions import Question
from bot.understanding.subject import Subject
from bot.understanding.thresholds import Thresholds


class ContextReading:
    """Weighs the two readings of a message."""

    def __init__(
        self, subject: Subject, english: English, thresholds: Thresholds
    ) -> None:
        """Takes what the choice rests on.

        Args:
            subject: What names it stands alone.
            english: Says which words stand for what went before.
            thresholds: How sure one has to be.
        """
        self._subject = subject
        self._english = english
        self._thresholds = thresholds

    def read(
        self, alone: Question, beside: Question, before: Context
    ) -> Question | None:
        """The message as it is to be understood; None where it stands alone.

        After another condition "it" is that one, however it reads alone. Thanks, or
        what is asked about the bot, mean the same everywhere.

        Args:
            alone: The message as it reads alone.
            beside: The same in the light of what went before.
            before: What that was.
        """
        if not self.leans(alone, before):
            return None
        talks = self._surely_talks(alone)
        if before.topic == OTHER_CONDITION and not talks:
            return beside
        share = self._thresholds.alone_share
        if self._english.points_back(alone.text):
            # "What are the risks of that?" says itself that it leans on something.
            share /= 2
        return beside.mixed_with(alone, 1 - share if talks else share)

    def leans(self, alone: Question, before: Context) -> bool:
        """Whether a message may mean something else after what went before it."""
        if before.topic == OTHER_CONDITION and not self._surely_talks(alone):
            return True
        return not self._stands_alone(alone)

    def _surely_talks(self, alone: Question) -> bool:
        """Whether it is thanks, or asks about the bot, and tells nothing to go on."""
        best = alone.best
        talks = best.intent.kind is Kind.TALK and best.intent not in ADDS_WORDS
        return talks and best.confidence >= self._thresholds.alone_talk

    def _stands_alone(self, whole: Question) -> bool:
        """Whether a message means the same whatever went before it.

        It is sure of itself, and well known or says what it is about.
        """
        known = self._thresholds
        names = self._subject.is_surely_named_in(whole.text)
        is_known = names or whole.likeness >= known.alone_likeness
        return is_known and whole.best.confidence >= known.alone
