import json

import pytest

from bot.document import Outcome, Quote, QuoteError
from bot.page.page import load_page
from bot.replies.composing import Composer
from bot.replies.plain_text import as_text
from bot.replies.reply import Kind, Line, Reply

PASSAGES = [passage.name for passage in load_page().quotable.passages]


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(load_page().quotable, load_page().wording)


def quoting(composer: Composer, name: str) -> Reply:
    quotable = load_page().quotable
    answer = quotable.answer(quotable.passage(name))
    return composer.quoting(answer, lead=f"say_about_{name}")


@pytest.mark.parametrize("name", PASSAGES)
def test_a_reply_comes_back_whole_from_its_data(composer: Composer, name: str) -> None:
    reply = quoting(composer, name)
    assert Reply.from_data(json.loads(json.dumps(reply.as_data()))) == reply


@pytest.mark.parametrize("name", PASSAGES)
def test_every_quote_stands_in_the_data_once_and_in_the_text(
    composer: Composer, name: str
) -> None:
    reply = quoting(composer, name)
    data = reply.as_data()
    numbers = [part["quote"] for part in data["parts"] if part["kind"] == "quote"]
    assert numbers == list(range(len(data["quotes"])))
    for quote in data["quotes"]:
        assert f"“{quote['text']}”" in as_text(reply, load_page().wording)


def test_choices_come_back_from_the_data(composer: Composer) -> None:
    words = composer.words("say_which_of_these")
    reply = composer.saying(Outcome.UNCLEAR, words, ["danger", "cause"])
    assert reply.choices == ("Is it dangerous?", "What causes mitral valve prolapse?")
    assert Reply.from_data(reply.as_data()) == reply


def test_a_response_of_the_domain_is_a_reply_too() -> None:
    reply = Reply.from_message(load_page().wording.response("utter_out_of_scope"))
    assert reply.outcome is Outcome.OUT_OF_SCOPE
    (line,) = reply.parts
    assert isinstance(line, Line) and line.kind is Kind.WORDS
    assert line.text.startswith("I am sorry, I cannot help with that")


def test_a_message_without_data_is_words() -> None:
    reply = Reply.from_message({"text": "Hello."})
    assert reply == Reply(Outcome.SMALL_TALK, (Line(Kind.WORDS, "Hello."),))


def test_no_reply_is_made_of_a_quote_that_is_not_the_texts_own(
    composer: Composer,
) -> None:
    quotable = load_page().quotable
    answer = quotable.answer(quotable.passage("danger"))
    (quote, *_) = answer.quotes
    altered = Quote("It is life-threatening.", quote.start, quote.end, (1, 1))
    object.__setattr__(answer, "quotes", (altered,))
    with pytest.raises(QuoteError, match="it is not sent"):
        composer.quoting(answer, lead="say_about_danger")


def test_what_the_sentence_above_answers_too_is_said_without_a_quote(
    composer: Composer,
) -> None:
    quotable = load_page().quotable
    answer = quotable.answer(quotable.passage("lifestyle"))
    reply = composer.as_quoted_above(answer, lead="say_about_lifestyle")
    assert (reply.outcome, reply.passage) == (Outcome.ANSWERED, "lifestyle")
    (line,) = reply.parts
    assert isinstance(line, Line)
    assert line.text.startswith("On changing how you live")
    assert line.text.endswith("The sentence above answers this too.")


@pytest.mark.parametrize(
    ("typed", "read", "told"),
    [("hert", "heart", True), ("teh", "the", False), ("zebar", "zebra", False)],
)
def test_a_reading_is_mentioned_where_it_is_a_word_of_the_text(
    composer: Composer, typed: str, read: str, told: bool
) -> None:
    lines = composer.reading([(typed, read)])
    text = f"I read “{typed}” as “{read}”."
    assert [line.text for line in lines] == [text] * told
