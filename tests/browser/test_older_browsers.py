"""The page and the widget without what browsers of the last six years lack."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.channels.web.files import SCRIPTS
from tests.browser.conftest import NewPage
from tests.browser.talking import ask, tap

# Each by the first version of Safari that has it; the aim is Safari 14.
WITHOUT = {
    "AbortSignal.timeout (16)": "delete AbortSignal.timeout",
    "AbortController": "delete window.AbortController",
    "BroadcastChannel (15.4)": "delete window.BroadcastChannel",
    "submitter (15.4)": "delete SubmitEvent.prototype.submitter",
    "requestSubmit (16)": "delete HTMLFormElement.prototype.requestSubmit",
    "made style sheets (16.4)": "delete window.CSSStyleSheet; "
    "delete Document.prototype.adoptedStyleSheets; "
    "delete ShadowRoot.prototype.adoptedStyleSheets",
    "randomUUID (15.4)": "delete Crypto.prototype.randomUUID",
    "replaceAll, at, hasOwn": "delete String.prototype.replaceAll; "
    "delete Array.prototype.at; delete Object.hasOwn",
}
ALL = "; ".join(WITHOUT.values())
# What no script can make up for: it keeps the whole file from being read.
TOO_NEW = {
    "private methods and fields (15)": r"(?m)this\.#\w|^ +#\w+ *[(;=]",
    "class fields (14.1)": r"(?m)^  (?:static )?\w+ = ",
    "static blocks (16.4)": r"\bstatic \{",
    "logical assignment (14)": r"(\?\?|\|\||&&)=",
    "top-level await (15)": r"(?m)^await ",
    "numbers of a regular expression (15)": r"/[dgimsuy]*d[gimsuy]*\b;",
}


@pytest.fixture(params=[*WITHOUT.values(), ALL], ids=[*WITHOUT, "all of them"])
def older(request: pytest.FixtureRequest, new_page: NewPage, site: str) -> Page:
    page = new_page()
    page.add_init_script(request.param)
    page.goto(f"{site}/chat")
    return page


def test_the_page_does_all_that_it_does(older: Page) -> None:
    expect(ask(older, "is it dangerous?")).to_contain_text("life-threatening")
    older.reload()
    older.get_by_role("button", name="Yes").click()
    expect(older.locator(".thanks")).not_to_be_empty()
    older.locator(".menu > summary").click()
    older.get_by_role("button", name="Start over").click()
    expect(older.locator(".asked")).to_have_count(0)
    expect(tap(older, "Is it dangerous?")).to_contain_text("life-threatening")


def test_the_widget_appears_and_opens(new_page: NewPage, site: str) -> None:
    page = new_page()
    page.add_init_script(ALL)
    page.goto(f"{site}/chat/example")
    button = page.get_by_role("button", name="Ask about mitral valve prolapse")
    expect(button).to_have_css("min-height", "48px")
    button.click()
    expect(page.frame_locator("iframe").locator("#question")).to_be_visible()


def test_the_enter_that_ends_a_composition_sends_nothing(chat: Page) -> None:
    field = chat.get_by_label("Your question")
    field.fill("心臓")
    went_on = field.evaluate(
        """(field) => field.dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))"""
    )
    assert went_on
    chat.wait_for_timeout(300)
    expect(chat.locator(".asked")).to_have_count(0)
    expect(field).to_have_value("心臓")
    field.fill("is it dangerous?")
    field.press("Enter")
    expect(chat.locator(".replied")).to_have_count(1)


def test_a_bug_of_the_page_is_told_as_one(new_page: NewPage, site: str) -> None:
    page = new_page(complaints=False)
    page.add_init_script("window.Request = class { constructor() { throw Error(); } }")
    page.goto(f"{site}/chat")
    page.get_by_label("Your question").fill("is it dangerous?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#problem")).to_contain_text("Something went wrong here.")
    expect(page.locator("#problem")).not_to_contain_text("cannot be reached")


def test_the_scripts_can_be_read_by_browsers_of_six_years(project: Path) -> None:
    scripts = sorted((project / "bot/web").glob("*.js"))
    assert {f"{name}.js" for name in SCRIPTS} < {path.name for path in scripts}
    text = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    code = re.sub(r"(?m)^\s*//.*$", "", text)
    found = {name for name, pattern in TOO_NEW.items() if re.search(pattern, code)}
    assert found == set()
