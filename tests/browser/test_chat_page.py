import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.page.page import load_page
from tests.browser.conftest import NewPage
from tests.browser.talking import ask, forget, marked, tap
from tests.servers import BotServer, bot_server


def test_a_question_gets_a_quote_with_its_place(chat: Page) -> None:
    answer = ask(chat, "what causes it?")
    expect(answer.locator("blockquote")).to_contain_text("extra tissue")
    expect(answer).to_contain_text("Mayo Clinic, March 27, 2024, sentences 24–25 of 37")
    expect(chat.get_by_label("Your question")).to_have_value("")


def test_a_suggestion_is_asked_by_a_tap(chat: Page) -> None:
    answer = tap(chat, "Is it dangerous?")
    expect(answer.locator("blockquote")).to_contain_text("isn't life-threatening")
    expect(answer.locator(".speaker")).to_be_focused()
    expect(chat.locator("#suggestions")).to_be_hidden()


def test_a_quote_is_shown_in_the_text(chat: Page) -> None:
    answer = tap(chat, "Is it dangerous?")
    quote = answer.locator("blockquote").inner_text()
    answer.get_by_role("link", name="Show in the text").click()
    assert f"“{marked(chat)}”" == quote
    expect(chat.locator("#source .marked").first).to_be_in_viewport()
    expect(chat.get_by_role("heading", name="The text")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.locator("#text")).to_be_hidden()
    expect(answer.get_by_role("link", name="Show in the text")).to_be_focused()


def test_the_text_is_the_source_with_its_gaps(chat: Page) -> None:
    parts = chat.locator("#source [data-start]").all_text_contents()
    assert "".join(parts) == load_page().quotable.source.text
    expect(chat.locator("#source .missing")).to_have_count(
        len(load_page().quotable.gaps)
    )


def test_an_emergency_is_an_alert(chat: Page) -> None:
    answer = ask(chat, "my chest hurts so bad rn")
    alert = answer.get_by_role("alert")
    expect(alert).to_contain_text("call your local emergency number")
    expect(alert).to_contain_text("seek emergency medical care immediately")


def test_several_questions_are_answered_each(chat: Page) -> None:
    answer = ask(chat, "is it dangerous, and is it inherited?")
    expect(answer.locator("blockquote")).to_have_count(2)


@pytest.mark.parametrize(
    ("question", "badge"),
    [
        ("is coffee ok with mvp", "Not in the text"),
        ("should I stop my beta blocker", "Ask your provider"),
        ("is aortic stenosis dangerous", "Something else"),
        ("what are the symptoms of mvp", "Partly in the text"),
    ],
)
def test_each_outcome_says_what_it_is(chat: Page, question: str, badge: str) -> None:
    expect(ask(chat, question).locator(".badge").first).to_have_text(badge)


def test_unclear_then_a_tap(chat: Page) -> None:
    choices = ask(chat, "what about the other way around with it").locator(
        ".choices button"
    )
    expect(choices.first).to_be_visible()
    title = choices.first.inner_text()
    answer = tap(chat, title)
    expect(answer.locator("blockquote").first).to_be_visible()


def test_a_reload_and_a_second_tab_find_the_conversation(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.reload()
    expect(chat.locator(".replied blockquote")).to_have_count(1)
    second = chat.context.new_page()
    second.goto(chat.url)
    expect(second.locator(".asked .words")).to_have_text("what causes it?")
    ask(second, "and is it dangerous?")
    chat.bring_to_front()
    chat.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chat.locator(".asked")).to_have_count(2)


def test_two_people_do_not_share_a_conversation(new_page: NewPage, site: str) -> None:
    one, other = new_page(), new_page()
    one.goto(f"{site}/chat")
    ask(one, "what causes it?")
    other.goto(f"{site}/chat")
    expect(other.locator(".asked")).to_have_count(0)


def test_forgetting_says_so_and_leaves_nothing(chat: Page) -> None:
    ask(chat, "what causes it?")
    forget(chat)
    expect(chat.get_by_role("status").first).to_have_text(
        "All that you asked from this browser has been deleted from the server."
    )
    expect(chat.locator(".asked")).to_have_count(0)
    chat.reload()
    expect(chat.locator(".asked")).to_have_count(0)


