"""Weighs what was found in a message and says what it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.document import QuotableText
from bot.understanding.choices import chosen_number
from bot.understanding.context import ADDS_WORDS, OVER, Context
from bot.understanding.context_reading import ContextReading
from bot.understanding.decisions import Decisions
from bot.understanding.english import English
from bot.understanding.hearing import Hearing
from bot.understanding.intent import (
    CHOICE,
    EMERGENCY,
    EMERGENCY_OVER,
    OTHER_CONDITION,
    OTHER_EMERGENCY,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    PERSONAL_ADVICE,
    UNCLEAR,
    UNFINISHED,
    Intent,
    Kind,
    is_about_bot,
    is_part,
)
from bot.understanding.intent_model import Candidate, Ranking
from bot.understanding.questions import (
    Question,
    choose_questions,
    questions_of_clauses,
)
from bot.understanding.signs import Signs
from bot.understanding.splitting import Clause
from bot.understanding.subject import Subject
from bot.understanding.thresholds import Thresholds
from bot.understanding.urgency import EMERGENCIES
from bot.understanding.weighing import OWN, Weighing

NOTHING_BEFORE = Context()
# Not asked while an emergency goes on, but told of it.
TOLD = ADDS_WORDS | {OTHER_CONDITION}


@dataclass(frozen=True)
class Interpretation:
    """What a message is, and what it asks."""

    intent: Intent
    confidence: float
    ranking: Ranking
    questions: tuple[Question, ...]
    decisions: Decisions | None = None
    # Whether an emergency goes on, and what is said is not about it.
    in_emergency: bool = False


class Interpreter:
    """Decides between emergency, choice, several questions, one, and none."""

    def __init__(
        self,
        quotable: QuotableText,
        *,
        signs: Signs,
        subject: Subject,
        english: English,
        thresholds: Thresholds,
    ) -> None:
        passages = {
            intent: passage.name for intent, passage in quotable.by_intent.items()
        }
        self._weighing = Weighing(passages, subject, thresholds)
        # What is quoted in an emergency, and to somebody's own case.
        self._about_emergencies = {
            self._weighing.reply_of(intent) for intent in (EMERGENCY, PERSONAL_ADVICE)
        }
        self._quotable = quotable
        self._hearing = Hearing(signs)
        self._reading = ContextReading(subject, english, thresholds)
        self._signs = signs
        self._subject = subject
        self._english = english
        self._thresholds = thresholds

    def interpret(
        self,
        whole: Question,
        *,
        clauses: Sequence[tuple[Clause, Question]],
        alarms: Sequence[Question],
        readable: bool,
        foreign_cry: bool = False,
        before: Context = NOTHING_BEFORE,
        in_context: Callable[[], Question] | None = None,
    ) -> Interpretation:
        """What a message is.

        Args:
            whole: All of the message.
            clauses: The pieces that may be questions of their own.
            alarms: The sentences that name a warning sign.
            readable: Whether there are words in Latin letters.
            foreign_cry: Whether it is a cry for help in another language.
            before: What went before it.
            in_context: Reads all of the message in the light of that. It is asked
                only where it matters: to read so takes as long as all the rest.
        """
        beside = in_context() if in_context and self._leans(whole, before) else None
        if self._quotable.repeated_in(whole.text):
            # Whatever it speaks of, what is wanted is to read on from there.
            found = _choice(whole)
            found = replace(found, in_emergency=before.urgent)
        elif beside and self._hearing.is_over(whole, beside, before):
            # Beside that, only what the text answers is a question.
            asked = [c for c in clauses if c[1].best.intent.kind is Kind.ASK]
            found = self._calm(beside, asked)
            if found.intent in OVER | {UNCLEAR}:
                found = replace(found, intent=EMERGENCY_OVER)
        else:
            found = self._interpret(whole, clauses, alarms, readable, foreign_cry)
            read = readable and found.intent != CHOICE
            if found.intent.kind is Kind.EMERGENCY:
                if self._hearing.goes_on(whole, before):
                    found = self._same_notice(found, before)
            elif beside and read:
                found = self._in_context(whole, beside, clauses, before) or found
        return replace(found, decisions=self._weighing.decisions(beside or whole))

    def _leans(self, whole: Question, before: Context) -> bool:
        """Whether what went before a message may change what it is."""
        may_be_urgent = before.urgent or self._hearing.may_be_urgent(whole)
        return may_be_urgent or self._reading.leans(whole, before)

    def _in_context(
        self,
        alone: Question,
        whole: Question,
        clauses: Sequence[tuple[Clause, Question]],
        before: Context,
    ) -> Interpretation | None:
        """What a message is in the light of what went before; None where alone.

        In an emergency all that is said may be about it, however it reads alone.
        """
        if self._hearing.is_urgent_in_context(alone, whole, before):
            rest = self._own_questions(whole, clauses)
            notice = self._emergency(whole, [whole], rest)
            return self._same_notice(notice, before) if before.urgent else notice
        if before.urgent:
            return self._while_urgent(self._calm(whole, clauses), before)
        read = self._reading.read(alone, whole, before)
        return self._calm(read.without(EMERGENCIES), clauses) if read else None

    def _while_urgent(self, found: Interpretation, before: Context) -> Interpretation:
        """What a message is while an emergency is not over.

        What is told then, or asked about one's own case, is about the emergency.
        """
        intent = found.intent
        told = intent in TOLD or intent.kind is Kind.FOLLOW_UP
        if told or self._weighing.reply_of(intent) in self._about_emergencies:
            asked = tuple(q for q in found.questions if q.best.intent.kind in OWN)
            return self._same_notice(replace(found, questions=asked), before)
        if intent.kind is Kind.TALK or intent == OUT_OF_SCOPE:
            found = replace(self._same_notice(found, before), questions=())
        return replace(found, in_emergency=True)

    @staticmethod
    def _same_notice(found: Interpretation, before: Context) -> Interpretation:
        """The notice on the emergency that goes on."""
        elsewhere = before.topic == OTHER_EMERGENCY
        return replace(found, intent=OTHER_EMERGENCY if elsewhere else EMERGENCY)

    def _interpret(
        self,
        whole: Question,
        clauses: Sequence[tuple[Clause, Question]],
        alarms: Sequence[Question],
        readable: bool,
        foreign_cry: bool,
    ) -> Interpretation:
        urgent = self._hearing.urgent(whole, [q for _, q in clauses], alarms, readable)
        if foreign_cry or urgent:
            calm = [
                clause for clause in clauses if not self._hearing.is_alarm(clause[1])
            ]
            read = readable and not foreign_cry
            rest = self._own_questions(whole, calm) if read else []
            return self._emergency(whole, urgent, rest)
        # A number has no letters, and can be a choice.
        if chosen_number(whole.text, self._english) is not None:
            return _choice(whole)
        return self._calm(whole, clauses) if readable else _unreadable(whole)

    def _calm(
        self, whole: Question, clauses: Sequence[tuple[Clause, Question]]
    ) -> Interpretation:
        """What a message is that needs no notice before everything else."""
        found = self._signs.find(whole.text)
        if found.denied or found.mild:
            whole = whole.without(EMERGENCIES)
        if found.denied:
            # What is denied leads up to what is asked.
            clauses = [c for c in clauses if not self._signs.find(c[1].text).denied]
            whole = clauses[0][1] if len(clauses) == 1 else whole
        if self._subject.is_named_in(whole.text):
            # The name alone is a question after what it names.
            whole = whole.without({UNFINISHED})
        of_clauses = self._own_questions(whole, clauses)
        if self._is_surely_foreign(whole):
            # Then a clause is a question only where it says that it is about us.
            questions = of_clauses or [whole]
        elif _leads_up(whole) and any(clause.asks for clause, _ in clauses):
            # What is asked behind thanks or a story is what the message is for.
            questions = of_clauses or [whole]
        else:
            questions = choose_questions(whole, of_clauses, self._thresholds)
        if len(questions) == 1:
            on_subject = self._weighing.on_subject(questions[0])
            questions = [self._weighing.on_stance(on_subject)]
        lead = questions[0].best
        if len(questions) == 1 and lead.intent.kind is not Kind.FOREIGN:
            if not self._weighing.is_clear(questions[0]):
                lead = Candidate(UNCLEAR, lead.confidence)
            sure = self._weighing.is_sure(questions[0])
            questions = [replace(questions[0], unsure=not sure)]
        if found.felt and found.mild and is_part(lead.intent):
            # The notice comes after the answer, and calmly: nothing is at hand.
            questions = [*questions, Question(whole.text, (Candidate(EMERGENCY, 1.0),))]
        return Interpretation(
            lead.intent, lead.confidence, whole.ranking, tuple(questions)
        )

    def _own_questions(
        self, whole: Question, clauses: Sequence[tuple[Clause, Question]]
    ) -> list[Question]:
        """The clauses' questions; of a foreign message, those that are not foreign."""
        of_clauses = questions_of_clauses(
            [
                (clause, self._weighing.on_stance(self._on_subject(part, whole)))
                for clause, part in map(_as_asked, clauses)
            ],
            reply_of=self._weighing.reply_of,
            thresholds=self._thresholds,
        )
        if not self._is_surely_foreign(whole):
            return of_clauses
        # A clause asks about the foreign thing too, unless it says otherwise.
        is_ours = self._subject.is_surely_named_in
        own = [q for q in of_clauses if is_ours(q.text)]
        asked = any(clause.asks and not is_ours(clause.text) for clause, _ in clauses)
        # What is only told of another illness needs no reply beside the answer.
        return [whole, *own] if own and asked else own

    def _on_subject(self, part: Question, whole: Question) -> Question:
        return self._weighing.on_subject(part.leaning_on(whole), whole)

    def _emergency(
        self, whole: Question, urgent: Sequence[Question], of_clauses: list[Question]
    ) -> Interpretation:
        """The notice, and what else is asked."""
        notice = self._weighing.reply_of(EMERGENCY)
        rest = tuple(
            q for q in of_clauses if self._weighing.reply_of(q.best.intent) != notice
        )
        elsewhere = bool(urgent) and all(map(self._hearing.is_elsewhere, urgent))
        certain = Candidate(OTHER_EMERGENCY if elsewhere else EMERGENCY, 1.0)
        return Interpretation(certain.intent, 1.0, (certain, *whole.ranking), rest)

    def _is_surely_foreign(self, whole: Question) -> bool:
        sure = whole.best.confidence >= self._thresholds.surely_foreign
        return sure and whole.best.intent.kind is Kind.FOREIGN


def _as_asked(clause: tuple[Clause, Question]) -> tuple[Clause, Question]:
    """The clause; one of a list ("danger, causes") is no beginning of a question."""
    listed, question = clause
    return listed, question.without({UNFINISHED}) if listed.asks else question


def _leads_up(whole: Question) -> bool:
    """Whether a message sounds like talk that a question may stand behind."""
    intent = whole.best.intent
    return intent.kind is Kind.TALK and not is_about_bot(intent)


def _choice(whole: Question) -> Interpretation:
    return Interpretation(CHOICE, 1.0, whole.ranking, (whole,))


def _unreadable(whole: Question) -> Interpretation:
    """What a message is in which there are no words, or not in Latin letters."""
    has_letters = any(character.isalpha() for character in whole.text)
    certain = Candidate(OTHER_LANGUAGE if has_letters else UNCLEAR, 1.0)
    return Interpretation(certain.intent, 1.0, (certain,), ())
