"""Speaks Slack's protocol with a running bot, from outside."""

import json
import statistics
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.page.page import load_page
from tests.bot.channels.slack.block_kit import buttons_in, quotes_in
from tests.bot.channels.slack.conftest import Connected
from tests.bot.channels.slack.stand_in import BOT, Said, enveloped, message

DANGER = "isn't life-threatening"
CHEST_PAIN = "seek emergency medical care immediately"


def new_user() -> str:
    return f"U{uuid.uuid4().hex[:8].upper()}"


def direct(user: str) -> dict[str, str]:
    return {"user": user, "channel": f"D{user}"}


def in_channel(user: str, channel: str) -> dict[str, str]:
    return {"user": user, "channel": channel, "channel_type": "channel"}


def ask(here: Connected, text: str, **fields: Any) -> Said:
    """Asks in direct messages, unless the fields say otherwise; gives the answer."""
    before = len(here.slack.said)
    assert here.send.message(text, **fields)[0] == 200
    return here.slack.posted(before + 1)[-1]


def test_verifies_its_address(here: Connected) -> None:
    body = {"type": "url_verification", "challenge": "a-challenge", "token": "x"}
    status, answer = here.send.send(json.dumps(body).encode())
    assert (status, json.loads(answer)["challenge"]) == (200, "a-challenge")


def test_answers_a_direct_message(here: Connected) -> None:
    user = new_user()
    said = ask(here, "is it dangerous?", **direct(user))
    assert said.content["channel"] == f"D{user}"
    assert "thread_ts" not in said.content
    assert DANGER in quotes_in(said.blocks)[0]
    assert "https://bot.example/chat#sentence-" in str(said.blocks)
    assert DANGER in said.text


def test_reads_what_slack_made_of_what_was_typed(here: Connected) -> None:
    said = ask(here, "is *it* “dangerous” &amp; inherited?", **direct(new_user()))
    assert len(quotes_in(said.blocks)) > 1


def test_answers_in_a_thread_of_the_question(here: Connected) -> None:
    user, ts = new_user(), here.send.new_ts()
    where = in_channel(user, "C-thread")
    said = ask(here, f"<@{BOT}> is it dangerous?", ts=ts, **where)
    assert said.content["thread_ts"] == ts
    # In the thread it is not mentioned again.
    said = ask(here, "and is it inherited?", thread_ts=ts, **where)
    assert said.content["thread_ts"] == ts
    assert "families" in said.text
    # Others may ask there too.
    said = ask(here, "why?", thread_ts=ts, **in_channel(new_user(), "C-thread"))
    assert said.content["thread_ts"] == ts


def test_says_nothing_where_nobody_asked_it(here: Connected) -> None:
    user, ts = new_user(), here.send.new_ts()
    where = in_channel(user, "C-quiet")
    here.send.message("is it dangerous?", **where)
    here.send.message("and inherited?", thread_ts="1.0", **where)
    here.send.message("hello", bot_id="B7", **direct(user))
    here.send.message("hello", **direct(BOT))
    for subtype in ("message_changed", "channel_join", "message_deleted"):
        here.send.message("hello", subtype=subtype, **direct(user))
    here.send.message("hello", edited={"user": user, "ts": "2"}, **direct(user))
    here.slack.stays_at(0)
    ask(here, f"<@{BOT}> is it dangerous?", ts=ts, **where)
    here.send.message("<@U9> what do you think?", thread_ts=ts, **where)
    here.slack.stays_at(1)


def test_answers_a_mention_once_though_it_comes_as_two_events(here: Connected) -> None:
    ts = here.send.new_ts()
    event = message(
        f"<@{BOT}> is it dangerous?", ts, **in_channel(new_user(), "C-twice")
    )
    mention = {**event, "type": "app_mention"}
    mention.pop("channel_type")
    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(here.send.event, [event, mention, mention, event]))
    assert {status for status, _ in sent} == {200}
    here.slack.posted(1)
    here.slack.stays_at(1)


@pytest.mark.parametrize(
    "reason", ["http_timeout", "http_error", "connection_failed", "unknown_error"]
)
def test_answers_what_is_delivered_again_once(here: Connected, reason: str) -> None:
    ts, user = here.send.new_ts(), new_user()
    ask(here, "is it dangerous?", ts=ts, **direct(user))
    for number in ("1", "2", "3"):
        status, _ = here.send.event(
            message("is it dangerous?", ts, **direct(user)),
            X_Slack_Retry_Num=number,
            X_Slack_Retry_Reason=reason,
        )
        assert status == 200
    here.slack.stays_at(1)


