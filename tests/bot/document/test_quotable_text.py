import pytest

from bot.document import Outcome, QuotableText, QuoteError
from bot.document.answer import Answer, Quote
from bot.page.page import load_page


@pytest.fixture(scope="module")
def quotable() -> QuotableText:
    return load_page().quotable


def test_every_quote_of_every_answer_stands_in_the_source(
    quotable: QuotableText,
) -> None:
    for passage in quotable.passages:
        answer = quotable.answer(passage)
        answer.verify()
        assert answer.quotes
        assert all(
            quotable.source.text[q.start : q.end] == q.text for q in answer.quotes
        )


def test_an_answer_quotes_at_most_three_sentences(quotable: QuotableText) -> None:
    assert all(1 <= len(passage.sentences) <= 3 for passage in quotable.passages)


def test_sentences_that_follow_each_other_are_one_quote(quotable: QuotableText) -> None:
    (quote,) = quotable.answer(quotable.passage("danger")).quotes
    assert quote.sentences == (8, 9)
    assert quote.text.startswith("Usually,")
    assert quote.text.endswith("severe regurgitation.")


def test_sentences_that_the_source_glues_together_stay_apart(
    quotable: QuotableText,
) -> None:
    quotes = quotable.answer(quotable.passage("symptoms")).quotes
    assert [quote.sentences for quote in quotes] == [(13, 14), (15, 15)]
    assert not any("gradually.Symptoms" in quote.text for quote in quotes)


@pytest.mark.parametrize(
    "name", ["other_names", "symptoms", "linked_conditions", "complications"]
)
def test_each_gap_makes_the_answer_a_partial_one(
    quotable: QuotableText, name: str
) -> None:
    answer = quotable.answer(quotable.passage(name))
    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert answer.gap == name
    assert answer.quotes[-1].text.endswith(("include:", "including:"))


def test_there_are_four_gaps_and_nothing_follows_the_announcements(
    quotable: QuotableText,
) -> None:
    assert len(quotable.gaps) == 4
    for gap in quotable.gaps:
        following = quotable.source.text[gap.after.end :][:1]
        assert following.isupper()


def test_an_announcement_that_is_quoted_for_something_else_answers_it(
    quotable: QuotableText,
) -> None:
    answer = quotable.answer(quotable.passage("inherited"))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.gap == "linked_conditions"


def test_does_not_quote_again_what_was_quoted(quotable: QuotableText) -> None:
    danger = quotable.passage("danger")
    quoted = frozenset(sentence.name for sentence in danger.sentences)
    assert quotable.answer(danger, quoted=quoted).quotes == ()


def test_what_may_be_taken_for_a_permission_is_never_left_alone(
    quotable: QuotableText,
) -> None:
    after = frozenset({"some_need_treatment"})
    (quote,) = quotable.answer(quotable.passage("danger"), quoted=after).quotes
    assert quote.text.startswith("Usually,")
    assert quote.text.endswith("severe regurgitation.")


def test_quotes_less_where_other_things_are_to_be_quoted_as_well(
    quotable: QuotableText,
) -> None:
    definition = quotable.passage("definition")
    (quote,) = quotable.answer(definition, in_short=True).quotes
    assert quote.sentences == (1, 1)
    (quote,) = quotable.answer(quotable.passage("inherited"), in_short=True).quotes
    assert quote.sentences == (30, 30)


def test_a_changed_quote_is_refused(quotable: QuotableText) -> None:
    quote = Quote("Usually, it is harmless.", 801, 825, (8, 8))
    answer = Answer(Outcome.ANSWERED, quotable.source, (quote,))
    with pytest.raises(QuoteError, match="is not sent"):
        answer.verify()


def test_every_sentence_is_known_again_and_stands_among_its_neighbours(
    quotable: QuotableText,
) -> None:
    for sentence in quotable.sentences:
        assert quotable.repeated_in(f"“{sentence.text}” ") == sentence
        around = quotable.around(sentence)
        assert sentence in around.sentences
        # Nothing but a space lies between any two of them: it is one quote.
        assert len(quotable.answer(around).quotes) == 1
        assert around.sentences[-1].name not in quotable.guarded


@pytest.mark.parametrize("text", ["", "…", "The flaps", "Why are the flaps floppy?"])
def test_a_text_that_is_no_sentence_of_it_repeats_none(
    quotable: QuotableText, text: str
) -> None:
    assert quotable.repeated_in(text) is None
