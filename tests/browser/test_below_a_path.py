"""The page where a proxy shows it below a path of the clinic's own site."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask, forget
from tests.servers import BotServer, free_port


def test_all_of_it_works_below_a_path(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/mvp"
    server = BotServer(tmp_path, port=port, public_address=address)
    server.start()
    for scripted in (True, False):
        page = new_page(java_script_enabled=scripted)
        page.goto(f"{address}/chat")
        ask(page, "is it dangerous?")
        page.get_by_role("link", name="Show in the text").click()
        expect(page.locator(".sentence.marked")).to_have_count(2)
        page.goto(f"{address}/chat")
        expect(page.locator(".replied")).to_have_count(1)
        page.get_by_role("link", name="A sheet for my appointment").last.click()
        expect(page).to_have_url(f"{address}/chat/sheet")
        page.get_by_role("link", name="Back to the conversation").click()
        forget(page)
        expect(page.locator(".asked")).to_have_count(0)
        assert page.url.startswith(f"{address}/chat")
    page = new_page()
    page.goto(f"{address}/chat/example")
    page.get_by_role("button", name="Ask about").click()
    chat = page.frame_locator("iframe")
    chat.get_by_role("button", name="Is it dangerous?").click()
    expect(chat.locator("blockquote")).to_contain_text("life-threatening")
    server.stop()
