"""One finds one's way in a conversation that is longer than the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask
from tests.servers import bot_server


@pytest.fixture(scope="module")
def short_site(trained: Path) -> Iterator[str]:
    """A page that shows two questions at a time."""
    first = (
        "from bot.running.quiet import be_quiet; be_quiet(); "
        "import bot.channels.web.routes as routes; routes.SHOWN = 2"
    )
    with bot_server(first=first) as url:
        yield url


ASKED = ["what is it?", "is it dangerous?", "what causes it?", "who can get it?"]


def asked_on(page: Page) -> Locator:
    return page.locator(".asked .words")


def test_what_was_said_before_is_a_tap_away(new_page: NewPage, short_site: str) -> None:
    page = new_page()
    page.goto(f"{short_site}/chat")
    for question in [*ASKED, "is it inherited?"]:
        ask(page, question)
    page.reload()
    expect(asked_on(page)).to_have_text(["who can get it?", "is it inherited?"])
    page.get_by_text("Show earlier messages").click()
    expect(asked_on(page)).to_have_text([*ASKED[1:], "is it inherited?"])
    page.get_by_text("Show earlier messages").click()
    expect(asked_on(page)).to_have_text([*ASKED, "is it inherited?"])
    expect(page.get_by_text("Show earlier messages")).to_be_hidden()
    expect(page.locator(".replied .speaker").first).to_be_focused()
    ask(page, "how is it treated?")
    expect(asked_on(page)).to_have_count(6)


def test_what_was_said_before_can_be_read_without_a_script(
    new_page: NewPage, short_site: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{short_site}/chat")
    for question in ASKED:
        page.get_by_label("Your question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
    expect(asked_on(page)).to_have_text(ASKED[2:])
    page.get_by_text("Show earlier messages").click()
    expect(asked_on(page)).to_have_text(ASKED[:2])
    page.get_by_text("Back to the latest messages").click()
    expect(asked_on(page)).to_have_text(ASKED[2:])


def test_a_question_asked_on_an_earlier_part_is_shown_at_the_end(
    new_page: NewPage, short_site: str
) -> None:
    page = new_page()
    page.goto(f"{short_site}/chat")
    for question in ASKED:
        ask(page, question)
    page.reload()
    earlier = page.get_by_text("Show earlier messages").get_attribute("href")
    page.goto(f"{short_site}{earlier}")
    expect(asked_on(page)).to_have_text(ASKED[:2])
    page.get_by_label("Your question").fill("is it inherited?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(asked_on(page)).to_have_text([ASKED[3], "is it inherited?"])


def test_the_top_stays_and_a_button_leads_to_the_end(
    new_page: NewPage, short_site: str
) -> None:
    page = new_page(width=360, height=640)
    page.goto(f"{short_site}/chat")
    for question in ASKED:
        ask(page, question)
    to_end = page.get_by_role("button", name="Newest answer")
    expect(to_end).to_be_hidden()
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    expect(page.locator(".menu > summary")).to_be_in_viewport()
    to_end.click()
    expect(page.locator(".asked").last).to_be_in_viewport()
    expect(page.locator(".replied .speaker").last).to_be_focused()
    expect(page.locator(".menu > summary")).to_be_in_viewport()
    expect(to_end).to_be_hidden()


def test_it_is_not_scrolled_through_when_it_is_loaded(
    new_page: NewPage, short_site: str
) -> None:
    page = new_page(width=360, height=640)
    page.goto(f"{short_site}/chat")
    for question in ASKED:
        ask(page, question)
    page.add_init_script(
        "window.passed = []; addEventListener('scroll', () => passed.push(scrollY));"
    )
    page.reload()
    expect(page.locator(".asked").last).to_be_in_viewport()
    page.wait_for_timeout(500)
    assert len(page.evaluate("() => passed")) <= 2
