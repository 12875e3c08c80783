"""What a conversation is about, and what a message means in the light of it."""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.document import Library, Passage
from bot.understanding.questions import Question
from bot.understanding.subject import names_subject

# As many passages are remembered as told; there are no more than this to tell.
MOST_TOLD = 40
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Thread:
    """The little that has to be remembered from one message to the next."""

    # The passage that was quoted last; "why?" and "tell me more" mean this one.
    passage: str | None = None
    # The passages quoted so far, so that "more" brings something new.
    told: tuple[str, ...] = ()
    # Whether the talk has turned to another condition; "it" then means that one.
    elsewhere: bool = False
    # The intents offered as choices in the last reply.
    offered: tuple[str, ...] = ()

    @classmethod
    def from_slot(cls, content: dict[str, Any] | None) -> "Thread":
        """Reads the thread back from the slot it is kept in."""
        kept = content or {}
        return cls(
            kept.get("passage"),
            tuple(kept.get("told", ())),
            bool(kept.get("elsewhere")),
            tuple(kept.get("offered", ())),
        )

    def known_to(self, library: Library) -> "Thread":
        """The thread without what the library has no more, since it was kept."""
        names = {passage.name for passage in library.passages}
        return replace(
            self,
            passage=self.passage if self.passage in names else None,
            told=tuple(name for name in self.told if name in names),
            offered=tuple(i for i in self.offered if i in library.by_intent),
        )

    def to_slot(self) -> dict[str, Any]:
        """The thread as plain data."""
        return asdict(self)

    def after_quoting(self, passage: str) -> "Thread":
        """The thread once a passage has been quoted."""
        told = tuple(name for name in self.told if name != passage)
        return replace(
            self,
            passage=passage,
            told=(*told, passage)[-MOST_TOLD:],
            elsewhere=False,
            offered=(),
        )

    def means_other_condition(self, question: Question) -> bool:
        """Whether "it" in this question is the other condition asked about before."""
        return self.elsewhere and not names_subject(question.text)

    def next_passage(self, library: Library) -> Passage | None:
        """What to quote to someone who wants more."""
        if self.passage is None:
            return None
        near = library.passage(self.passage).more
        further = [name for first in near for name in library.passage(first).more]
        left = [name for name in (*near, *further) if name not in self.told]
        return library.passage(left[0]) if left else None

    def reason(self, library: Library) -> Passage | None:
        """What to quote to someone who asks why."""
        if self.passage is None:
            return None
        why = library.passage(self.passage).why
        return library.passage(why) if why else None


def explained_term(text: str, library: Library) -> tuple[str, Passage] | None:
    """The word of the source that a question asks the meaning of."""
    for match in WORD.finditer(text):
        word = match.group().lower()
        if word in library.terms:
            return word, library.passage(library.terms[word])
    return None
