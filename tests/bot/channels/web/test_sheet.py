"""The sheet for the appointment, as it is put together and as the server sends it."""

import urllib.error
import urllib.request
from urllib.parse import urlencode

import pytest

from tests.bot.channels.visitor import Visitor

DANGER = "Usually, mitral valve prolapse isn&#39;t life-threatening"


def sheet(visitor: Visitor, chat: str) -> str:
    request = urllib.request.Request(
        f"{chat}/sheet", headers={"Cookie": visitor.cookie}
    )
    with urllib.request.urlopen(request) as page:
        return str(page.read().decode())


def saved(visitor: Visitor, chat: str, *fields: tuple[str, str], **headers: str) -> str:
    request = urllib.request.Request(
        f"{chat}/sheet",
        urlencode([*fields, ("do", "save")]).encode(),
        {"Cookie": visitor.cookie, **headers},
    )
    with urllib.request.urlopen(request) as file:
        assert "for-my-appointment.txt" in file.headers["Content-Disposition"]
        assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
        return str(file.read().decode())


def test_quotes_go_with_their_place_and_the_rest_is_for_the_provider(
    visitor: Visitor, chat: str
) -> None:
    asked = {
        "is it dangerous?": None,
        "what are the symptoms?": "a list is missing",
        "can I fly with it?": "can I fly with it?",
        "should I have the operation?": "should I have the operation?",
        "hello": None,
    }
    for question in asked:
        visitor.ask(question)
    page = sheet(visitor, chat)
    for_provider, answered = page.split("What I asked, and what the page says")
    assert DANGER in answered
    assert "Mayo Clinic, March 27, 2024" in answered
    assert "hello" not in page
    for question, left in asked.items():
        assert (question in for_provider) is (left is not None), question
        assert left is None or left in for_provider


def test_a_question_that_was_asked_twice_stands_there_once(
    visitor: Visitor, chat: str
) -> None:
    visitor.ask("can I fly with it?")
    visitor.ask("Can I  fly with it?")
    assert sheet(visitor, chat).count('type="checkbox"') == 1


def test_who_asked_nothing_is_told_so(visitor: Visitor, chat: str) -> None:
    assert "You have not asked anything yet" in sheet(visitor, chat)
    # Nor is anything shown to those without a conversation, or with a forged one.
    visitor.cookie = "conversation=web-1.c2lnbmVk"
    assert "You have not asked anything yet" in sheet(visitor, chat)


def test_the_file_holds_what_was_left_ticked_and_what_was_added(
    visitor: Visitor, chat: str
) -> None:
    visitor.ask("is it dangerous?")
    text = saved(
        visitor,
        chat,
        ("question", "can I fly with it?"),
        ("own", "What about <my> son & me?\r\n\r\n  And coffee?"),
    )
    lines = text.splitlines()
    assert [line for line in lines if line.startswith("[ ]")] == [
        "[ ] can I fly with it?",
        "[ ] What about <my> son & me?",
        "[ ] And coffee?",
    ]
    assert "Usually, mitral valve prolapse isn't life-threatening" in text


def test_nothing_of_it_is_kept(visitor: Visitor, chat: str) -> None:
    visitor.ask("is it dangerous?")
    saved(visitor, chat, ("own", "Rumpelstiltskin"))
    assert "Rumpelstiltskin" not in sheet(visitor, chat)
    assert visitor.questions() == ["is it dangerous?"]


def test_markup_in_a_question_stays_text(visitor: Visitor, chat: str) -> None:
    visitor.ask("can I fly with <b>it</b>?")
    page = sheet(visitor, chat)
    assert "<b>it</b>" not in page
    assert "&lt;b&gt;it&lt;/b&gt;" in page


def test_another_site_cannot_have_it_saved(visitor: Visitor, chat: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        saved(visitor, chat, Origin="https://elsewhere.example")
    assert refused.value.code == 403


def test_half_a_character_ends_nothing(visitor: Visitor, chat: str) -> None:
    assert "[ ] ab" in saved(
        visitor,
        chat,
        ("own", "a\x00b\ufffe"),
    )
