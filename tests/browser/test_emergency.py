"""An emergency is seen whole: on every screen, with letters of every size."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask
from tests.servers import BotServer

CRY = "my chest hurts so bad rn"
SCREENS = [
    pytest.param(width, height, letters, id=f"{width}x{height}-{letters}px")
    for width, height in ((1280, 800), (360, 640), (320, 568), (568, 320))
    for letters in (16, 24, 32)
    # On its side a small telephone has no room for letters of twice the size.
    if (height, letters) != (320, 32)
]


def is_whole(page: Page, selector: str) -> bool:
    """Whether an element is on the screen, and nothing lies over it."""
    return bool(
        page.locator(selector).last.evaluate(
            """(element) => {
              const { left, top, right, bottom } = element.getBoundingClientRect();
              const inside = left >= 0 && top >= 0 && right <= innerWidth
                && bottom <= innerHeight;
              const points = [[left + 2, top + 2], [left + 2, bottom - 2]];
              return inside && points.every(([x, y]) =>
                element.contains(document.elementFromPoint(x, y)));
            }"""
        )
    )


@pytest.mark.parametrize(("width", "height", "letters"), SCREENS)
def test_what_to_do_now_stands_whole_and_first(
    new_page: NewPage, site: str, width: int, height: int, letters: int
) -> None:
    page = new_page(
        width=width, height=height, letters=letters, reduced_motion="reduce"
    )
    page.goto(f"{site}/chat")
    ask(page, "what causes it?")
    answer = ask(page, CRY)
    expect(answer.locator(".badge")).to_have_text("Emergency")
    assert is_whole(page, "[data-outcome=emergency] .badge + .words")
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth <= e.clientWidth")
    cut = page.locator(".answer, .asked").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
    )
    assert cut == 0
    # After a reload it is what is looked at, too.
    page.reload()
    assert is_whole(page, "[data-outcome=emergency] .badge + .words")


def test_the_form_yields_until_something_else_is_asked(
    new_page: NewPage, site: str
) -> None:
    page = new_page(width=360, height=640)
    page.goto(f"{site}/chat")
    form = page.locator("#ask")
    expect(form).to_have_css("position", "sticky")
    ask(page, CRY)
    expect(form).to_have_css("position", "static")
    ask(page, "it was only a test, I am fine")
    expect(form).to_have_css("position", "sticky")


def test_short_lines_the_number_the_quote_and_what_if_not(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, emergency_number="112", operator="St. Anne's Clinic")
    server.start()
    page = new_page(width=360, height=640)
    page.goto(f"{server.url}/chat")
    answer = ask(page, CRY).locator("[data-outcome=emergency]")
    children = "all => [...all[0].children].map(e => e.className)"
    order = ["badge", "part words", "call", "part words", "part quote", "show"]
    for _ in range(2):
        found = answer.evaluate_all(children)
        assert found == [*order, "part source", "part words"]
        lines = answer.locator(".words").first.inner_text().splitlines()
        assert len(lines) == 2 and all(len(line) <= 60 for line in lines)
        expect(answer.locator(".words").last).to_contain_text("Not happening now?")
        call = answer.get_by_role("link", name="Call 112")
        expect(call).to_have_attribute("href", "tel:112")
        assert is_whole(page, ".call")
        # The same without the script, from the server.
        page.reload()
    server.stop()


def test_nobody_is_asked_whether_it_helped(chat: Page) -> None:
    answer = ask(chat, CRY)
    expect(answer.locator("[data-outcome=emergency]")).to_be_visible()
    expect(answer.locator(".rating")).to_have_count(0)
    chat.reload()
    expect(chat.locator(".replied .rating")).to_have_count(0)


@pytest.mark.parametrize("colours", [{"forced_colors": "active"}, {"media": "print"}])
def test_its_shape_survives_without_colours(chat: Page, colours: Any) -> None:
    ask(chat, "what causes it?")
    ask(chat, CRY)
    chat.emulate_media(**colours)
    notice = chat.locator("[data-outcome=emergency]")
    expect(notice).to_have_css("border-top-style", "double")
    expect(chat.locator("[data-outcome=answered]")).to_have_css(
        "border-top-style", "solid"
    )
    expect(notice.locator(".badge")).to_be_visible()


def test_fear_is_met_with_a_kind_word_and_a_way_on(chat: Page) -> None:
    answer = ask(chat, "I can't sleep because of this")
    expect(answer).to_contain_text("health care provider")
    expect(answer.locator(".badge")).to_have_count(0)
