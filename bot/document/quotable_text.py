"""The source, cut into what can be quoted from it."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from bot.document.answer import Answer, Outcome, Quote
from bot.document.source import Source


@dataclass(frozen=True)
class Sentence:
    """One sentence of the source, under a name of its own."""

    name: str
    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """What answers one kind of question."""

    name: str
    intents: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    # Those of them that are quoted where several things are asked at once.
    in_short: tuple[Sentence, ...] = ()
    more: tuple[str, ...] = ()
    why: str | None = None


@dataclass(frozen=True)
class Gap:
    """A place where the source announces a list that is not there."""

    name: str
    after: Sentence
    # The passages whose question asks for the list itself.
    passages: tuple[str, ...]


@dataclass(frozen=True)
class QuotableText:
    """Everything that the bot can quote, and which question gets what."""

    source: Source
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    gaps: tuple[Gap, ...]
    # The passage that explains each word a reader may ask about.
    terms: dict[str, str]
    # The passages to begin with, for somebody who has not asked yet.
    suggested: tuple[str, ...]
    # The passage that is near to what the text does not cover, by its intent.
    near: dict[str, str] = field(default_factory=dict)
    # Sentences that some would take for a permission, by name.
    guarded: frozenset[str] = frozenset()
    _by_name: dict[str, Passage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Builds the look-up by name."""
        object.__setattr__(self, "_by_name", {p.name: p for p in self.passages})

    def passage(self, name: str) -> Passage:
        """The passage of that name."""
        return self._by_name[name]

    @cached_property
    def by_intent(self) -> dict[str, Passage]:
        """The passage that answers each intent."""
        return {intent: p for p in self.passages for intent in p.intents}

    def repeated_in(self, text: str) -> Sentence | None:
        """The sentence that a text repeats, and nothing but that, if one.

        Only its letters and digits count: on their way through other programs quotes
        change their marks and spaces.
        """
        return self._by_letters.get(_letters(text))

    @cached_property
    def _by_letters(self) -> dict[str, Sentence]:
        return {_letters(sentence.text): sentence for sentence in self.sentences}

    def around(self, sentence: Sentence) -> Passage:
        """A sentence with those beside it that the source does not set apart.

        It goes by the name of the passage that is nearest: in which it comes first, or
        early, beside few others.

        Raises:
            LookupError: no passage quotes the sentence.
        """
        places = [
            (p.sentences.index(sentence), len(p.sentences), number)
            for number, p in enumerate(self.passages)
            if sentence in p.sentences
        ]
        if not places:
            raise LookupError(f"No passage quotes '{sentence.name}'.")
        nearest = self.passages[min(places)[-1]]
        at = self.sentences.index(sentence)
        before, after = self.sentences[max(0, at - 1) : at], self.sentences[at + 1 :]
        # What some would take for a permission does not come last.
        more = 2 if after and after[0].name in self.guarded else 1
        beside = (*before, sentence, *after[:more])
        kept = tuple(s for s in beside if self._are_together(s, sentence))
        return replace(nearest, sentences=kept, in_short=(sentence,))

    def _are_together(self, one: Sentence, other: Sentence) -> bool:
        """Whether nothing but words and spaces are between: no line ended there."""
        low, high = sorted((one.number, other.number))
        row = self.sentences[low - 1 : high]
        between = [self.source.text[a.end : b.start] for a, b in pairwise(row)]
        return all(text == " " for text in between)

    @cached_property
    def uncovered(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the source (start and end) that no passage quotes."""
        covered = sorted(
            {(s.start, s.end) for passage in self.passages for s in passage.sentences}
        )
        ends = [0] + [end for _, end in covered]
        starts = [start for start, _ in covered] + [len(self.source.text)]
        return tuple((a, b) for a, b in zip(ends, starts, strict=True) if a < b)

    def answer(
        self,
        passage: Passage,
        *,
        outcome: Outcome | None = None,
        quoted: frozenset[str] = frozenset(),
        in_short: bool = False,
    ) -> Answer:
        """The answer that a passage gives.

        Args:
            passage: Where the quotes are taken from.
            outcome: What to call it, where it is neither an answer nor a partial one.
            quoted: Names of sentences that are not to be quoted again.
            in_short: Whether other things are to be quoted as well.
        """
        gap = self._gap_in(passage)
        left = self._left(passage.in_short if in_short else passage.sentences, quoted)
        asked_for = gap is not None and passage.name in gap.passages
        answered = Outcome.PARTLY_ANSWERED if asked_for else Outcome.ANSWERED
        return Answer(
            outcome or answered,
            self.source,
            _joined(left, self.source.text),
            passage.name,
            gap.name if gap else None,
        )

    def _left(
        self, sentences: tuple[Sentence, ...], quoted: frozenset[str]
    ) -> tuple[Sentence, ...]:
        """Those not quoted yet, a guarded one together with what has to follow it."""
        kept = []
        follows = False
        for sentence in sentences:
            is_new = sentence.name not in quoted
            if is_new or follows:
                kept.append(sentence)
            follows = is_new and sentence.name in self.guarded
        return tuple(kept)

    def plainest(self, passage: Passage) -> Passage:
        """The passage, but for all except its plainest sentence.

        A guarded one keeps the one that has to follow it.
        """
        first = passage.in_short[0]
        at = passage.sentences.index(first)
        kept = passage.sentences[at : at + (2 if first.name in self.guarded else 1)]
        return replace(passage, sentences=kept, in_short=kept)

    def near_to(self, intent: str) -> Passage | None:
        """What the text says near to something that it does not cover, if anything."""
        return self._by_name[self.near[intent]] if intent in self.near else None

    def is_guarded(self, passage: Passage) -> bool:
        """Whether some would take a sentence of it for a permission."""
        return any(sentence.name in self.guarded for sentence in passage.sentences)

    def announces_list(self, passage: Passage) -> bool:
        """Whether the passage announces a list that is missing from the source."""
        return self._gap_in(passage) is not None

    def _gap_in(self, passage: Passage) -> Gap | None:
        gaps = [gap for gap in self.gaps if gap.after in passage.sentences]
        own = [gap for gap in gaps if passage.name in gap.passages]
        return next(iter(own + gaps), None)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _joined(sentences: tuple[Sentence, ...], text: str) -> tuple[Quote, ...]:
    """Makes one quote of sentences that follow each other in the source.

    Sentences that the source glues together, without a space, stay apart.
    """
    runs: list[list[Sentence]] = []
    for sentence in sentences:
        if runs and text[runs[-1][-1].end : sentence.start] == " ":
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return tuple(
        Quote(
            text[run[0].start : run[-1].end],
            run[0].start,
            run[-1].end,
            (run[0].number, run[-1].number),
        )
        for run in runs
    )
