import contextlib
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.test_accessibility import violations
from tests.servers import BotServer, bot_server, free_port

POLICY = "default-src 'none'; script-src {bot}; frame-src {bot}"
PAGE = """<!doctype html><html lang="en"><title>Clinic</title>
<script src="{bot}/chat/embed.js" async data-title="Ask us" data-colour="#ffe08a"
        data-position="left" data-question="is it dangerous?"></script>
<main><h1>Clinic</h1></main></html>"""


@contextlib.contextmanager
def clinic(folder: Path, port: int, bot: str) -> Iterator[str]:
    """A clinic's site, on another address than the bot's and with a strict policy."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY.format(bot=bot))
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    (folder / "index.html").write_text(PAGE.format(bot=bot), encoding="utf-8")
    server = ThreadingHTTPServer(
        ("127.0.0.1", port), partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()


@pytest.fixture
def on_clinic(new_page: NewPage, trained: Path, tmp_path: Path) -> Iterator[Page]:
    port = free_port()
    with (
        bot_server(frame_sites=f'["http://127.0.0.1:{port}"]') as bot,
        clinic(tmp_path, port, bot) as site,
    ):
        page = new_page()
        page.goto(site)
        yield page


def test_on_another_site_under_a_strict_policy(on_clinic: Page) -> None:
    button = on_clinic.get_by_role("button", name="Ask us")
    expect(button).to_have_css("color", "rgb(0, 0, 0)")
    box = button.bounding_box()
    assert box and box["x"] < 100 and box["height"] >= 44
    button.click()
    chat = on_clinic.frame_locator("iframe")
    field = chat.get_by_label("Your question")
    expect(field).to_have_value("is it dangerous?")
    # One can type at once.
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    dialog = on_clinic.get_by_role("dialog", name="Ask us")
    expect(dialog).to_be_visible()
    field.press("Enter")
    expect(chat.locator("blockquote")).to_contain_text("life-threatening")
    field.press("Escape")
    expect(on_clinic.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()


def test_nothing_is_loaded_before_somebody_wants_it(on_clinic: Page) -> None:
    expect(on_clinic.get_by_role("button", name="Ask us")).to_be_visible()
    assert on_clinic.frames[1].url == "about:blank"
    assert on_clinic.evaluate("document.body.children.length") == 2


def test_where_it_is_not_allowed_there_is_a_way_to_the_page(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    page = new_page(complaints=False)
    refusals: list[str] = []
    page.on("console", lambda line: refusals.append(line.text))
    with (
        bot_server(phone="+1 555 0100") as bot,
        clinic(tmp_path, free_port(), bot) as elsewhere,
    ):
        page.goto(elsewhere)
        page.get_by_role("button", name="Ask us").click()
        expect(page.frame_locator("iframe").locator("#question")).to_have_count(0)
        told = page.get_by_role("dialog").get_by_role("alert")
        expect(told).to_contain_text("The chat cannot be shown here")
        expect(told).to_contain_text("+1 555 0100")
        link = told.get_by_role("link", name="Open it on a page of its own")
        expect(link).to_have_attribute("href", re.compile(f"^{bot}/chat"))
        expect(link).to_be_focused()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(told).to_be_hidden()
    assert any("frame-ancestors" in text for text in refusals)


def test_where_the_server_is_down_it_says_so(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    page = new_page(complaints=False)
    server = BotServer(tmp_path)
    server.start()
    page.goto(f"{server.url}/chat/example")
    button = page.get_by_role("button", name="Ask about mitral valve prolapse")
    expect(button).to_be_visible()
    server.kill()
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be shown here")


@pytest.mark.parametrize("width", [360, 320])
def test_on_a_small_screen_it_takes_all_of_it(
    new_page: NewPage, site: str, width: int
) -> None:
    page = new_page(width=width, height=640, has_touch=True)
    page.goto(f"{site}/chat/example")
    root = page.locator("html")
    assert root.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert violations(page) == []
    page.get_by_role("button", name="Ask about mitral valve prolapse").click()
    box = page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": width, "height": 640}
    chat = page.frame_locator("iframe")
    expect(chat.get_by_label("Your question")).to_be_focused()
    expect(chat.get_by_label("Your question")).to_be_in_viewport()
    assert violations(page) == []
    page.get_by_role("button", name="Close: Ask about").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask about")).to_be_focused()


def test_the_example_page_shows_it(new_page: NewPage, site: str) -> None:
    page = new_page()
    page.goto(f"{site}/chat/example")
    page.get_by_role("button", name="Ask about mitral valve prolapse").click()
    chat = page.frame_locator("iframe")
    chat.get_by_role("button", name="Is it dangerous?").click()
    expect(chat.locator("blockquote")).to_contain_text("life-threatening")


def test_page_and_loader_are_small(project: Path) -> None:
    folder = project / "bot/web"
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert sizes["embed.js"] <= 7_000
    others = {"embed.js", "example.html", "sheet.html", "sheet.txt", "sheet.js"}
    assert sum(size for name, size in sizes.items() if name not in others) <= 80_000
