"""A real Chromium, and a bot for it to talk to."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.servers import bot_server

PATIENCE = 15_000
MANY = "10000"

NewPage = Callable[..., Page]
Browsers = Callable[[int], Browser]


# For this folder, not for the session: while it runs, no other event loop can.
@pytest.fixture(scope="package")
def browsers() -> Iterator[Browsers]:
    """Browsers by the size of letters that their owners have set, in pixels."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("There is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:

        @lru_cache
        def launched(letters: int) -> Browser:
            # In a container there is no user namespace to shut pages in.
            size = f"--blink-settings=defaultFontSize={letters}"
            return playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", size]
            )

        yield launched


@pytest.fixture(scope="package")
def site(trained: Path) -> Iterator[str]:
    with bot_server(address_rate=MANY) as url:
        yield url


@pytest.fixture
def new_page(browsers: Browsers) -> Iterator[NewPage]:
    """Opens pages, each another person's; none may end with an error."""
    expect.set_options(timeout=PATIENCE)
    problems: list[str] = []
    with ExitStack() as open_ones:

        def opened(
            *,
            complaints: bool = True,
            width: int = 1280,
            height: int = 900,
            letters: int = 16,
            **options: object,
        ) -> Page:
            context = browsers(letters).new_context(
                viewport={"width": width, "height": height}, **options
            )
            open_ones.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            if complaints:
                page.on("pageerror", lambda error: problems.append(str(error)))
                page.on(
                    "console",
                    lambda line: (
                        problems.append(line.text)
                        if line.type in {"error", "warning"}
                        else None
                    ),
                )
            return page

        yield opened
    assert problems == []


@pytest.fixture
def chat(new_page: NewPage, site: str) -> Page:
    page = new_page()
    page.goto(f"{site}/chat")
    return page
