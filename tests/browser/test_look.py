"""The page and the widget as a clinic has them look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask
from tests.browser.test_accessibility import violations
from tests.servers import bot_server

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">
<script>document.title = "broken"</script><rect width="90" height="30"/></svg>"""


@pytest.fixture(scope="module")
def clinic(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    logo = tmp_path_factory.mktemp("clinic") / "logo.svg"
    logo.write_text(LOGO, encoding="utf-8")
    with bot_server(
        title="Ask St. Anne's",
        operator="St. Anne's Clinic",
        contact="info@example.org",
        phone="+1 555 0100",
        privacy_address="https://example.org/privacy",
        original_address="https://example.org/original",
        logo=str(logo),
        main_colour="#7a0019",
        ground_colour="#fff8ee",
    ) as url:
        yield url


def test_name_logo_and_colours_are_the_clinics(new_page: NewPage, clinic: str) -> None:
    page = new_page()
    page.goto(f"{clinic}/chat")
    expect(page).to_have_title("Ask St. Anne's")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask St. Anne's")
    logo = page.get_by_role("img", name="St. Anne's Clinic")
    assert logo.evaluate("image => image.naturalWidth") > 0
    expect(page.locator("button.main")).to_have_css(
        "background-color", "rgb(122, 0, 25)"
    )
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 248, 238)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_can_be_read(new_page: NewPage, clinic: str, scheme: Any) -> None:
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{clinic}/chat")
    ask(page, "what are the symptoms?")
    ask(page, "my chest hurts so bad rn")
    page.locator(".about > summary").click()
    assert violations(page) == []


def test_one_panel_says_who_stands_behind_it(new_page: NewPage, clinic: str) -> None:
    page = new_page()
    page.goto(f"{clinic}/chat")
    page.locator(".about > summary").click()
    about = page.locator(".about")
    for told in ("St. Anne's Clinic", "info@example.org", "+1 555 0100", "30 days"):
        expect(about).to_contain_text(told)
    privacy = about.get_by_role("link", name="How they treat what you write")
    expect(privacy).to_have_attribute("href", "https://example.org/privacy")
    original = about.get_by_role("link", name="The page that is quoted here")
    expect(original).to_have_attribute("href", "https://example.org/original")


def test_the_widget_has_the_clinics_name_and_colour(
    new_page: NewPage, clinic: str
) -> None:
    page = new_page()
    page.goto(f"{clinic}/chat/example")
    button = page.get_by_role("button", name="Ask St. Anne's")
    expect(button).to_have_css("background-color", "rgb(122, 0, 25)")
