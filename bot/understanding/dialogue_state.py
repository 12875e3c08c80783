"""What a conversation is about, and what a message means in the light of it."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.document import Passage, QuotableText
from bot.understanding.english import English
from bot.understanding.questions import Question
from bot.understanding.subject import WORD, Subject

# As many passages are remembered as quoted; there are no more than this to tell.
MOST_QUOTED = 40


@dataclass(frozen=True)
class DialogueState:
    """The little that has to be remembered from one message to the next."""

    # The passage that was quoted last; "why?" and "tell me more" mean this one.
    passage: str | None = None
    # The passages quoted so far, so that "more" brings something new.
    quoted: tuple[str, ...] = ()
    # Whether the talk has turned to another condition; "it" then means that one.
    elsewhere: bool = False
    # The intents offered as choices in the last reply.
    offered: tuple[str, ...] = ()
    # Whether the last message looked for a permission that no text can give: "but you
    # say it needs no treatment" goes on with that.
    sought_permission: bool = False
    # The name of the words that were said last, of those that come in turn.
    said: str | None = None

    @classmethod
    def from_slot(cls, content: dict[str, Any] | None) -> "DialogueState":
        """Reads the state back from the slot it is kept in."""
        kept = content or {}
        return cls(
            kept.get("passage"),
            tuple(kept.get("quoted", ())),
            bool(kept.get("elsewhere")),
            tuple(kept.get("offered", ())),
            bool(kept.get("sought_permission")),
            kept.get("said"),
        )

    def known_to(self, quotable: QuotableText) -> "DialogueState":
        """The state without what the text has no more, since it was kept."""
        names = {passage.name for passage in quotable.passages}
        return replace(
            self,
            passage=self.passage if self.passage in names else None,
            quoted=tuple(name for name in self.quoted if name in names),
            offered=tuple(i for i in self.offered if i in quotable.by_intent),
        )

    def to_slot(self) -> dict[str, Any]:
        """The state as plain data."""
        return asdict(self)

    def after_quoting(self, passage: str) -> "DialogueState":
        """The state once a passage has been quoted."""
        quoted = tuple(name for name in self.quoted if name != passage)
        return replace(
            self,
            passage=passage,
            quoted=(*quoted, passage)[-MOST_QUOTED:],
            elsewhere=False,
            offered=(),
        )

    def means_other_condition(
        self, question: Question, subject: Subject, english: English
    ) -> bool:
        """Whether "it" in this question is the other condition asked about before."""
        refers = english.refers_back(question.text)
        return self.elsewhere and refers and not subject.is_named_in(question.text)

    def next_passage(self, quotable: QuotableText) -> Passage | None:
        """What to quote to someone who wants more."""
        if self.passage is None:
            return None
        near = quotable.passage(self.passage).more
        further = [name for first in near for name in quotable.passage(first).more]
        left = [name for name in (*near, *further) if name not in self.quoted]
        return quotable.passage(left[0]) if left else None

    def reason(self, quotable: QuotableText) -> Passage | None:
        """What to quote to someone who asks why."""
        if self.passage is None:
            return None
        why = quotable.passage(self.passage).why
        return quotable.passage(why) if why else None


def explained_term(text: str, quotable: QuotableText) -> tuple[str, Passage] | None:
    """The word of the source that a question asks the meaning of."""
    for match in WORD.finditer(text):
        word = match.group().lower()
        if word in quotable.terms:
            return word, quotable.passage(quotable.terms[word])
    return None
