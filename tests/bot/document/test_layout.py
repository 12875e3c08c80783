import pytest

from bot.document import Gap, QuotableText, Sentence, Source
from bot.document.layout import Paragraph, paragraphs
from bot.page.page import load_page


@pytest.fixture(scope="module")
def quotable() -> QuotableText:
    return load_page().quotable


@pytest.fixture(scope="module")
def rows(quotable: QuotableText) -> tuple[Paragraph, ...]:
    return paragraphs(quotable)


def test_not_a_character_more_or_less(
    quotable: QuotableText, rows: tuple[Paragraph, ...]
) -> None:
    stretches = [stretch for row in rows for stretch in row.stretches]
    assert "".join(stretch.text for stretch in stretches) == quotable.source.text
    for stretch in stretches:
        assert quotable.source.text[stretch.start : stretch.end] == stretch.text


def test_every_gap_ends_a_paragraph(
    quotable: QuotableText, rows: tuple[Paragraph, ...]
) -> None:
    ends = {row.gap: row.stretches[-1].text for row in rows if row.gap}
    assert ends == {gap.name: gap.after.text for gap in quotable.gaps}


def test_sentences_with_a_space_between_stay_together(
    rows: tuple[Paragraph, ...],
) -> None:
    first = [stretch.sentence for stretch in rows[0].stretches]
    assert first == [1, None, 2, None, 3]


def test_no_paragraph_begins_with_a_space(rows: tuple[Paragraph, ...]) -> None:
    assert all(not row.stretches[0].text[0].isspace() for row in rows)


TEXT = "Bees make honey. It keeps.They live in:Hives are built of wax (c)"


def test_a_text_with_a_gap_and_words_that_nobody_quotes() -> None:
    starts = [0, 17, 26, 39]
    said = ["Bees make honey.", "It keeps.", "They live in:", "Hives are built of wax"]
    sentences = tuple(
        Sentence(f"s{number}", number, text, start, start + len(text))
        for number, (text, start) in enumerate(zip(said, starts, strict=True), 1)
    )
    source = Source("Bees", "A garden", "Mar 27, 2024", TEXT, "")
    gap = Gap("places", sentences[2], ())
    rows = paragraphs(QuotableText(source, sentences, (), (gap,), {}, ()))
    assert [row.gap for row in rows] == [None, "places", None]
    assert [[s.sentence for s in row.stretches] for row in rows] == [
        [1, None, 2],
        [3],
        [4, None],
    ]
    assert "".join(s.text for row in rows for s in row.stretches) == TEXT
    last = rows[-1].stretches[-1]
    assert (last.text, last.start, last.end) == (" (c)", 61, len(TEXT))
