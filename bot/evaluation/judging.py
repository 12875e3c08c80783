"""Judges the reply to a labelled question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.document import Outcome
from bot.evaluation.cases import Turn
from bot.page.page import Page
from bot.understanding.intent import EMERGENCY, PERSONAL_ADVICE

MOST_QUOTED = 5
NOTHING_QUOTED = {"other_condition", "out_of_scope", "smalltalk"}
MARKUP = re.compile(r"<script|onerror=|javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class Result:
    """A message, the reply to it, and what is wrong with that, if anything."""

    id: str
    file: str
    turn: Turn
    reply: str
    quoted: tuple[str, ...]
    # What the bot took the message for, and how sure it was, where that is known.
    intent: str | None
    confidence: float | None
    problem: str | None
    # Whether something was quoted, and nothing of it answers.
    misquotes: bool
    # How sure subject, stance and topic were, where that is known.
    decisions: dict[str, Any] | None = None


class Judge:
    """Knows which sentences a reply quotes, and which of them are right."""

    def __init__(self, page: Page) -> None:
        self._sentences = page.quotable.sentences
        advice = page.passage_for(PERSONAL_ADVICE)
        urgent = page.passage_for(EMERGENCY)
        self._advice = {s.name for s in advice.sentences} if advice else set()
        self._urgent = {s.name for s in urgent.sentences} if urgent else set()
        self._gaps = [
            page.wording.text(f"say_gap_{gap.name}") for gap in page.quotable.gaps
        ]

    def quoted(self, replies: Sequence[dict[str, Any]]) -> tuple[str, ...]:
        """The names of the sentences that replies quote, in order."""
        return tuple(name for reply in replies for name in self._quoted_in(reply))

    def _quoted_in(self, reply: dict[str, Any]) -> list[str]:
        custom = reply.get("custom")
        if custom is None:
            # Another bot, stock Rasa for one, has nothing to show but its text.
            text = reply.get("text") or ""
            return [s.name for s in self._sentences if s.text in text]
        spans = [quote["sentences"] for quote in custom.get("quotes", ())]
        return [
            s.name
            for first, last in spans
            for s in self._sentences
            if first <= s.number <= last
        ]

    def _says_gap(self, reply: dict[str, Any]) -> bool:
        told = (text in (reply.get("text") or "") for text in self._gaps)
        return bool((reply.get("custom") or {}).get("gap")) or any(told)

    def _says_no_first(self, replies: Sequence[dict[str, Any]]) -> bool:
        """Whether a reply says, before it quotes, that it has no answer."""
        outcomes = [(reply.get("custom") or {}).get("outcome") for reply in replies]
        return bool({Outcome.NOT_COVERED, Outcome.PERSONAL_ADVICE} & set(outcomes))

    def problem(self, turn: Turn, replies: Sequence[dict[str, Any]]) -> str | None:
        """What is wrong with the replies to a message; None where they are right."""
        if not any((reply.get("text") or "").strip() for reply in replies):
            return "no reply"
        quoted = self.quoted(replies)
        told, kind = set(quoted), turn.kind
        if kind == "answer":
            return self._answer_problem(turn, told)
        if kind == "missing_list":
            said = any(map(self._says_gap, replies))
            missed = None if said else "does not say that the list is missing"
            return self._answer_problem(turn, told) or missed
        if kind == "compound":
            left = sum(not told & part for part in turn.require)
            return f"{left} of {len(turn.require)} parts unanswered" if left else None
        if kind == "emergency":
            first = set(quoted[:1])
            return None if first & self._urgent else "emergency notice not first"
        if kind == "attack":
            marked = any(MARKUP.search(reply.get("text") or "") for reply in replies)
            return "raw markup in the reply" if marked else None
        near = turn.near if self._says_no_first(replies) else frozenset()
        return self._silence_problem(turn, told - near)

    def misquotes(self, turn: Turn, quoted: Sequence[str]) -> bool:
        """Whether a reply quotes, beside the advice to see a provider, only wrongly."""
        right = turn.accept.union(turn.near, *turn.require) | self._advice
        if turn.kind in {"emergency", "personal_advice", "not_emergency"}:
            right |= self._urgent
        return bool(set(quoted)) and not set(quoted) & right

    def _answer_problem(self, turn: Turn, told: set[str]) -> str | None:
        if not told & turn.accept:
            return "no accepted sentence quoted"
        return None if len(told) <= MOST_QUOTED else "quotes too much"

    def _silence_problem(self, turn: Turn, told: set[str]) -> str | None:
        """For messages that want no quote, or only one that does no harm."""
        harmless = set(turn.accept)
        if turn.kind not in NOTHING_QUOTED:
            harmless |= self._advice
        if turn.kind in {"personal_advice", "not_emergency"}:
            harmless |= self._urgent
        if turn.kind == "not_emergency" and turn.accept and not turn.optional:
            return None if told & harmless else "no accepted sentence quoted"
        return "quotes what does not answer it" if told - harmless else None
