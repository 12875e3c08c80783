"""Weighs what was found in a message and says what it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.document import QuotableText
from bot.understanding.choices import chosen_number
from bot.understanding.context import ADDS_WORDS, OVER, Context
from bot.understanding.decisions import Decisions
from bot.understanding.english import English
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
    WAITING,
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
from bot.understanding.urgency import (
    EMERGENCIES,
    LONGEST_ALARM,
    are_urgent,
    is_elsewhere,
    urgency,
)
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
    # Whether an emergency goes on while something else is asked.
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
        in_context: Question | None = None,
    ) -> Interpretation:
        """What a message is.

        Args:
            whole: All of the message.
            clauses: The pieces that may be questions of their own.
            alarms: The sentences that name a warning sign.
            readable: Whether there are words in Latin letters.
            foreign_cry: Whether it is a cry for help in another language.
            before: What went before it.
            in_context: All of the message, in the light of that.
        """
        if before.urgent and in_context and _is_over(in_context):
            # What is told of it sounds like it once more.
            found = self._calm(in_context, clauses)
            if found.intent in OVER | {UNCLEAR}:
                found = replace(found, intent=EMERGENCY_OVER)
        else:
            found = self._interpret(whole, clauses, alarms, readable, foreign_cry)
            read = readable and found.intent != CHOICE
            if found.intent.kind is Kind.EMERGENCY:
                # What has no sign of its own goes on with the one that there was.
                if before.urgent and not self._signs.find(whole.text).sign:
                    found = self._same_notice(found, before)
            elif in_context and read:
                found = self._in_context(whole, in_context, clauses, before) or found
        return replace(found, decisions=self._weighing.decisions(in_context or whole))

    def _stands_alone(self, whole: Question) -> bool:
        """Whether a message means the same whatever went before it.

        It is sure of itself, and well known or says what it is about.
        """
        known = self._thresholds
        names = self._subject.is_surely_named_in(whole.text)
        is_known = names or whole.likeness >= known.alone_likeness
        return is_known and whole.best.confidence >= known.alone

    def _in_context(
        self,
        alone: Question,
        whole: Question,
        clauses: Sequence[tuple[Clause, Question]],
        before: Context,
    ) -> Interpretation | None:
        """What a message is in the light of what went before; None where alone.

        After another condition "it" is that one, and in an emergency all that is said
        may be about it, however it reads alone. Thanks, or what is asked about the bot,
        mean the same everywhere.
        """
        if self._is_urgent_in_context(alone, whole, before):
            rest = self._own_questions(whole, clauses)
            notice = self._emergency(whole, [whole], rest)
            return self._same_notice(notice, before) if before.urgent else notice
        if before.urgent:
            return self._while_urgent(self._calm(whole, clauses), before)
        talks = alone.best.intent.kind is Kind.TALK
        talks = talks and alone.best.intent not in ADDS_WORDS
        if talks or before.topic != OTHER_CONDITION:
            if self._stands_alone(alone):
                return None
            share = self._thresholds.alone_share
            whole = whole.mixed_with(alone, 1 - share if talks else share)
        return self._calm(whole.without(EMERGENCIES), clauses)

    def _is_urgent_in_context(
        self, alone: Question, whole: Question, before: Context
    ) -> bool:
        """Whether it is a cry for help in the light of what went before.

        Where nobody was in danger before, the message by itself has to bear that out.
        """
        if before.urgent:
            return urgency(whole.ranking) >= self._signs.goes_on
        borne_out = urgency(alone.ranking) >= self._signs.borne_out
        named = self._signs.find(alone.text).sign
        return (named or borne_out) and urgency(whole.ranking) >= self._signs.in_context

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
            return replace(found, intent=WAITING)
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
        urgent = self._urgent(whole, [q for _, q in clauses], alarms, readable)
        if foreign_cry or urgent:
            calm = [clause for clause in clauses if not self._is_alarm(clause[1])]
            read = readable and not foreign_cry
            rest = self._own_questions(whole, calm) if read else []
            return self._emergency(whole, urgent, rest)
        # A number has no letters, and can be a choice.
        if chosen_number(whole.text, self._english) is not None:
            return Interpretation(CHOICE, 1.0, whole.ranking, (whole,))
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
        elsewhere = bool(urgent) and all(map(self._is_elsewhere, urgent))
        certain = Candidate(OTHER_EMERGENCY if elsewhere else EMERGENCY, 1.0)
        return Interpretation(certain.intent, 1.0, (certain, *whole.ranking), rest)

    def _urgent(
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
        urgent = [question for question in looked_at if self._is_alarm(question)]
        if urgent or found.denied or not readable:
            return urgent
        borne_out = [clause for clause in clauses if self._is_borne_out(clause, whole)]
        return [clause for clause in borne_out if self._is_alarm(clause)]

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

    def _is_elsewhere(self, question: Question) -> bool:
        """Whether it is an emergency that the text does not speak of."""
        found = self._signs.find(question.text)
        return is_elsewhere(question.ranking) and not (found.felt or found.whole)

    def _is_alarm(self, question: Question) -> bool:
        return are_urgent(self._signs, question.text, question.ranking)

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


def _is_over(in_context: Question) -> bool:
    """Whether somebody says that an emergency is over, or never was one."""
    return in_context.best.intent in OVER


def _unreadable(whole: Question) -> Interpretation:
    """What a message is in which there are no words, or not in Latin letters."""
    has_letters = any(character.isalpha() for character in whole.text)
    certain = Candidate(OTHER_LANGUAGE if has_letters else UNCLEAR, 1.0)
    return Interpretation(certain.intent, 1.0, (certain,), ())
