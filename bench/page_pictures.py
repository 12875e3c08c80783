"""Draws how the page looks: four pictures of a running bot, for the README.

Usage: python -m bench.page_pictures docs/pictures
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.servers import bot_server

PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 780}}
CLINIC = {
    "operator": "St. Anne's Clinic",
    "phone": "+1 555 0100",
    "emergency_number": "112",
}


def main() -> int:
    """Draws them into the folder that is named."""
    folder = Path(sys.argv[1])
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with bot_server(**CLINIC) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        page = _opened(browser, f"{url}/chat", **DESKTOP)
        _ask(page, "is it dangerous?")
        _ask(page, "what are the symptoms?")
        page.screenshot(path=folder / "text.png")

        page = _opened(browser, f"{url}/chat", color_scheme="dark", **PHONE)
        _ask(page, "my chest hurts so bad rn")
        page.screenshot(path=folder / "emergency.png")

        page = _opened(browser, f"{url}/chat", **PHONE)
        for question in ("is it dangerous?", "can I fly with it?", "who can get it?"):
            _ask(page, question)
        page.get_by_role("link", name="Show in the text").first.click()
        page.screenshot(path=folder / "drawer.png")
        page.goto(f"{url}/chat/sheet")
        page.screenshot(path=folder / "sheet.png")
    return 0


def _opened(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(reduced_motion="reduce", **options).new_page()
    page.goto(address)
    return page


def _ask(page: Page, question: str) -> None:
    before = page.locator(".replied").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".replied")).to_have_count(before + 1)


if __name__ == "__main__":
    sys.exit(main())
