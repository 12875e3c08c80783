"""Looks at the three decisions behind a reply: subject, stance and topic."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.document import QuotableText
from bot.evaluation.judging import Result
from bot.understanding.intent import UNCLEAR, Intent, Kind
from bot.understanding.thresholds import Thresholds

SUBJECT, STANCE, TOPIC = "subject", "stance", "topic"
# What else a failure may come from.
ASKED_BACK, PARTS, REPLY = "asked back", "parts", "reply"

OFF_TOPIC = {"other_condition", "out_of_scope"}
WANT_A_QUOTE = {"answer", "missing_list"}
IN_GENERAL = WANT_A_QUOTE | {"not_covered"}
ON_TOPIC = IN_GENERAL | {"personal_advice"}
# The limits between which answering and refusing are weighed.
LIMITS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

# What is rather small talk than a question has no subject.
MOST_TALK = 0.5

Floats = NDArray[np.float64]
Decided = tuple[Result, dict[str, Any]]


@dataclass(frozen=True)
class Sure:
    """How sure a decision was, and whether what it was sure of is so."""

    decision: str
    chances: Floats
    so: Floats


@dataclass(frozen=True)
class Balance:
    """What a limit for foreign questions lets in, and what it refuses."""

    limit: float
    # Of those that the text answers, the share that would be answered rightly.
    answered: float
    # Of those about something else, the share that would get a quote.
    quoted: float


def at_fault(result: Result) -> str | None:
    """Which decision was wrong where a reply is; None where that is not known."""
    if result.problem is None or result.intent is None:
        return None
    kind, read = result.turn.kind, Intent(result.intent).kind
    if (kind in OFF_TOPIC) != (read is Kind.FOREIGN):
        return SUBJECT
    if (kind == "emergency") != (read is Kind.EMERGENCY):
        return STANCE
    if kind in ON_TOPIC and (kind == "personal_advice") != (read is Kind.PERSONAL):
        return STANCE
    if kind == "compound":
        return PARTS
    if result.intent == UNCLEAR:
        return ASKED_BACK
    return TOPIC if kind in IN_GENERAL else REPLY


def faults(results: Sequence[Result]) -> dict[str, int]:
    """How many failures come from each decision, most first."""
    found = Counter(fault for result in results if (fault := at_fault(result)))
    return dict(found.most_common())


def certainties(results: Sequence[Result], quotable: QuotableText) -> list[Sure]:
    """For each decision, how sure it was and whether it was so.

    Of first messages alone: what leans on what was said before is understood with it.
    """
    first = list(_first(results))
    subject = [
        (made["foreign"] / (1 - made["talk"]), result.turn.kind in OFF_TOPIC)
        for result, made in first
        if result.turn.kind in OFF_TOPIC | ON_TOPIC and made["talk"] < MOST_TALK
    ]
    stance = [
        (made["own"], result.turn.kind == "personal_advice")
        for result, made in first
        if result.turn.kind in ON_TOPIC
    ]
    topic = [
        (made["topic_chance"], _answers(result, quotable, _passage(made, quotable)))
        for result, made in first
        if result.turn.kind in WANT_A_QUOTE
    ]
    named = ((SUBJECT, subject), (STANCE, stance), (TOPIC, topic))
    return [
        Sure(name, *np.array(pairs, np.float64).T) for name, pairs in named if pairs
    ]


def balances(results: Sequence[Result], quotable: QuotableText) -> list[Balance]:
    """What each limit for questions that do not name the subject would do.

    Of first messages, each as one question: clauses and signs come on top.
    """
    first = list(_first(results))
    ours = [one for one in first if one[0].turn.kind in WANT_A_QUOTE]
    others = [one for one in first if one[0].turn.kind in OFF_TOPIC]
    if not ours or not others:
        return []
    return [
        Balance(
            limit,
            _share(
                _answers(result, quotable, _quoted(made, limit))
                for result, made in ours
            ),
            _share(_quoted(made, limit) is not None for _, made in others),
        )
        for limit in LIMITS
    ]


def _first(results: Sequence[Result]) -> Iterator[Decided]:
    """The first message of each conversation whose decisions are known."""
    seen = set()
    for result in results:
        if (result.file, result.id) not in seen and result.decisions:
            yield result, result.decisions
        seen.add((result.file, result.id))


def _passage(made: dict[str, Any], quotable: QuotableText) -> str | None:
    """The passage of the topic that was decided on."""
    passage = quotable.by_intent.get(made["topic"])
    return passage.name if passage else None


def _quoted(made: dict[str, Any], limit: float) -> str | None:
    """The passage that would be quoted at a limit for foreign questions."""
    shipped = Thresholds()
    named = made["named"]
    foreign = made["foreign"] >= (shipped.foreign_named if named else limit)
    if foreign or made["strange"]:
        return None
    least = shipped.guess if named else shipped.guess_unnamed
    sure = made["passage_chance"] >= least and made["own"] < shipped.own
    return str(made["passage"]) if sure and made["passage"] else None


def _answers(result: Result, quotable: QuotableText, passage: str | None) -> bool:
    if passage is None:
        return False
    names = {sentence.name for sentence in quotable.passage(passage).sentences}
    return bool(names & result.turn.accept)


def _share(hits: Iterator[bool]) -> float:
    return float(np.mean([float(hit) for hit in hits]))
