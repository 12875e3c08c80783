import pytest

from bot.document import QuotableText
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
