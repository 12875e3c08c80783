"""Weighs whose a question is, what it is about, and how sure its reply is."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.decisions import Decisions
from bot.understanding.intent import Intent, Kind
from bot.understanding.questions import Question
from bot.understanding.subject import Subject
from bot.understanding.thresholds import Thresholds

FOREIGN, OWN = frozenset({Kind.FOREIGN}), frozenset({Kind.PERSONAL})
GENERAL = frozenset({Kind.ASK, Kind.NOT_COVERED})
UNANSWERED = frozenset({Kind.NOT_COVERED, Kind.PERSONAL})

# In words.
LONGEST_STRANGE = 15


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
        least = self._thresholds
        named = self._is_named_in(question) or (whole and self._is_named_in(whole))
        limit = least.foreign_named if named else least.foreign
        is_foreign = question.chance_of(FOREIGN) >= limit
        decided = question.only(lambda i: (i.kind is Kind.FOREIGN) == is_foreign)
        return decided or question

    def _is_strange(self, question: Question) -> bool:
        """Whether it is like nothing learned, and does not say what it is about.

        A long story is like no other; what it is about is told by its parts.
        """
        named = self._subject.is_unmistakable_in(question.text)
        short = len(question.text.split()) <= LONGEST_STRANGE
        known = self._thresholds
        least = known.familiar_in_context if question.in_context else known.familiar
        return short and not named and question.likeness < least

    def on_stance(self, question: Question) -> Question:
        """The question as one about somebody's own case, or as one in general.

        As with the subject, it is not the likeliest intent that decides: a wish for a
        judgement may be likelier than any topic, and less likely than all of them.
        """
        if question.best.intent.kind not in OWN | GENERAL:
            return question
        is_own = self._share_of_own(question) >= self._thresholds.own
        wanted = OWN if is_own else GENERAL
        first = [c for c in question.ranking if c.intent.kind in wanted]
        others = [c for c in question.ranking if c.intent.kind not in wanted]
        near = self._near(question) if is_own else None
        return replace(question, ranking=(*first, *others), near=near)

    def decisions(self, question: Question) -> Decisions:
        """The chances of all three, for those who look at them."""
        about = Question(question.text, question.topics)
        topic = about.best.intent if question.topics else None
        general = question.only(lambda intent: intent.kind in GENERAL)
        passage = self._passages.get(general.best.intent) if general else None
        return Decisions(
            talk=1 - question.chance_of(FOREIGN | OWN | GENERAL),
            foreign=question.chance_of(FOREIGN),
            named=self._is_named_in(question),
            strange=self._is_strange(question),
            own=self._share_of_own(question),
            topic=topic,
            topic_chance=self._likelihood(about) if topic else 0.0,
            passage=passage,
            passage_chance=self._likelihood(general) if general and passage else 0.0,
        )

    def _share_of_own(self, question: Question) -> float:
        own, general = question.chance_of(OWN), question.chance_of(GENERAL)
        return own / ((own + general) or 1.0)

    def _near(self, question: Question) -> Intent | None:
        """What somebody's own case is surely about, if the text says anything of it."""
        found = self.decisions(question)
        answered = found.topic and found.topic.kind is Kind.ASK
        sure = found.topic_chance >= self._thresholds.near
        return found.topic if answered and sure else None

    def is_sure(self, question: Question) -> bool:
        """Whether the reply is likely enough to be given without another choice."""
        return self._likelihood(question) >= self._thresholds.answer

    def is_clear(self, question: Question) -> bool:
        """Whether there is a reply at all; a quote may be a guess, a no may not.

        In a conversation it need not be sure which of those things is meant that the
        text cannot answer.
        """
        kind = question.best.intent.kind
        if kind is Kind.ASK and self._is_strange(question):
            return False
        if kind in UNANSWERED and question.in_context:
            return question.chance_of(UNANSWERED) >= self._thresholds.answer
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
        return question.ours or self._subject.is_named_in(question.text)
