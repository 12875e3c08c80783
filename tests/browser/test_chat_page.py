import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask, forget, tap


def test_a_question_gets_a_quote_with_its_place(chat: Page) -> None:
    answer = ask(chat, "what causes it?")
    expect(answer.locator("blockquote")).to_contain_text("extra tissue")
    expect(answer).to_contain_text(
        "Mayo Clinic, March 27, 2024, in the second half of the page"
    )
    expect(chat.get_by_label("Your question")).to_have_value("")


def test_a_suggestion_is_asked_by_a_tap(chat: Page) -> None:
    answer = tap(chat, "Is it dangerous?")
    expect(answer.locator("blockquote")).to_contain_text("isn't life-threatening")
    expect(answer.locator(".speaker")).to_be_focused()
    expect(chat.locator("#suggestions")).to_be_hidden()


def test_several_questions_are_answered_each(chat: Page) -> None:
    answer = ask(chat, "is it dangerous, and is it inherited?")
    expect(answer.locator("blockquote")).to_have_count(2)


@pytest.mark.parametrize(
    ("question", "badge"),
    [
        ("is coffee ok with mvp", "Not in the text"),
        ("should I stop my beta blocker", "Ask your provider"),
        ("is aortic stenosis dangerous", "Something else"),
        ("what are the symptoms of mvp", "Partly in the text"),
    ],
)
def test_each_outcome_says_what_it_is(chat: Page, question: str, badge: str) -> None:
    expect(ask(chat, question).locator(".badge").first).to_have_text(badge)


def test_unclear_then_a_tap(chat: Page) -> None:
    choices = ask(chat, "what about the other way around with it").locator(
        ".choices button"
    )
    expect(choices.first).to_be_visible()
    title = choices.first.inner_text()
    answer = tap(chat, title)
    expect(answer.locator("blockquote").first).to_be_visible()


def test_forgetting_says_so_and_leaves_nothing(chat: Page) -> None:
    ask(chat, "what causes it?")
    forget(chat)
    expect(chat.get_by_role("status").first).to_have_text(
        "All that you asked from this browser has been deleted from the server."
    )
    expect(chat.locator(".asked")).to_have_count(0)
    chat.reload()
    expect(chat.locator(".asked")).to_have_count(0)


def test_asks_before_it_deletes(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.locator(".menu > summary").click()
    chat.locator(".menu .sure > summary").click()
    expect(chat.get_by_role("button", name="Yes, delete it")).to_be_visible()
    expect(chat.locator(".asked")).to_have_count(1)


def test_says_who_runs_it_and_how_long_things_are_kept(chat: Page) -> None:
    line = chat.get_by_text("is kept 30 days, then deleted")
    expect(line).to_be_visible()
    line.click()
    expect(chat.locator(".about")).to_contain_text(
        "anything here that must stay secret"
    )
    chat.locator(".about .sure > summary").click()
    expect(chat.get_by_role("button", name="Yes, delete it")).to_be_visible()


def test_a_question_stands_there_before_its_answer(chat: Page) -> None:
    held = []
    chat.route("**/chat/messages", lambda route: held.append(route))
    chat.get_by_label("Your question").fill("is it dangerous?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.locator(".asked.waiting .words")).to_have_text("is it dangerous?")
    expect(chat.locator("#status")).to_have_text("Looking in the text")
    expect(chat.locator("#status")).to_be_in_viewport()
    held[0].continue_()
    expect(chat.locator(".replied")).to_have_count(1)
    expect(chat.locator(".asked")).to_have_count(1)


def test_a_thumb_can_be_taken_back(chat: Page) -> None:
    answer = ask(chat, "what causes it?")
    yes = answer.get_by_role("button", name="Yes", exact=True)
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    # Whom it helped is not asked what could be better.
    expect(answer.locator(".comment")).to_have_count(0)
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "false")
    expect(answer.locator(".thanks")).to_be_empty()
    chat.reload()
    expect(chat.locator("[aria-pressed=true]")).to_have_count(0)


def test_a_thumb_is_kept_with_its_word(chat: Page) -> None:
    answer = ask(chat, "what causes it?")
    answer.get_by_role("button", name="No", exact=True).click()
    expect(answer.locator(".thanks")).to_have_text("Thank you for telling us.")
    answer.get_by_label("What could be better?").fill("plainer words")
    answer.get_by_role("button", name="Send").click()
    expect(answer.locator(".comment")).to_have_count(0)
    expect(answer.locator(".thanks")).to_contain_text("has been sent")
    chat.reload()
    pressed = chat.get_by_role("button", name="No", exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_shows_questions_quotes_and_where_they_are_from(
    chat: Page, scheme: Any
) -> None:
    ask(chat, "what about the other way around with it")
    ask(chat, "what causes it?")
    chat.emulate_media(media="print", color_scheme=scheme)
    for element in (".asked .words", ".answer .words", "blockquote"):
        expect(chat.locator(element).first).to_have_css("color", "rgb(0, 0, 0)")
    expect(chat.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(chat.locator(".replied .choices button").first).to_be_visible()
    expect(chat.locator(".asked .words").last).to_be_visible()
    expect(chat.locator("blockquote").first).to_be_visible()
    expect(chat.locator(".printed")).to_contain_text("Mayo Clinic, March 27, 2024")
    expect(chat.locator(".printed")).to_contain_text("This page was opened on")
    expect(chat.locator("#ask")).to_be_hidden()
    expect(chat.locator("#text")).to_be_hidden()


def test_markup_stays_text(chat: Page) -> None:
    question = "<img src=x onerror=alert(1)> is it dangerous?"
    ask(chat, question)
    expect(chat.locator(".asked .words")).to_have_text(question)
    chat.reload()
    expect(chat.locator(".asked .words")).to_have_text(question)
    expect(chat.locator("#messages img")).to_have_count(0)


def test_one_can_ask_within_a_second(chat: Page) -> None:
    # The script is a module: it has run when the document is there.
    times = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    assert chat.evaluate(f"() => {times}") < 1_000


def test_nothing_comes_from_elsewhere(new_page: NewPage, site: str) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/chat")
    ask(page, "what causes it?")
    assert asked and all(url.startswith(site) for url in asked)


def test_without_javascript(new_page: NewPage, site: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/chat")
    page.get_by_role("button", name="Is it dangerous?").click()
    expect(page.locator(".replied blockquote")).to_contain_text("life-threatening")
    ask(page, "why?")
    expect(page.locator(".asked .words").last).to_have_text("why?")
    link = page.get_by_role("link", name="Show in the text").first
    assert re.search(r"#sentence-\d+$", link.get_attribute("href") or "")
    page.get_by_role("button", name="Yes").first.click()
    expect(page.locator(".thanks").first).to_have_text("Thank you for telling us.")
    forget(page)
    expect(page.locator(".told")).to_contain_text("deleted from the server")
    expect(page.locator(".asked")).to_have_count(0)
    # Once: not again, and not because a link says so.
    page.reload()
    expect(page.locator(".told")).to_have_count(0)
    page.goto(f"{site}/chat?told=forgotten")
    expect(page.locator(".told")).to_have_count(0)
