"""The text as the page's home: what was read in it, and asking about a sentence."""

import pytest
from playwright.sync_api import Page, expect

from bot.page.page import load_page
from tests.browser.conftest import NewPage
from tests.browser.talking import ask, forget, marked, tap

FLOPPY = "The flaps (leaflets) of the mitral valve are floppy."


@pytest.fixture
def phone(new_page: NewPage, site: str) -> Page:
    page = new_page(width=360, height=740, has_touch=True)
    page.goto(f"{site}/chat")
    return page


def read(page: Page) -> str:
    return page.locator("#read").inner_text()


def test_the_text_is_the_source_with_its_gaps(chat: Page) -> None:
    parts = chat.locator("#source [data-start]").all_text_contents()
    assert "".join(parts) == load_page().quotable.source.text
    gaps = chat.locator("#source .missing")
    expect(gaps).to_have_count(len(load_page().quotable.gaps))
    expect(gaps.first).to_have_css("border-top-style", "dashed")


def test_it_is_there_before_anything_was_asked(chat: Page) -> None:
    expect(chat.locator("#source")).to_be_in_viewport()
    assert read(chat) == "0 of 37 sentences read"


def test_each_answer_lights_up_its_sentences_and_those_before_stay_read(
    chat: Page,
) -> None:
    answer = ask(chat, "is it dangerous?")
    assert f"“{marked(chat)}”" == answer.locator("blockquote").inner_text()
    assert read(chat) == "2 of 37 sentences read"
    ask(chat, "who can get it?")
    assert "any person at any age" in marked(chat)
    assert "life-threatening" not in marked(chat)
    expect(chat.locator("#source .marked").first).to_be_in_viewport()
    expect(chat.locator(".sentence.read")).to_have_count(3)
    assert read(chat) == "3 of 37 sentences read"
    # Where nothing is quoted, nothing is lit up; what was read stays.
    ask(chat, "hello")
    assert marked(chat) == ""
    assert read(chat) == "3 of 37 sentences read"


def test_what_was_read_outlives_a_reload_and_is_deleted_with_the_rest(
    chat: Page,
) -> None:
    ask(chat, "is it dangerous?")
    lit = marked(chat)
    chat.reload()
    assert marked(chat) == lit
    assert read(chat) == "2 of 37 sentences read"
    forget(chat)
    expect(chat.locator("#read")).to_have_text("0 of 37 sentences read")
    expect(chat.locator(".sentence.read, .sentence.marked")).to_have_count(0)


def test_a_sentence_that_is_tapped_is_quoted_among_its_neighbours(chat: Page) -> None:
    answer = chat.locator(".replied")
    chat.get_by_role("link", name=FLOPPY).click()
    expect(answer).to_have_count(1)
    expect(chat.locator(".asked .words")).to_have_text(FLOPPY)
    expect(answer.locator("blockquote")).to_contain_text("is a type of heart valve")
    expect(answer.locator("blockquote")).to_contain_text("They bulge backward")
    expect(answer.locator(".speaker")).to_be_focused()


def test_a_sentence_is_asked_about_by_keyboard_and_announced(chat: Page) -> None:
    chat.get_by_role("link", name=FLOPPY).focus()
    chat.keyboard.press("Enter")
    expect(chat.locator("#announced")).to_contain_text("Chatbot: On the page that")
    expect(chat.locator("#announced")).to_contain_text(FLOPPY)


def test_a_quote_is_shown_in_the_text(chat: Page) -> None:
    quote = tap(chat, "Is it dangerous?").locator("blockquote").inner_text()
    ask(chat, "who can get it?")
    chat.get_by_role("link", name="Show in the text").first.click()
    assert f"“{marked(chat)}”" == quote
    expect(chat.locator("#source .marked").first).to_be_in_viewport()
    expect(chat.get_by_role("heading", name="The text")).to_be_focused()
    # Beside the conversation it stays, and Escape leads back to where one was.
    chat.keyboard.press("Escape")
    expect(chat.locator("#text")).to_be_visible()
    expect(chat.get_by_role("link", name="Show in the text").first).to_be_focused()


def test_on_a_phone_it_is_a_drawer_that_going_back_closes(phone: Page) -> None:
    ask(phone, "is it dangerous?")
    expect(phone.locator("#text")).to_be_hidden()
    phone.get_by_role("link", name="Show in the text").click()
    expect(phone.locator("#source .marked").first).to_be_in_viewport()
    expect(phone.get_by_role("heading", name="The text")).to_be_focused()
    # What it covers cannot be reached meanwhile.
    assert phone.locator("main").evaluate("main => main.inert")
    phone.go_back()
    expect(phone.locator("#text")).to_be_hidden()
    expect(phone.locator(".replied")).to_have_count(1)
    assert not phone.locator("main").evaluate("main => main.inert")


@pytest.mark.parametrize("way", ["Escape", "Close the text"])
def test_the_drawer_is_closed_and_the_focus_goes_back(phone: Page, way: str) -> None:
    opener = phone.get_by_role("link", name="The text", exact=True)
    opener.click()
    if way == "Escape":
        phone.keyboard.press(way)
    else:
        phone.get_by_role("button", name=way).click()
    expect(phone.locator("#text")).to_be_hidden()
    expect(opener).to_be_focused()
    # It left nothing behind that going back would have to undo.
    ask(phone, "is it dangerous?")
    expect(phone.locator(".replied")).to_have_count(1)


def test_on_a_phone_a_tapped_sentence_closes_the_drawer(phone: Page) -> None:
    phone.get_by_role("link", name="The text", exact=True).click()
    phone.get_by_role("link", name=FLOPPY).click()
    expect(phone.locator("#text")).to_be_hidden()
    expect(phone.locator(".replied blockquote")).to_contain_text("floppy")
    expect(phone.locator(".replied .speaker")).to_be_focused()


def test_a_drawer_that_is_open_becomes_a_column_when_the_screen_turns(
    phone: Page,
) -> None:
    phone.get_by_role("link", name="The text", exact=True).click()
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(phone.locator("#text")).to_be_visible()
    expect(phone.get_by_label("Your question")).to_be_in_viewport()
    ask(phone, "is it dangerous?")


def test_without_javascript_several_sentences_are_lit_up(
    new_page: NewPage, site: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/chat")
    page.get_by_role("button", name="Is it dangerous?").click()
    ask(page, "who can get it?")
    page.get_by_role("link", name="Show in the text").first.click()
    expect(page.locator(".sentence.marked")).to_have_count(2)
    assert "life-threatening" in marked(page)
    expect(page.locator(".sentence.marked").first).to_be_in_viewport()


def test_without_javascript_a_tapped_sentence_stands_in_the_field(
    new_page: NewPage, site: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/chat")
    page.get_by_role("link", name=FLOPPY).click()
    expect(page.get_by_label("Your question")).to_have_value(FLOPPY)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".replied blockquote")).to_contain_text("They bulge backward")
