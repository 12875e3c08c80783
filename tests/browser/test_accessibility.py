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
    expect(page.locator("#source .marked").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".about > summary").click()
    page.locator(".menu > summary").click()
    page.locator(".menu .sure > summary").click()
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
    ask(page, "is it dangerous?")
    page.locator(".menu > summary").click()
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth <= e.clientWidth")
    # Sentences are links in running text, which have the height of their lines.
    targets = "button:visible, a:visible:not(.sentence, .skip), summary:visible"
    small = page.locator(targets).evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 43.9"
        " || e.getBoundingClientRect().width < 43.9).map(e => e.outerHTML)"
    )
    assert small == []


def live_regions(page: Page) -> list[str]:
    """The texts of all regions that are announced when they change."""
    return page.locator(
        "[role=log], [role=alert], [role=status], [aria-live]"
    ).evaluate_all(
        "all => all.map(region => region.textContent.trim()).filter(Boolean)"
    )


def test_each_answer_is_announced_once_with_its_speaker_without_its_buttons(
    chat: Page,
) -> None:
    answer = ask(chat, "is it dangerous?")
    quote = answer.locator("blockquote").inner_text()
    (said,) = live_regions(chat)
    assert said.startswith("Chatbot: ")
    assert said.count(quote) == 1
    assert "Did this help" not in said and "Show in the text" not in said
    unclear = ask(chat, "what about the other way around with it")
    (said,) = live_regions(chat)
    # The offer is announced, its buttons are found by those who want one.
    button = unclear.locator(".choices button").first.inner_text()
    assert button not in said


def test_an_emergency_is_announced_in_one_region_only(chat: Page) -> None:
    ask(chat, "my chest hurts so bad rn, and is it inherited?")
    urgent, calm = sorted(live_regions(chat), key=lambda said: "families" in said)
    assert "call your local emergency number" in urgent
    assert "call your local emergency number" not in calm
    alarm = chat.get_by_role("alert").filter(has_text="seek emergency medical care")
    expect(alarm).to_have_count(1)
    chat.locator(".menu > summary").click()
    chat.get_by_role("button", name="Start over").click()
    expect(chat.locator(".replied")).to_have_count(0)
    ask(chat, "is it dangerous?")
    expect(chat.locator("#alarm")).to_be_empty()


def test_messages_are_a_list_each_with_its_speaker(chat: Page) -> None:
    messages = chat.get_by_role("list", name="Conversation")
    tap(chat, "Is it dangerous?")
    expect(messages.locator("> li").first).to_contain_text("You asked")
    expect(messages.locator(".replied h3")).to_have_text("Chatbot")


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