def test_answers_a_command_to_the_asker_alone(here: Connected) -> None:
    assert here.send.command("is it dangerous") == (200, b"")
    (said,) = here.slack.posted(1, method="response/command")
    assert said.content["response_type"] == "ephemeral"
    assert DANGER in quotes_in(said.blocks)[0]
    assert "is it dangerous" in str(said.blocks[0])
    here.slack.stays_at(1)


def test_a_bare_command_or_mention_says_what_it_can_do(here: Connected) -> None:
    here.send.command("")
    (said,) = here.slack.posted(1, method="response/command")
    assert len(buttons_in(said.blocks)) > 5
    where = in_channel(new_user(), "C-bare")
    assert here.send.message(f"<@{BOT}>", **where)[0] == 200
    assert here.slack.posted(1)


def test_asks_the_text_about_a_message(here: Connected) -> None:
    payload = {
        "type": "message_action",
        "callback_id": "ask_the_text",
        "trigger_id": f"trigger-{here.send.new_ts()}",
        "team": {"id": "T1"},
        "user": {"id": new_user()},
        "channel": {"id": "C-shortcut"},
        "message": {"type": "message", "text": "a patient asks if it is inherited"},
        "response_url": here.send.response_url("shortcut"),
    }
    assert here.send.interaction(payload)[0] == 200
    (said,) = here.slack.posted(1, method="response/shortcut")
    assert said.content["response_type"] == "ephemeral"
    assert "families" in said.text


