import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers import bot_server, post

JSON = "application/json"


@pytest.fixture(scope="module")
def webhook(trained: Path) -> Iterator[str]:
    with bot_server() as url:
        yield f"{url}/webhooks/rest/webhook"


def ask(webhook: str, text: str, sender: str = "anna") -> tuple[int, Any]:
    status, replies = post(
        webhook, json.dumps({"sender": sender, "message": text}).encode()
    )
    return status, replies


def test_answers_in_the_form_of_rasa_with_the_answer_as_data(webhook: str) -> None:
    status, (reply,) = ask(webhook, "is it dangerous?")
    assert status == 200
    assert reply["recipient_id"] == "anna"
    custom = reply["custom"]
    assert custom["outcome"] == "answered"
    (quote,) = custom["quotes"]
    assert quote["text"] in reply["text"]
    assert quote["passage"] == "danger"
    assert custom["source"]["publisher"] == "Mayo Clinic"


def test_small_talk_is_data_too(webhook: str) -> None:
    _, (reply,) = ask(webhook, "thanks a lot")
    assert reply["custom"]["outcome"] == "small_talk"
    assert reply["custom"]["quotes"] == []


def test_two_people_have_two_conversations(webhook: str) -> None:
    ask(webhook, "is it inherited?", sender="berta")
    _, (reply,) = ask(webhook, "say that again please", sender="carla")
    assert reply["custom"]["outcome"] == "unclear"


@pytest.mark.parametrize(
    "command",
    ["/restart", "/session_start", " /greet{'a':1}", "\ue000/restart", "\u00ad/back"],
)
def test_commands_typed_by_a_user_are_words(webhook: str, command: str) -> None:
    ask(webhook, "is it inherited?", sender="dora")
    status, replies = ask(webhook, command, sender="dora")
    assert status == 200
    assert replies
    assert all(reply["text"] for reply in replies)


@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b'{"message": "a"}', "application/json", "'sender' is missing"),
        (b'{"sender": "x"}', "application/json", "'message' is missing"),
        (b'{"sender": "x", "message": 5}', "application/json", "not a text"),
        (b'{"sender": "", "message": "a"}', "application/json", "'sender'"),
        (b"[1]", "application/json", "JSON object"),
        (b'{"sender": "anna\\ud83d", "message": "a"}', "application/json", "'sender'"),
        (b'{"sender": "\\udc00", "message": "a"}', "application/json", "'sender'"),
        (b'{"sender": "a\\u0000", "message": "a"}', "application/json", "'sender'"),
        (b'{"sender": "%s", "message": "a"}' % (b"x" * 256), JSON, "1 to 255"),
        (b'{"sender": ["x"], "message": "a"}', "application/json", "'sender'"),
        (b'{"sender": 5, "message": "a"}', JSON, "'sender' has to be a text"),
        (b'{"sender": "x", "message": " "}', JSON, "'message' is empty"),
        (b'{"sender": "x", "message": "a", "message_id": 5}', JSON, "'message_id'"),
        (b"not json", "application/json", "not valid JSON"),
        (b'{"sender": "x", "message": "a"}', "text/plain", "Send JSON"),
    ],
)
def test_what_is_no_message_is_refused_with_the_reason(
    webhook: str, body: bytes, content_type: str, problem: str
) -> None:
    status, content = post(webhook, body, content_type)
    assert status == 400
    assert problem in content["error"]
    assert ask(webhook, "is it dangerous?", sender="still-there")[0] == 200


@pytest.mark.parametrize("half", [b"\\ud83d", b"\\udc00\\ud83d", b"\\u0000"])
def test_what_cannot_be_stored_is_left_out_of_a_message(
    webhook: str, half: bytes
) -> None:
    body = b'{"sender": "e", "message": "what causes it %s"}' % half
    status, replies = post(webhook, body)
    assert status == 200
    assert replies[0]["custom"]["passage"] == "cause"


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=utf-8", "Application/JSON", "APPLICATION/JSON ;x=y"],
)
def test_the_media_type_has_no_case_and_may_say_more(
    webhook: str, content_type: str
) -> None:
    body = b'{"sender": "media", "message": "what causes it?"}'
    status, (reply,) = post(webhook, body, content_type)
    assert (status, reply["custom"]["passage"]) == (200, "cause")


def test_a_mark_of_utf_8_is_no_error(webhook: str) -> None:
    body = b'\xef\xbb\xbf{"sender": "mark", "message": "what causes it?"}'
    assert post(webhook, body)[0] == 200


def test_json_that_nobody_writes_is_refused(webhook: str) -> None:
    status, content = post(webhook, b"[" * 50_000)
    assert (status, content["error"]) == (400, "The body is not valid JSON.")


def test_what_is_delivered_again_is_answered_the_same_and_once(webhook: str) -> None:
    message = {"sender": "again", "message": "why?", "message_id": "m-1"}
    ask(webhook, "why does the valve leak?", sender="again")
    first = post(webhook, json.dumps(message).encode())
    assert post(webhook, json.dumps(message).encode()) == first
    # Had it been asked twice, there would be nothing left to say why of.
    other = {**message, "message_id": "m-2"}
    assert post(webhook, json.dumps(other).encode()) != first
