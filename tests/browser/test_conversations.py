"""Which conversation a browser and its tabs are in, and what outlives what."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask, forget, tap


def test_a_reload_and_a_second_tab_find_the_conversation(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.reload()
    expect(chat.locator(".replied blockquote")).to_have_count(1)
    second = chat.context.new_page()
    second.goto(chat.url)
    expect(second.locator(".asked .words")).to_have_text("what causes it?")
    ask(second, "and is it dangerous?")
    chat.bring_to_front()
    chat.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chat.locator(".asked")).to_have_count(2)


def test_two_people_do_not_share_a_conversation(new_page: NewPage, site: str) -> None:
    one, other = new_page(), new_page()
    one.goto(f"{site}/chat")
    ask(one, "what causes it?")
    other.goto(f"{site}/chat")
    expect(other.locator(".asked")).to_have_count(0)


def test_other_tabs_forget_as_well(chat: Page) -> None:
    ask(chat, "what causes it?")
    second = chat.context.new_page()
    second.goto(chat.url)
    expect(second.locator(".asked")).to_have_count(1)
    forget(chat)
    expect(second.locator(".asked")).to_have_count(0)


def test_starting_over_begins_a_new_conversation(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.locator(".menu > summary").click()
    chat.get_by_role("button", name="Start over").click()
    expect(chat.locator(".asked")).to_have_count(0)
    # Nothing was quoted in this conversation, so there is no "why" to it.
    expect(ask(chat, "why?").locator("blockquote")).to_have_count(0)


def test_a_draft_survives_a_reload(chat: Page) -> None:
    chat.get_by_label("Your question").fill("half a ques")
    chat.reload()
    expect(chat.get_by_label("Your question")).to_have_value("half a ques")
    ask(chat, "is it dangerous?")
    chat.reload()
    expect(chat.get_by_label("Your question")).to_have_value("")


def test_a_draft_survives_a_tap(chat: Page) -> None:
    chat.get_by_label("Your question").fill("half a ques")
    tap(chat, "Is it dangerous?")
    expect(chat.get_by_label("Your question")).to_have_value("half a ques")


def test_two_tabs_show_the_same(chat: Page) -> None:
    second = chat.context.new_page()
    second.goto(chat.url)
    ask(second, "is it dangerous?")
    expect(chat.locator(".asked .words")).to_have_text("is it dangerous?")
    expect(chat.locator("#source .sentence.marked")).to_have_count(2)
    expect(chat.locator("#suggestions")).to_be_hidden()


def test_a_draft_survives_starting_over_in_another_tab(chat: Page) -> None:
    second = chat.context.new_page()
    second.goto(chat.url)
    chat.get_by_label("Your question").fill("half a ques")
    second.locator(".menu > summary").click()
    second.get_by_role("button", name="Start over").click()
    expect(second.locator("#status")).to_contain_text("A new conversation.")
    expect(chat.get_by_label("Your question")).to_have_value("half a ques")


def test_a_question_goes_on_in_a_new_conversation_where_the_old_is_not_known(
    chat: Page,
) -> None:
    ask(chat, "is it dangerous?")
    # As after the server got another secret, or the browser dropped its cookie.
    forged = {"X-Conversation": "web-1.c2lnbmVk", "Content-Type": "application/json"}
    chat.context.clear_cookies()
    chat.route(
        "**/chat/messages", lambda route: route.continue_(headers=forged), times=1
    )
    ask(chat, "what causes it?")
    # From then on the page belongs to the new one.
    ask(chat, "who can get it?")
    chat.reload()
    expect(chat.locator(".asked .words")).to_have_text(
        ["what causes it?", "who can get it?"]
    )


@pytest.mark.parametrize("tapped", [True, False])
def test_a_question_can_be_cancelled(chat: Page, tapped: bool) -> None:
    held = []
    chat.route("**/chat/messages", lambda route: held.append(route))
    field = chat.get_by_label("Your question")
    if tapped:
        chat.get_by_role("button", name="Is it dangerous?").click()
    else:
        field.fill("is it dangerous?")
        field.press("Enter")
    expect(chat.get_by_role("button", name="Cancel")).to_be_in_viewport()
    chat.get_by_role("button", name="Cancel").click()
    expect(chat.locator(".asked")).to_have_count(0)
    expect(chat.locator("#status")).to_contain_text("Cancelled.")
    expect(chat.get_by_role("button", name="Cancel")).to_be_hidden()
    expect(chat.locator("#suggestions")).to_be_visible()
    # What was typed is there to be changed, and another question can be asked.
    expect(field).to_have_value("" if tapped else "is it dangerous?")
    expect(field).to_be_focused()
    chat.unroute("**/chat/messages")
    expect(ask(chat, "what causes it?")).to_contain_text("extra tissue")
    expect(chat.locator(".asked")).to_have_count(1)
