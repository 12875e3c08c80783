"""Puts replies together: the bot's own words around the source's."""

from collections.abc import Sequence

from bot.document import Answer, Outcome, QuotableText, Quote
from bot.replies.reply import Kind, Line, Origin, Part, Reply
from bot.replies.wording import Wording

# The words for how far down the page something stands, from its top to its end.
PARTS = ("say_part_1", "say_part_2", "say_part_3", "say_part_4")


class Composer:
    """Makes replies of answers; what it says of its own is the wording's."""

    def __init__(self, quotable: QuotableText, wording: Wording) -> None:
        self._quotable = quotable
        self._wording = wording

    def quoting(
        self,
        answer: Answer,
        *before: Line,
        lead: str,
        after: str | None = None,
        choices: Sequence[str] = (),
    ) -> Reply:
        """A reply with quotes, each compared with the source.

        Args:
            answer: Its quotes, of which there is at least one.
            before: Lines that come before everything else.
            lead: The name of the words that come before the quotes.
            after: What is said after the quotes and where they come from.
            choices: The passages whose questions are offered instead.

        Raises:
            QuoteError: a quote is not what stands in the source at its place.
        """
        answer.verify()
        parts: list[Part] = [*before, self.words(lead), *answer.quotes]
        if answer.gap:
            missing = self._wording.text(f"say_gap_{answer.gap}")
            parts.append(Line(Kind.GAP, missing))
        parts.append(self._origin(answer.quotes))
        if after:
            parts.append(Line(Kind.WORDS, after))
        if choices:
            parts.append(self.words("say_something_else"))
        return self._reply(answer.outcome, parts, answer, self._titles(choices))

    def as_quoted_above(self, answer: Answer, *before: Line, lead: str) -> Reply:
        """A reply to what the sentence quoted just before answers too."""
        about = self._wording.text(lead)
        words = self.words("say_as_quoted_above", about=about)
        return self._reply(answer.outcome, [*before, words], answer)

    def saying(
        self, outcome: Outcome, words: Line, choices: Sequence[str] = ()
    ) -> Reply:
        """A reply without a quote.

        Args:
            outcome: Why there is none.
            words: What is said instead.
            choices: The passages whose questions are offered.
        """
        return self._reply(outcome, [words], None, self._titles(choices))

    def telling(self, outcome: Outcome, texts: Sequence[str]) -> Reply:
        """A reply in the bot's own words, each text on a line of its own."""
        return self._reply(outcome, [Line(Kind.WORDS, text) for text in texts], None)

    def words(self, name: str, **values: str) -> Line:
        """The words of that name, filled in."""
        return Line(Kind.WORDS, self._wording.text(name, **values))

    def reading(self, read: Sequence[tuple[str, str]]) -> list[Line]:
        """What was read in place of misspelt words: each as typed, and as read.

        Only words of the source are mentioned: they decided the answer.
        """
        text = self._quotable.source.text.lower()
        told = [
            self._wording.text("say_i_read", typed=typed, read=word)
            for typed, word in read
            if len(word) > 3 and word in text
        ]
        if not told:
            return []
        listed = self._wording.listed(told)
        note = self._wording.text("say_reading", corrections=listed)
        return [Line(Kind.READING, note)]

    def _reply(
        self,
        outcome: Outcome,
        parts: Sequence[Part],
        answer: Answer | None,
        choices: tuple[str, ...] = (),
    ) -> Reply:
        return Reply(
            outcome,
            tuple(parts),
            choices,
            answer.passage if answer else None,
            answer.gap if answer else None,
            Origin.of(self._quotable.source),
        )

    def _titles(self, passages: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._wording.text(f"say_question_{name}") for name in passages)

    def _origin(self, quotes: tuple[Quote, ...]) -> Line:
        source = self._quotable.source
        text = self._wording.text(
            "say_source",
            publisher=source.publisher,
            date=source.long_date,
            place=self._place(quotes),
        )
        return Line(Kind.ORIGIN, text)

    def _place(self, quotes: tuple[Quote, ...]) -> str:
        spans = [quote.sentences for quote in quotes]
        numbers = [str(a) if a == b else f"{a}–{b}" for a, b in spans]
        one = len(spans) == 1 and spans[0][0] == spans[0][1]
        return self._wording.text(
            "say_place_one" if one else "say_place_many",
            part=self._wording.text(self._part_of_page(quotes[0])),
            numbers=self._wording.listed(numbers),
            total=str(len(self._quotable.sentences)),
        )

    def _part_of_page(self, quote: Quote) -> str:
        """The name of the words for how far down the page a quote stands."""
        share = quote.start / len(self._quotable.source.text)
        return PARTS[int(share * len(PARTS))]
