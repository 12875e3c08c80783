"""Where one is on the page, for those who go by keyboard or with a screen reader."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask, tap

IS_NOWHERE = "document.activeElement === document.body"
# What lies over the beginning of what has the focus, if it is anything else.
COVERED = """() => {
  const focused = document.activeElement;
  const { left, top, height } = focused.getClientRects()[0];
  const found = document.elementFromPoint(left + 6, top + Math.min(height / 2, 12));
  const isThere = found && (focused.contains(found) || found.contains(focused));
  return isThere ? "" : `${focused.outerHTML} ${(found ?? document.body).outerHTML}`;
}"""


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_after_an_answer_one_can_type_on(chat: Page, key: str) -> None:
    field = chat.get_by_label("Your question")
    field.fill("is it dangerous?")
    field.press(key)
    if key == "Tab":
        chat.keyboard.press("Space")
    expect(chat.locator(".replied")).to_have_count(1)
    expect(field).to_be_focused()


def test_after_a_tap_one_is_at_the_answer(chat: Page) -> None:
    expect(tap(chat, "Is it dangerous?").locator(".speaker")).to_be_focused()


@pytest.mark.parametrize("tapped", [True, False])
def test_trying_again_never_leads_to_nowhere(
    new_page: NewPage, site: str, tapped: bool
) -> None:
    page = new_page(complaints=False)
    page.goto(f"{site}/chat")
    asked: list[Route] = []

    def refuse_the_first(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.abort()

    # One route for both: while none is set, a request goes through.
    page.route("**/chat/messages", refuse_the_first)
    if tapped:
        page.get_by_role("button", name="Is it dangerous?").click()
    else:
        page.get_by_label("Your question").fill("is it dangerous?")
        page.get_by_label("Your question").press("Enter")
    page.locator("#problem button").focus()
    with page.expect_request("**/chat/messages"):
        page.keyboard.press("Enter")
    expect(page.locator("#status")).to_have_text("Looking in the text")
    assert not page.evaluate(f"() => {IS_NOWHERE}")
    asked[1].continue_()
    expect(page.locator(".replied")).to_have_count(1)
    assert not page.evaluate(f"() => {IS_NOWHERE}")


def test_a_tapped_suggestion_does_not_take_the_focus_with_it(chat: Page) -> None:
    chat.route("**/chat/messages", lambda route: None)
    chat.get_by_role("button", name="Is it dangerous?").press("Enter")
    expect(chat.locator(".asked.waiting .speaker")).to_be_focused()


def test_escape_closes_the_nearest_thing(chat: Page) -> None:
    ask(chat, "is it dangerous?")
    chat.locator(".about > summary").click()
    chat.locator(".menu > summary").click()
    chat.keyboard.press("Escape")
    expect(chat.locator(".menu")).not_to_have_attribute("open", "")
    expect(chat.locator(".menu > summary")).to_be_focused()
    expect(chat.locator(".about")).to_have_attribute("open", "")
    chat.keyboard.press("Escape")
    expect(chat.locator(".about")).not_to_have_attribute("open", "")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 640), (320, 568)])
def test_nothing_that_has_the_focus_lies_under_something(
    new_page: NewPage, site: str, width: int, height: int
) -> None:
    page = new_page(width=width, height=height, reduced_motion="reduce")
    page.goto(f"{site}/chat")
    for question in ("what are the symptoms?", "what about the other way around"):
        ask(page, question)
    page.get_by_role("button", name="No", exact=True).first.click()
    # It scrolls to what it asks then.
    expect(page.locator(".comment")).to_be_visible()
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(30):
            page.keyboard.press(key)
            if page.evaluate(f"() => {IS_NOWHERE}"):
                continue
            assert page.evaluate(COVERED)[:500] == ""


def test_the_first_thing_leads_past_the_rest_to_the_question(chat: Page) -> None:
    chat.evaluate("document.activeElement.blur()")
    chat.keyboard.press("Tab")
    skip = chat.get_by_role("link", name="Go to your question")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    chat.keyboard.press("Enter")
    expect(chat.get_by_label("Your question")).to_be_focused()


def test_by_keyboard_alone(chat: Page) -> None:
    label = chat.get_by_label("Your question")
    for _ in range(20):
        chat.keyboard.press("Tab")
        if label.evaluate("field => field === document.activeElement"):
            break
    chat.keyboard.type("is it dangerous?")
    chat.keyboard.press("Enter")
    expect(chat.locator(".replied")).to_have_count(1)
    expect(label).to_be_focused()
    for _ in range(20):
        chat.keyboard.press("Shift+Tab")
        if chat.locator(".show:focus").count():
            break
    chat.keyboard.press("Enter")
    expect(chat.locator("#source .marked").first).to_be_in_viewport()
