import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.servers import bot_server, free_port

POLICY = "default-src 'none'; script-src {bot}; frame-src {bot}"
PAGE = """<!doctype html><html lang="en"><title>Clinic</title>
<script src="{bot}/chat/embed.js" async data-title="Ask us" data-colour="#ffe08a"
        data-position="left" data-question="is it dangerous?"></script>
<h1>Clinic</h1></html>"""


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
    # Enter sends once the script has started; it hides the text when it does.
    expect(chat.locator("#text")).to_be_hidden()
    field.press("Enter")
    expect(chat.locator("blockquote")).to_contain_text("life-threatening")
    field.press("Escape")
    expect(on_clinic.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()


def test_nothing_is_loaded_before_somebody_wants_it(on_clinic: Page) -> None:
    expect(on_clinic.get_by_role("button", name="Ask us")).to_be_visible()
    assert on_clinic.frames[1].url == "about:blank"
    assert on_clinic.evaluate("document.body.children.length") == 2


def test_a_site_that_is_not_allowed_may_not_frame_it(
    new_page: NewPage, site: str, tmp_path: Path
) -> None:
    page = new_page(complaints=False)
    refusals: list[str] = []
    page.on("console", lambda line: refusals.append(line.text))
    with clinic(tmp_path, free_port(), site) as elsewhere:
        page.goto(elsewhere)
        page.get_by_role("button", name="Ask us").click()
        expect(page.frame_locator("iframe").locator("#question")).to_have_count(0)
        page.wait_for_timeout(500)
    assert any("frame-ancestors" in text for text in refusals)


def test_the_example_page_shows_it(new_page: NewPage, site: str) -> None:
    page = new_page()
    page.goto(f"{site}/chat/example")
    page.get_by_role("button", name="Ask about your valve").click()
    chat = page.frame_locator("iframe")
    chat.get_by_role("button", name="Is it dangerous?").click()
    expect(chat.locator("blockquote")).to_contain_text("life-threatening")


def test_page_and_loader_are_small(project: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in (project / "bot/web").iterdir()}
    assert sizes["embed.js"] <= 5_000
    scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
    assert sizes["chat.html"] + sizes["chat.css"] + scripts <= 60_000
