"""The sheet for the appointment, as somebody makes, changes and prints it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask
from tests.browser.test_accessibility import violations

FLY = "can I fly with it?"


def made(page: Page, site: str) -> Page:
    page.goto(f"{site}/chat")
    ask(page, "is it dangerous?")
    ask(page, FLY)
    page.get_by_role("link", name="A sheet for my appointment").last.click()
    expect(page.get_by_role("heading", name="For my appointment")).to_be_visible()
    return page


def test_it_is_one_tap_away_once_something_was_asked(
    new_page: NewPage, site: str
) -> None:
    page = new_page()
    page.goto(f"{site}/chat")
    expect(page.locator("#sheet-link")).to_be_hidden()
    made(page, site)
    expect(page.locator("blockquote").first).to_contain_text("isn't life-threatening")
    expect(page.get_by_role("checkbox", name=FLY)).to_be_checked()
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.locator(".replied")).to_have_count(2)


def test_what_is_struck_out_is_not_printed_and_what_is_added_is(
    new_page: NewPage, site: str
) -> None:
    page = made(new_page(), site)
    ticked = page.get_by_role("checkbox", name=FLY)
    ticked.uncheck()
    page.get_by_label("More questions of my own").fill("And coffee?")
    label = page.locator("label", has_text=FLY)
    expect(label).to_have_css("text-decoration-line", "line-through")
    page.emulate_media(media="print")
    expect(label).to_be_hidden()
    expect(page.get_by_label("More questions of my own")).to_be_visible()
    for hidden in ("Back to the conversation", "Save as a file", "Delete everything"):
        expect(page.get_by_text(hidden)).to_be_hidden()


def test_printing_is_a_tap(new_page: NewPage, site: str) -> None:
    page = made(new_page(), site)
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("() => window.printed")


def test_it_is_made_changed_and_saved_without_javascript(
    new_page: NewPage, site: str
) -> None:
    page = made(new_page(java_script_enabled=False), site)
    page.get_by_role("checkbox", name=FLY).uncheck()
    page.get_by_label("More questions of my own").fill("And coffee?")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "[ ] And coffee?" in text
    assert f"[ ] {FLY}" not in text
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_all_can_be_deleted_there(new_page: NewPage, site: str) -> None:
    page = made(new_page(), site)
    page.locator(".sure > summary").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.locator(".told")).to_contain_text("has been deleted")
    expect(page.locator(".asked")).to_have_count(0)


def test_axe_finds_nothing_on_it(new_page: NewPage, site: str) -> None:
    for width, scheme in ((1280, "light"), (320, "dark")):
        page = made(new_page(width=width, color_scheme=scheme), site)
        assert violations(page) == []
        assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
