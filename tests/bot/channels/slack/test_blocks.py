import pytest

from bot.channels.slack.blocks import MOST_BLOCKS, Blocks
from bot.document import Outcome, Quote
from bot.page.page import load_page
from bot.replies.reply import Kind, Line, Reply
from bot.storage.exchange import Exchange
from tests.bot.channels.slack.block_kit import (
    buttons_in,
    check_home,
    check_message,
    quotes_in,
)

# All that Slack reads as marks, where it reads marks.
MARKS = "5 < 6 & 7 > 2, *bold* _slanted_ ~struck~ `code` &amp; <@U1> :sob:\n> not this"


def blocks(address: str | None = None) -> Blocks:
    return Blocks(load_page().wording, address)


def answered(*texts: str, outcome: Outcome = Outcome.ANSWERED) -> Reply:
    quotes = tuple(Quote(text, 10, 10 + len(text), (3, 3)) for text in texts)
    lead, origin = Line(Kind.WORDS, "The page says:"), Line(Kind.ORIGIN, "— somebody")
    return Reply(outcome, (lead, *quotes, origin), passage="danger")


def exchange(*replies: Reply) -> Exchange:
    return Exchange("question-1", "is it?", replies)


def test_a_quote_stands_character_for_character() -> None:
    (message,) = blocks().exchange(exchange(answered(MARKS, "Another.")))
    assert quotes_in(message.blocks) == [MARKS, "Another."]
    check_message({"text": message.text, "blocks": message.blocks})


def test_the_text_for_notifications_is_escaped() -> None:
    (message,) = blocks().exchange(exchange(answered(MARKS)))
    assert "<" not in message.text
    unescaped = message.text.replace("&lt;", "<").replace("&gt;", ">")
    assert MARKS in unescaped.replace("&amp;", "&")


def test_leads_into_the_text_where_it_can_be_read() -> None:
    link = "<https://b.example/chat#sentence-3|"
    (message,) = blocks("https://b.example/chat").exchange(exchange(answered("One.")))
    assert link in str(message.blocks)
    (message,) = blocks().exchange(exchange(answered("One.")))
    assert "#sentence" not in str(message.blocks)


@pytest.mark.parametrize("count", [1, 6, 30, 60])
def test_any_number_of_choices_can_be_tapped(count: int) -> None:
    titles = tuple(f"What about {number}? " + "x" * 80 for number in range(count))
    asked = Reply(Outcome.UNCLEAR, (Line(Kind.WORDS, "Which?"),), titles)
    (message,) = blocks().exchange(exchange(asked))
    check_message({"text": message.text, "blocks": message.blocks})
    values = [button["value"] for button in buttons_in(message.blocks)]
    assert values[:count] == list(titles)


@pytest.mark.parametrize(
    ("outcome", "rated"),
    [
        (Outcome.ANSWERED, True),
        (Outcome.NOT_COVERED, True),
        (Outcome.EMERGENCY, False),
        (Outcome.SMALL_TALK, False),
    ],
)
def test_asks_whether_it_helped_where_that_is_a_question(
    outcome: Outcome, rated: bool
) -> None:
    (message,) = blocks().exchange(exchange(answered("One.", outcome=outcome)))
    found = [button["action_id"] for button in buttons_in(message.blocks)]
    assert found == (["helped", "not_helped"] if rated else [])


def test_an_emergency_cannot_be_missed() -> None:
    reply = answered("Seek care.", outcome=Outcome.EMERGENCY)
    (message,) = blocks().exchange(exchange(reply))
    assert message.blocks[0]["type"] == "header"
    assert '"bold": True' in str(message.blocks).replace("'", '"')


def test_what_is_too_long_for_one_message_becomes_several() -> None:
    replies = [answered(f"Number {number}.") for number in range(40)]
    messages = blocks().exchange(exchange(*replies), retold=True)
    assert len(messages) > 1
    for message in messages:
        assert len(message.blocks) <= MOST_BLOCKS
        check_message({"text": message.text, "blocks": message.blocks})
    quoted = [quote for message in messages for quote in quotes_in(message.blocks)]
    assert quoted == [f"Number {number}." for number in range(40)]


def test_thanks_stand_in_the_place_of_thumbs() -> None:
    (message,) = blocks().exchange(exchange(answered("One.")))
    thanked = blocks().thanked(message.blocks)
    assert len(thanked) == len(message.blocks)
    assert buttons_in(thanked) == []


def test_the_home_tab_says_what_it_can_do() -> None:
    view = blocks().home(["Is it dangerous?", "What causes it?"])
    check_home(view)
    assert [b["value"] for b in buttons_in(view["blocks"])][:2] == [
        "Is it dangerous?",
        "What causes it?",
    ]
