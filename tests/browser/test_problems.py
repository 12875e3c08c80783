"""What fails is told in plain words, loses nothing, and can be tried again."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.talking import ask, forget
from tests.servers import BotServer


def test_a_tapped_question_that_failed_stays_to_be_seen(
    new_page: NewPage, site: str
) -> None:
    chat = new_page(complaints=False)
    chat.goto(f"{site}/chat")
    chat.route("**/chat/messages", lambda route: route.abort())
    chat.get_by_role("button", name="Is it dangerous?").click()
    expect(chat.locator("#problem")).to_contain_text("cannot be reached")
    expect(chat.locator(".asked .words")).to_have_text("Is it dangerous?")
    chat.unroute("**/chat/messages")
    chat.get_by_role("button", name="Try again").click()
    expect(chat.locator(".replied")).to_have_count(1)
    expect(chat.locator(".asked")).to_have_count(1)


def test_trying_again_sends_what_stands_there_now(new_page: NewPage, site: str) -> None:
    chat = new_page(complaints=False)
    chat.goto(f"{site}/chat")
    chat.route("**/chat/messages", lambda route: route.abort())
    field = chat.get_by_label("Your question")
    field.fill("is it dangerous?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.locator("#problem")).to_contain_text("cannot be reached")
    field.fill("what causes it?")
    chat.unroute("**/chat/messages")
    chat.get_by_role("button", name="Try again").click()
    expect(chat.locator(".asked .words")).to_have_text("what causes it?")
    expect(chat.locator(".replied")).to_have_count(1)


def test_what_cannot_work_is_not_offered_again(new_page: NewPage, site: str) -> None:
    chat = new_page(complaints=False)
    chat.goto(f"{site}/chat")
    field, problem = chat.get_by_label("Your question"), chat.locator("#problem")
    field.fill("   ")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(problem).to_have_text("Please type a question first.")
    field.fill("why " * 600)
    expect(problem).to_be_empty()
    expect(chat.locator("#left")).to_have_text("400 characters too many")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(problem).to_contain_text("more than can be read at once")
    expect(problem.get_by_role("button")).to_have_count(0)
    field.fill("why " * 480)
    expect(problem).to_be_empty()
    expect(chat.locator("#left")).to_have_text("80 characters left")


def test_a_question_is_kept_while_the_server_is_gone_and_answered_once(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path)
    server.start()
    page = new_page(complaints=False)
    page.goto(f"{server.url}/chat")
    ask(page, "what causes it?")
    server.kill()
    page.get_by_label("Your question").fill("is it dangerous?")
    page.get_by_role("button", name="Ask", exact=True).click()
    problem = page.locator("#problem")
    expect(problem).to_contain_text("The server cannot be reached.")
    expect(page.get_by_label("Your question")).to_have_value("is it dangerous?")
    server.start()
    problem.get_by_role("button", name="Try again").click()
    expect(page.locator(".replied")).to_have_count(2)
    page.reload()
    expect(page.locator(".asked .words").last).to_have_text("is it dangerous?")
    expect(page.locator(".asked")).to_have_count(2)
    server.stop()


def test_too_many_questions_are_refused_kindly_and_kept(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, conversation_rate="1")
    server.start()
    page = new_page(complaints=False)
    page.goto(f"{server.url}/chat")
    ask(page, "what causes it?")
    page.get_by_label("Your question").fill("is it dangerous?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#problem")).to_contain_text("Please wait a minute")
    expect(page.get_by_label("Your question")).to_have_value("is it dangerous?")
    server.stop()


def test_a_cry_for_help_that_is_refused_shows_the_notice(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, conversation_rate="1")
    server.start()
    page = new_page(complaints=False)
    page.goto(f"{server.url}/chat")
    ask(page, "what causes it?")
    cry = "crushing pain in my chest"
    page.get_by_label("Your question").fill(cry)
    page.get_by_role("button", name="Ask", exact=True).click()
    problem = page.locator("#problem")
    expect(problem).to_contain_text("seek emergency medical care immediately")
    expect(problem).to_contain_text("Please wait a minute")
    expect(problem.locator("[data-outcome=emergency]")).to_be_in_viewport()
    expect(page.get_by_label("Your question")).to_have_value(cry)
    problem.get_by_role("link", name="Show in the text").click()
    expect(page.locator("#source .marked").first).to_be_visible()
    server.stop()


def test_a_reply_that_is_no_json_is_told(chat: Page) -> None:
    chat.route("**/chat/messages", lambda route: route.fulfill(status=200, body="oops"))
    chat.get_by_label("Your question").fill("is it dangerous?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.locator("#problem")).to_contain_text("Something went wrong here.")
    chat.unroute("**/chat/messages")
    chat.get_by_role("button", name="Try again").click()
    expect(chat.locator(".replied")).to_have_count(1)


def test_forgetting_while_asking_leaves_nothing_either(chat: Page) -> None:
    ask(chat, "what causes it?")
    held = []
    chat.route("**/chat/messages", lambda route: held.append(route))
    chat.get_by_label("Your question").fill("is it dangerous?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.locator("#status")).to_have_text("Looking in the text")
    forget(chat)
    expect(chat.locator(".asked")).to_have_count(0)
    held[0].continue_()
    chat.wait_for_timeout(1_000)
    expect(chat.locator(".asked")).to_have_count(0)
