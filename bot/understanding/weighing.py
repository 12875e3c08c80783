"""Weighs whose a question is, what it is about, and how sure its reply is."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.intent import Intent, Kind
from bot.understanding.questions import Question, Thresholds
from bot.understanding.subject import Subject


class Weighing:
    """Decides on subject, stance and topic, and how sure of a reply one may be."""

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
        least = self._thresholds
        named = self._is_named_in(question) or (whole and self._is_named_in(whole))
        if other.chance >= (least.foreign_named if named else least.foreign):
            return other
        ours = question.only(lambda intent: intent.kind is not Kind.FOREIGN)
        return ours or question

    def on_stance(self, question: Question) -> Question:
        """The question as one about somebody's own case, or as one in general.

        As with the subject, it is not the likeliest intent that decides: a wish for a
        judgement may be likelier than any topic, and less likely than all of them.
        """
        own = question.only(lambda intent: intent.kind is Kind.PERSONAL)
        general = question.only(
            lambda intent: intent.kind in {Kind.ASK, Kind.NOT_COVERED}
        )
        kinds = {Kind.PERSONAL, Kind.ASK, Kind.NOT_COVERED}
        if own is None or general is None or question.best.intent.kind not in kinds:
            return question
        left = question.only(lambda intent: intent.kind is not Kind.PERSONAL) or general
        share = own.chance / (own.chance + general.chance)
        if share < self._thresholds.own:
            return left
        ranking = own.ranking + left.ranking
        return replace(question, ranking=ranking, near=self._near(question))

    def _near(self, question: Question) -> Intent | None:
        """What somebody's own case is surely about, if the text says anything of it."""
        if not question.topics:
            return None
        about = Question(question.text, question.topics)
        intent = about.best.intent
        answered = intent.kind is Kind.ASK and intent in self._passages
        sure = self._likelihood(about) >= self._thresholds.near
        return intent if answered and sure else None

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