def test_shows_its_home_and_answers_what_is_tapped_there(here: Connected) -> None:
    user = new_user()
    opened = {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D1"}
    here.send.event({**opened, "event_ts": here.send.new_ts()})
    (said,) = here.slack.posted(1, method="views.publish")
    assert said.content["user_id"] == user
    button = buttons_in(said.content["view"]["blocks"])[0]
    here.send.press(
        button, user={"id": user}, container={"type": "view", "view_id": "V1"}
    )
    (said,) = here.slack.posted(1)
    assert said.content["channel"] == user
    assert button["value"] in str(said.blocks[0])


def test_opening_the_messages_tab_publishes_nothing(here: Connected) -> None:
    opened = {"type": "app_home_opened", "user": "U1", "tab": "messages"}
    assert here.send.event({**opened, "event_ts": "5.0"})[0] == 200
    here.slack.stays_at(0)


def test_an_emergency_comes_first_and_whole(here: Connected) -> None:
    said = ask(here, "my chest hurts so bad rn :sob:", **direct(new_user()))
    assert said.blocks[0]["type"] == "header"
    assert CHEST_PAIN in quotes_in(said.blocks)[0]
    assert buttons_in(said.blocks) == []


def test_a_refused_cry_for_help_begins_with_the_notice(here: Connected) -> None:
    said = ask(here, "my chest hurts so bad rn " * 100, **direct(new_user()))
    assert said.blocks[0]["type"] == "header"
    # The text is what a telephone shows when it rings.
    assert said.text.index(CHEST_PAIN) < said.text.index("more than I can read")


def test_a_choice_is_answered_where_it_was_pressed(here: Connected) -> None:
    user, ts = new_user(), here.send.new_ts()
    where = in_channel(user, "C-press")
    said = ask(here, f"<@{BOT}>", ts=ts, **where)
    button = buttons_in(said.blocks)[0]
    here.send.press(
        button,
        user={"id": user},
        channel={"id": "C-press"},
        container={
            "type": "message",
            "message_ts": "9.0",
            "channel_id": "C-press",
            "is_ephemeral": False,
        },
        message={"ts": "9.0", "thread_ts": ts, "text": "…", "blocks": said.blocks},
    )
    answer = here.slack.posted(2)[-1]
    assert (answer.content["channel"], answer.content["thread_ts"]) == ("C-press", ts)


def test_a_press_that_is_sent_again_does_nothing(here: Connected) -> None:
    said = ask(here, f"<@{BOT}>", **direct(new_user()))
    payload = here.send.pressed(buttons_in(said.blocks)[0])
    for _ in range(3):
        assert here.send.interaction(payload)[0] == 200
    here.slack.posted(2)
    here.slack.stays_at(2)
    late = time.time() - 600
    assert here.send.interaction(payload, at=late)[0] == 401
    assert here.send.interaction(payload, secret="not-the-secret")[0] == 401
    here.slack.stays_at(2)


def test_thumbs_are_kept_and_thanked_for(here: Connected) -> None:
    user = new_user()
    said = ask(here, "is it dangerous?", **direct(user))
    up = next(b for b in buttons_in(said.blocks) if b["action_id"] == "helped")
    place = {
        "channel": {"id": f"D{user}"},
        "container": {
            "type": "message",
            "message_ts": "1.0",
            "channel_id": f"D{user}",
            "is_ephemeral": False,
        },
        "message": {"ts": "1.0", "text": said.text, "blocks": said.blocks},
    }
    here.send.press(up, user={"id": user}, **place)
    (thanked,) = here.slack.posted(1, method="response/press")
    assert thanked.content["replace_original"] is True
    assert buttons_in(thanked.blocks) == []
    assert quotes_in(thanked.blocks) == quotes_in(said.blocks)
    # Nobody else says what helped.
    here.send.press(up, user={"id": new_user()}, **place)
    refused = here.slack.posted(2, method="response/press")[-1]
    assert refused.text == load_page().wording.text("slack_not_yours")


def test_nobody_sees_what_others_said(here: Connected) -> None:
    first, second = new_user(), new_user()
    ask(here, "is it inherited?", **direct(first))
    elsewhere = ask(here, f"<@{BOT}> why?", **in_channel(first, "C-private"))
    other = ask(here, "why?", **direct(second))
    for said in (elsewhere, other):
        assert "families" not in said.text
    assert "families" in ask(here, "say that again", **direct(first)).text


def test_forgets_what_was_said_in_direct_messages(here: Connected) -> None:
    user, other = new_user(), new_user()
    ask(here, "is it inherited?", **direct(user))
    ask(here, "is it inherited?", thread_ts="1.0", **direct(user))
    ask(here, "is it inherited?", **direct(other))
    said = ask(here, "Forget.", **direct(user))
    assert said.text == load_page().wording.text("slack_forgotten")
    assert "families" not in ask(here, "say that again", **direct(user)).text
    again = ask(here, "say that again", thread_ts="1.0", **direct(user))
    assert "families" not in again.text
    assert "families" in ask(here, "say that again", **direct(other)).text


def test_fifty_questions_at_once_get_fifty_answers(here: Connected) -> None:
    users = [new_user() for _ in range(50)]

    def asked(user: str) -> float:
        begin = time.monotonic()
        status, _ = here.send.message("is it dangerous?", **direct(user))
        assert status == 200
        return time.monotonic() - begin

    with ThreadPoolExecutor(50) as threads:
        seconds = list(threads.map(asked, users))
    said = here.slack.posted(50)
    assert sorted(one.content["channel"] for one in said) == sorted(
        f"D{user}" for user in users
    )
    here.slack.stays_at(50)
    assert statistics.quantiles(seconds, n=20)[-1] < 1.0


UNREADABLE = {
    "no JSON": (b"{", "application/json", 400),
    "no text": (b"\xff\xfe", "application/json", 400),
    "no event": (b'{"event": "x", "type": "event_callback"}', "application/json", 400),
    "a list": (b"[]", "application/json", 400),
    "something new": (b'{"type": "something_new"}', "application/json", 404),
    "no payload": (b"payload=%7B", "application/x-www-form-urlencoded", 400),
    "a bare command": (b"command=%2Fmvp", "application/x-www-form-urlencoded", 400),
    "a bare message": (
        json.dumps(enveloped({"type": "message", "user": "U1"})).encode(),
        "application/json; charset=utf-8",
        400,
    ),
    "too much": (b"x" * 300_000, "application/json", 413),
}


def test_waits_as_long_as_slack_says(here: Connected) -> None:
    here.slack.next_answers = [(429, {"Retry-After": "2"})]
    begin = time.monotonic()
    here.send.message("is it dangerous?", **direct(new_user()))
    (said,) = here.slack.posted(1)
    assert said.time - begin >= 2
    here.slack.stays_at(1)


def test_tries_again_where_slack_fails(here: Connected) -> None:
    here.slack.next_answers = [(503, {}), (500, {})]
    ask(here, "is it dangerous?", **direct(new_user()))
    here.slack.stays_at(1)


@pytest.mark.parametrize(
    ("body", "content_type", "status"), UNREADABLE.values(), ids=UNREADABLE
)
def test_refuses_what_it_cannot_read(
    here: Connected, body: bytes, content_type: str, status: int
) -> None:
    found, answer = here.send.send(body, content_type)
    assert found == status
    assert b"Traceback" not in answer
    here.slack.stays_at(0, seconds=0.2)


def test_refuses_what_slack_did_not_sign(here: Connected) -> None:
    body = json.dumps(enveloped(message("is it dangerous?", "3.0"))).encode()
    assert here.send.send(body, secret="not-the-secret")[0] == 401
    assert here.send.send(body, at=time.time() - 600)[0] == 401
    assert here.send.send(body, at=time.time() + 600)[0] == 401
    assert here.send.send(body, X_Slack_Signature="")[0] == 401
    here.slack.stays_at(0)
