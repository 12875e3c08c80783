"""Sets the source in paragraphs, without a character more or less."""

from dataclasses import dataclass

from bot.document.quotable_text import QuotableText


@dataclass(frozen=True)
class Stretch:
    """A stretch of the source: a sentence, or what stands between two."""

    text: str
    start: int
    end: int
    # The sentence's number, counted from 1; None between sentences.
    sentence: int | None


@dataclass(frozen=True)
class Paragraph:
    """Stretches that belong together."""

    stretches: tuple[Stretch, ...]
    # The name of the list that should follow and is missing.
    gap: str | None


def paragraphs(quotable: QuotableText) -> tuple[Paragraph, ...]:
    """The source in paragraphs, in its order.

    Where its sentences are glued together, a line ended in what it was taken from.
    """
    rows: list[list[Stretch]] = []
    for stretch in _stretches(quotable):
        if not rows or _is_glued(rows[-1][-1], stretch):
            rows.append([])
        rows[-1].append(stretch)
    gaps = {gap.after.number: gap.name for gap in quotable.gaps}
    return tuple(Paragraph(tuple(row), gaps.get(row[-1].sentence or 0)) for row in rows)


def _is_glued(one: Stretch, next_one: Stretch) -> bool:
    return not one.text[-1].isspace() and not next_one.text[0].isspace()


def _stretches(quotable: QuotableText) -> list[Stretch]:
    text, at = quotable.source.text, 0
    stretches = []
    for sentence in quotable.sentences:
        if at < sentence.start:
            between = text[at : sentence.start]
            stretches.append(Stretch(between, at, sentence.start, None))
        stretches.append(
            Stretch(sentence.text, sentence.start, sentence.end, sentence.number)
        )
        at = sentence.end
    if at < len(text):
        stretches.append(Stretch(text[at:], at, len(text), None))
    return stretches
