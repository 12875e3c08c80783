"""What a person does on the chat page."""

from playwright.sync_api import Locator, Page, expect


def ask(page: Page, question: str) -> Locator:
    """Types a question and sends it; gives the answer."""
    before = page.locator(".replied").count()
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".replied")).to_have_count(before + 1)
    return page.locator(".replied").last


def tap(page: Page, title: str) -> Locator:
    """Taps a question that is offered; gives the answer."""
    before = page.locator(".replied").count()
    page.get_by_role("button", name=title).click()
    expect(page.locator(".replied")).to_have_count(before + 1)
    return page.locator(".replied").last


def forget(page: Page) -> None:
    """Deletes everything, and says so when asked."""
    page.locator(".menu > summary").click()
    page.locator(".menu .sure > summary").click()
    page.get_by_role("button", name="Yes, delete it").click()


def marked(page: Page) -> str:
    """The characters that are highlighted in the text."""
    return "".join(page.locator("#source .marked").all_text_contents())
