from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask, tap

SCREENS = [
    pytest.param(width, scheme, id=f"{scheme}-{width}")
    for width in (1280, 360)
    for scheme in ("light", "dark")
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(
    new_page: NewPage, site: str, width: int, scheme: Any
) -> None:
    page = new_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{site}/chat")
    assert violations(page) == []
    ask(page, "what about the other way around with it")
    answer = ask(page, "what are the symptoms?")
    answer.get_by_role("button", name="No", exact=True).click()
    ask(page, "my chest hurts so bad rn")
    answer.get_by_role("link", name="Show in the text").first.click()
    page.locator(".menu > summary").click()
    expect(page.locator("#source .marked").first).to_be_visible()
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_nothing_scrolls_sideways_and_targets_are_large(
    new_page: NewPage, site: str, width: int
) -> None:
    page = new_page(width=width)
    page.goto(f"{site}/chat")
    ask(page, "w" * 200 + " is it dangerous?")
    tapped = ask(page, "is it dangerous?")
    tapped.get_by_role("link", name="Show in the text").click()
    page.locator(".menu > summary").click()
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth <= e.clientWidth")
    small = page.locator("button:visible, a:visible, summary:visible").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 43.9"
        " || e.getBoundingClientRect().width < 43.9).map(e => e.outerHTML)"
    )
    assert small == []


def test_messages_are_announced_each_with_its_speaker(chat: Page) -> None:
    log = chat.get_by_role("log")
    expect(log).to_have_accessible_name("Conversation")
    tap(chat, "Is it dangerous?")
    expect(log.get_by_role("listitem").first).to_contain_text("You asked")
    expect(log.locator(".replied h3")).to_have_text("Chatbot")
    expect(log.locator(".replied blockquote")).to_be_visible()


def test_says_that_it_is_looking_while_it_waits(chat: Page) -> None:
    chat.route("**/chat/messages", lambda route: None)
    chat.get_by_label("Your question").fill("is it dangerous?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.locator("#status")).to_have_text("Looking in the text")
    button = chat.get_by_role("button", name="Ask", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(chat.locator("#status")).to_have_text(
        "This is taking longer than usual. Please wait a moment."
    )
