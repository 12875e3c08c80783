"""Decides what a message asks."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bot.understanding.intent import Intent, Kind, is_part
from bot.understanding.intent_model import Candidate, Ranking
from bot.understanding.splitting import Clause
from bot.understanding.thresholds import Thresholds

MOST_QUESTIONS = 6
# However much it stands out among the parts, a clause less likely than this is none.
LEAST = 0.15
# How much a message as a whole speaks for a part of it, as a power of its chances, and
# what every intent has of that: what "that" is in "and what is that called?" stands in
# the rest.
LEANS, AT_LEAST = 0.4, 0.01
# As many intents of each kind are handed to the actions.
HANDED_ON = 6


@dataclass(frozen=True)
class Question:
    """One thing that is asked."""

    text: str
    ranking: Ranking
    # What it may be about, whoever's case it is.
    topics: Ranking = ()
    # How like it is to one that was learned, as a cosine; of a part it is not asked,
    # which may be put in any words.
    likeness: float = 1.0
    # Whether it was understood in the light of what went before, and whether that is
    # about our subject, so that it need not be named.
    in_context: bool = False
    ours: bool = False
    # For somebody's own case: the intent whose passage is surely near.
    near: Intent | None = None
    # Whether it may well be another one: the reply then offers the next ones too.
    unsure: bool = False

    @property
    def best(self) -> Candidate:
        """The likeliest intent."""
        return self.ranking[0]

    def chance_of(self, kinds: Collection[Kind]) -> float:
        """The chance of all intents of these kinds together."""
        return sum(self._chances[kind] for kind in kinds)

    @cached_property
    def _chances(self) -> dict[Kind, float]:
        chances = dict.fromkeys(Kind, 0.0)
        for intent, confidence in self.ranking:
            chances[intent.kind] += confidence
        return chances

    def only(self, wanted: Callable[[Intent], bool]) -> "Question | None":
        """The same question, with the intents that are wanted; None without any."""
        ranking = tuple(c for c in self.ranking if wanted(c.intent))
        return replace(self, ranking=ranking) if ranking else None

    def without(self, unwanted: Collection[str]) -> "Question":
        """The same question, as if it could be none of these."""
        left = [c for c in self.ranking if c.intent not in unwanted]
        if len(left) == len(self.ranking):
            return self
        chance = sum(c.confidence for c in left)
        ranking = [Candidate(c.intent, c.confidence / chance) for c in left]
        return replace(self, ranking=tuple(ranking) or self.ranking)

    def mixed_with(self, other: "Question", share: float) -> "Question":
        """The same question, as likely as two readings of it make it.

        Args:
            other: The other reading.
            share: How much that counts, between 0 and 1.
        """
        chances: dict[Intent, float] = defaultdict(float)
        for reading, weight in ((self, 1 - share), (other, share)):
            for candidate in reading.ranking:
                chances[candidate.intent] += weight * candidate.confidence
        likeliest = sorted(chances.items(), key=lambda item: -item[1])
        ranking = tuple(Candidate(intent, chance) for intent, chance in likeliest)
        return replace(self, ranking=ranking)

    def leaning_on(self, whole: "Question") -> "Question":
        """The same question, understood as a part of a message.

        What the whole may be about makes it likelier in the part as well (a weighted
        product of both chances).
        """
        of_whole = {c.intent: c.confidence for c in whole.ranking}
        weighed = {
            c.intent: c.confidence * (of_whole.get(c.intent, 0.0) + AT_LEAST) ** LEANS
            for c in self.ranking
        }
        total = sum(weighed.values())
        likeliest = sorted(weighed.items(), key=lambda item: -item[1])
        ranking = tuple(Candidate(intent, w / total) for intent, w in likeliest)
        return replace(self, ranking=ranking)

    def as_dict(self) -> dict[str, Any]:
        """The question as it is handed to the actions.

        With the likeliest intents, and the likeliest that somebody can ask for: what
        is wished for in "no, I meant …" is hardly likely beside a correction.
        """
        parts = [c for c in self.ranking if is_part(c.intent)][:HANDED_ON]
        likeliest = self.ranking[:HANDED_ON]
        kept = [*likeliest, *(c for c in parts if c not in likeliest)]
        ranking = [{"name": c.intent, "confidence": c.confidence} for c in kept]
        return {
            "text": self.text,
            "ranking": ranking,
            "near": self.near,
            "unsure": self.unsure,
        }

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> "Question":
        """The question as it was handed to the actions."""
        ranking = [
            Candidate(Intent(c["name"]), c["confidence"]) for c in content["ranking"]
        ]
        near = content.get("near")
        return cls(
            content["text"],
            tuple(ranking),
            near=Intent(near) if near else None,
            unsure=bool(content.get("unsure")),
        )


def questions_of_clauses(
    clauses: Sequence[tuple[Clause, Question]],
    *,
    reply_of: Callable[[Intent], str],
    thresholds: Thresholds,
) -> list[Question]:
    """The clauses that are questions of their own, each asking something else.

    Args:
        clauses: The clauses of a message, each with its ranking.
        reply_of: Names what an intent is answered with; two clauses that get the same
            are one question.
        thresholds: How sure one has to be.
    """
    kept: dict[str, Question] = {}
    for clause, question in clauses:
        part = question.only(is_part)
        if part is not None and _is_sure(clause, part, thresholds):
            kept.setdefault(reply_of(part.best.intent), part)
    return list(kept.values())[:MOST_QUESTIONS]


def choose_questions(
    whole: Question, of_clauses: list[Question], thresholds: Thresholds
) -> list[Question]:
    """The questions to answer: the clauses if they are several, else the whole."""
    if len(of_clauses) > 1:
        return of_clauses
    # A long preamble can drown the one question that it leads to.
    if whole.best.confidence < thresholds.answer:
        return of_clauses or [whole]
    return [whole]


def _is_sure(clause: Clause, question: Question, thresholds: Thresholds) -> bool:
    best = question.best.confidence
    if not clause.asks:
        return not clause.tells and best >= thresholds.statement
    of_parts = best / sum(candidate.confidence for candidate in question.ranking)
    stands_out = best >= LEAST and of_parts >= thresholds.among_parts
    return best >= thresholds.clause or stands_out