def test_asks_before_it_deletes(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.locator(".menu > summary").click()
    chat.locator(".menu .sure > summary").click()
    expect(chat.get_by_role("button", name="Yes, delete it")).to_be_visible()
    expect(chat.locator(".asked")).to_have_count(1)


def test_says_who_runs_it_and_how_long_things_are_kept(chat: Page) -> None:
    line = chat.get_by_text("is kept 30 days, then deleted")
    expect(line).to_be_visible()
    line.click()
    expect(chat.locator(".about")).to_contain_text(
        "anything here that must stay secret"
    )
    chat.locator(".about .sure > summary").click()
    expect(chat.get_by_role("button", name="Yes, delete it")).to_be_visible()


def test_a_question_stands_there_before_its_answer(chat: Page) -> None:
    held = []
    chat.route("**/chat/messages", lambda route: held.append(route))
    chat.get_by_label("Your question").fill("is it dangerous?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.locator(".asked.waiting .words")).to_have_text("is it dangerous?")
    expect(chat.locator("#status")).to_have_text("Looking in the text")
    expect(chat.locator("#status")).to_be_in_viewport()
    held[0].continue_()
    expect(chat.locator(".replied")).to_have_count(1)
    expect(chat.locator(".asked")).to_have_count(1)


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


def test_a_draft_survives_a_reload(chat: Page) -> None:
    chat.get_by_label("Your question").fill("half a ques")
    chat.reload()
    expect(chat.get_by_label("Your question")).to_have_value("half a ques")
    ask(chat, "is it dangerous?")
    chat.reload()
    expect(chat.get_by_label("Your question")).to_have_value("")


def test_escape_closes_what_is_open(chat: Page) -> None:
    ask(chat, "is it dangerous?")
    chat.get_by_role("link", name="Show in the text").click()
    chat.get_by_label("Your question").focus()
    chat.locator(".menu > summary").click()
    chat.keyboard.press("Escape")
    expect(chat.locator(".menu")).not_to_have_attribute("open", "")
    expect(chat.locator(".menu > summary")).to_be_focused()
    expect(chat.locator("#text")).to_be_visible()
    chat.keyboard.press("Escape")
    expect(chat.locator("#text")).to_be_hidden()


def test_a_thumb_can_be_taken_back(chat: Page) -> None:
    answer = ask(chat, "what causes it?")
    yes = answer.get_by_role("button", name="Yes", exact=True)
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    # Whom it helped is not asked what could be better.
    expect(answer.locator(".comment")).to_have_count(0)
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "false")
    expect(answer.locator(".thanks")).to_be_empty()
    chat.reload()
    expect(chat.locator("[aria-pressed=true]")).to_have_count(0)


def test_a_number_that_is_set_is_a_tap_away(
    new_page: NewPage, trained: Path, tmp_path: Path
) -> None:
    server = BotServer(tmp_path, emergency_number="112", operator="St. Anne's Clinic")
    server.start()
    page = new_page()
    page.goto(f"{server.url}/chat")
    line = page.locator(".about > summary")
    expect(line).to_have_text("Run by St. Anne's Clinic. Kept 30 days, then deleted.")
    answer = ask(page, "my chest hurts so bad right now")
    link = answer.get_by_role("link", name="Call 112")
    expect(link).to_have_attribute("href", "tel:112")
    expect(answer).to_contain_text("call 112")
    page.reload()
    expect(page.get_by_role("link", name="Call 112")).to_be_visible()
    server.stop()


def test_nobody_is_asked_whether_an_emergency_notice_helped(chat: Page) -> None:
    answer = ask(chat, "my chest hurts so bad right now")
    expect(answer.locator("[data-outcome=emergency]")).to_be_visible()
    expect(answer.locator(".rating")).to_have_count(0)
    chat.reload()
    expect(chat.locator(".replied .rating")).to_have_count(0)


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


def test_other_tabs_forget_as_well(chat: Page) -> None:
    ask(chat, "what causes it?")
    second = chat.context.new_page()
    second.goto(chat.url)
    expect(second.locator(".asked")).to_have_count(1)
    forget(chat)
    expect(second.locator(".asked")).to_have_count(0)


def test_a_draft_survives_a_tap(chat: Page) -> None:
    chat.get_by_label("Your question").fill("half a ques")
    tap(chat, "Is it dangerous?")
    expect(chat.get_by_label("Your question")).to_have_value("half a ques")


def test_starting_over_begins_a_new_conversation(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.locator(".menu > summary").click()
    chat.get_by_role("button", name="Start over").click()
    expect(chat.locator(".asked")).to_have_count(0)
    # Nothing was quoted in this conversation, so there is no "why" to it.
    expect(ask(chat, "why?").locator("blockquote")).to_have_count(0)


def test_a_thumb_is_kept_with_its_word(chat: Page) -> None:
    answer = ask(chat, "what causes it?")
    answer.get_by_role("button", name="No", exact=True).click()
    expect(answer.locator(".thanks")).to_have_text("Thank you for telling us.")
    answer.get_by_label("What could be better?").fill("plainer words")
    answer.get_by_role("button", name="Send").click()
    expect(answer.locator(".comment")).to_have_count(0)
    expect(answer.locator(".thanks")).to_contain_text("has been sent")
    chat.reload()
    pressed = chat.get_by_role("button", name="No", exact=True)
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_print_shows_questions_quotes_and_where_they_are_from(chat: Page) -> None:
    ask(chat, "what causes it?")
    chat.emulate_media(media="print")
    expect(chat.locator(".asked .words")).to_be_visible()
    expect(chat.locator("blockquote").first).to_be_visible()
    expect(chat.locator(".printed")).to_contain_text("Mayo Clinic, March 27, 2024")
    expect(chat.locator("#ask")).to_be_hidden()
    expect(chat.locator("#text")).to_be_hidden()


def test_by_keyboard_alone(chat: Page) -> None:
    label = chat.get_by_label("Your question")
    for _ in range(20):
        chat.keyboard.press("Tab")
        if label.evaluate("field => field === document.activeElement"):
            break
    chat.keyboard.type("is it dangerous?")
    chat.keyboard.press("Enter")
    expect(chat.locator(".replied")).to_have_count(1)
    expect(label).to_be_focused()
    for _ in range(20):
        chat.keyboard.press("Shift+Tab")
        if chat.locator(".show:focus").count():
            break
    chat.keyboard.press("Enter")
    expect(chat.locator("#source .marked").first).to_be_in_viewport()


def test_markup_stays_text(chat: Page) -> None:
    question = "<img src=x onerror=alert(1)> is it dangerous?"
    ask(chat, question)
    expect(chat.locator(".asked .words")).to_have_text(question)
    chat.reload()
    expect(chat.locator(".asked .words")).to_have_text(question)
    expect(chat.locator("#messages img")).to_have_count(0)


def test_nothing_comes_from_elsewhere(new_page: NewPage, site: str) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/chat")
    ask(page, "what causes it?")
    assert asked and all(url.startswith(site) for url in asked)


def test_without_javascript(new_page: NewPage, site: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{site}/chat")
    page.get_by_role("button", name="Is it dangerous?").click()
    expect(page.locator(".replied blockquote")).to_contain_text("life-threatening")
    ask(page, "why?")
    expect(page.locator(".asked .words").last).to_have_text("why?")
    link = page.get_by_role("link", name="Show in the text").first
    assert re.fullmatch(r"#sentence-\d+", link.get_attribute("href") or "")
    page.get_by_role("button", name="Yes").first.click()
    expect(page.locator(".thanks").first).to_have_text("Thank you for telling us.")
    forget(page)
    expect(page.locator(".told")).to_contain_text("deleted from the server")
    expect(page.locator(".asked")).to_have_count(0)
    # Once: not again, and not because a link says so.
    page.reload()
    expect(page.locator(".told")).to_have_count(0)
    page.goto(f"{site}/chat?told=forgotten")
    expect(page.locator(".told")).to_have_count(0)


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


@pytest.fixture(scope="module")
def short_site(trained: Path) -> Iterator[str]:
    """A page that shows two questions at a time."""
    first = (
        "from bot.running.quiet import be_quiet; be_quiet(); "
        "import bot.channels.web.routes as routes; routes.SHOWN = 2"
    )
    with bot_server(first=first) as url:
        yield url


ASKED = ["what is it?", "is it dangerous?", "what causes it?", "who can get it?"]


def asked_on(page: Page) -> Locator:
    return page.locator(".asked .words")


def test_what_was_said_before_is_a_tap_away(new_page: NewPage, short_site: str) -> None:
    page = new_page()
    page.goto(f"{short_site}/chat")
    for question in [*ASKED, "is it inherited?"]:
        ask(page, question)
    page.reload()
    expect(asked_on(page)).to_have_text(["who can get it?", "is it inherited?"])
    page.get_by_text("Show earlier messages").click()
    expect(asked_on(page)).to_have_text([*ASKED[1:], "is it inherited?"])
    page.get_by_text("Show earlier messages").click()
    expect(asked_on(page)).to_have_text([*ASKED, "is it inherited?"])
    expect(page.get_by_text("Show earlier messages")).to_be_hidden()
    expect(page.locator(".replied .speaker").first).to_be_focused()
    ask(page, "how is it treated?")
    expect(asked_on(page)).to_have_count(6)


def test_what_was_said_before_can_be_read_without_a_script(
    new_page: NewPage, short_site: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{short_site}/chat")
    for question in ASKED:
        page.get_by_label("Your question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
    expect(asked_on(page)).to_have_text(ASKED[2:])
    page.get_by_text("Show earlier messages").click()
    expect(asked_on(page)).to_have_text(ASKED[:2])
    page.get_by_text("Back to the latest messages").click()
    expect(asked_on(page)).to_have_text(ASKED[2:])


def test_a_question_asked_on_an_earlier_part_is_shown_at_the_end(
    new_page: NewPage, short_site: str
) -> None:
    page = new_page()
    page.goto(f"{short_site}/chat")
    for question in ASKED:
        ask(page, question)
    page.reload()
    earlier = page.get_by_text("Show earlier messages").get_attribute("href")
    page.goto(f"{short_site}{earlier}")
    expect(asked_on(page)).to_have_text(ASKED[:2])
    page.get_by_label("Your question").fill("is it inherited?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(asked_on(page)).to_have_text([ASKED[3], "is it inherited?"])
