"""Weighs whether a question is about our subject, and how sure its reply is."""

from collections.abc import Mapping

from bot.understanding.intent import Intent, Kind
from bot.understanding.questions import Question, Thresholds
from bot.understanding.subject import Subject


class Weighing:
    """Decides on the subject, and between answering, guessing and asking back."""

    def __init__(
        self, passages: Mapping[str, str], subject: Subject, thresholds: Thresholds
    ) -> None:
        """Takes what the decisions rest on.

        Args:
            passages: The passage that answers each intent, by name.
            subject: What the text is about.
            thresholds: How sure one has to be.
        """
        self._passages = passages
        self._subject = subject
        self._thresholds = thresholds

    def reply_of(self, intent: Intent) -> str:
        """What answers an intent; the same for intents that share a passage."""
        return self._passages.get(intent, intent)

    def on_subject(self, question: Question, whole: Question | None = None) -> Question:
        """The question as one about our subject, or as one about something else.

        The chance of all that is foreign decides, not the likeliest intent: without a
        name of our subject in it, a question that could well be foreign is taken as
        such, lest it get a wrong quote; with one, ours has to be unlikely. What gets no
        quote need not be about something else.

        Args:
            question: Whose subject is in question.
            whole: The message that it is a part of, which may name the subject for it.
        """
        if question.best.intent.kind not in {Kind.ASK, Kind.FOREIGN}:
            return question
        other = question.only(lambda intent: intent.kind is Kind.FOREIGN)
        if other is None:
            return question
        foreign = sum(candidate.confidence for candidate in other.ranking)
        least = self._thresholds
        named = self._is_named_in(question) or (whole and self._is_named_in(whole))
        if foreign >= (least.foreign_named if named else least.foreign):
            return other
        ours = question.only(lambda intent: intent.kind is not Kind.FOREIGN)
        return ours or question

    def is_sure(self, question: Question) -> bool:
        """Whether the reply is likely enough to be given without another choice."""
        return self._likelihood(question) >= self._thresholds.answer

    def is_clear(self, question: Question) -> bool:
        """Whether there is a reply at all; a quote may be a guess, a no may not."""
        return self._likelihood(question) >= self._least(question)

    def _least(self, question: Question) -> float:
        intent, least = question.best.intent, self._thresholds
        if intent.kind is not Kind.ASK or intent not in self._passages:
            return least.answer
        return least.guess if self._is_named_in(question) else least.guess_unnamed

    def _likelihood(self, question: Question) -> float:
        """How likely the reply is, summed over the intents that lead to it."""
        reply = self.reply_of(question.best.intent)
        return sum(
            candidate.confidence
            for candidate in question.ranking
            if self.reply_of(candidate.intent) == reply
        )

    def _is_named_in(self, question: Question) -> bool:
        return self._subject.is_named_in(question.text)
