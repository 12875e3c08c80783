import pytest

from bot.document import Library, Outcome, QuoteError, load_library
from bot.document.answer import Answer, Quote


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_every_quote_of_every_answer_stands_in_the_source(library: Library) -> None:
    for passage in library.passages:
        answer = library.answer(passage)
        answer.verify()
        assert answer.quotes
        assert all(
            library.source.text[q.start : q.end] == q.text for q in answer.quotes
        )


def test_an_answer_quotes_at_most_three_sentences(library: Library) -> None:
    assert all(1 <= len(passage.sentences) <= 3 for passage in library.passages)


def test_sentences_that_follow_each_other_are_one_quote(library: Library) -> None:
    (quote,) = library.answer(library.passage("danger")).quotes
    assert quote.sentences == (8, 9)
    assert quote.text.startswith("Usually,")
    assert quote.text.endswith("severe regurgitation.")


def test_sentences_that_the_source_glues_together_stay_apart(library: Library) -> None:
    quotes = library.answer(library.passage("symptoms")).quotes
    assert [quote.sentences for quote in quotes] == [(13, 14), (15, 15)]
    assert not any("gradually.Symptoms" in quote.text for quote in quotes)


@pytest.mark.parametrize(
    "name", ["other_names", "symptoms", "linked_conditions", "complications"]
)
def test_each_gap_makes_the_answer_a_partial_one(library: Library, name: str) -> None:
    answer = library.answer(library.passage(name))
    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert answer.gap == name
    assert answer.quotes[-1].text.endswith(("include:", "including:"))


def test_there_are_four_gaps_and_nothing_follows_the_announcements(
    library: Library,
) -> None:
    assert len(library.gaps) == 4
    for gap in library.gaps:
        following = library.source.text[gap.after.end :][:1]
        assert following.isupper()


def test_an_announcement_that_is_quoted_for_something_else_answers_it(
    library: Library,
) -> None:
    answer = library.answer(library.passage("inherited"))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.gap == "linked_conditions"


def test_does_not_quote_again_what_was_told(library: Library) -> None:
    danger = library.passage("danger")
    told = frozenset(sentence.name for sentence in danger.sentences)
    assert library.answer(danger, told=told).quotes == ()


def test_a_changed_quote_is_refused(library: Library) -> None:
    quote = Quote("Usually, it is harmless.", 801, 825, (8, 8))
    answer = Answer(Outcome.ANSWERED, library.source, (quote,))
    with pytest.raises(QuoteError, match="is not sent"):
        answer.verify()


def test_an_answer_as_data_carries_quotes_and_source(library: Library) -> None:
    data = library.answer(library.passage("danger")).as_dict(sentence_count=37)
    assert data["outcome"] == "answered"
    assert data["quotes"][0]["passage"] == "danger"
    assert data["quotes"][0]["start"] < data["quotes"][0]["end"]
    assert data["source"] == {
        "title": "Mitral valve prolapse",
        "publisher": "Mayo Clinic",
        "date": "Mar 27, 2024",
        "sha256": library.source.sha256,
    }
