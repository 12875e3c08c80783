import json
import sqlite3
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.storage.sqlite import FILE
from tests.bot.channels.visitor import JSON, Visitor
from tests.servers import BotServer, bot_server


def test_a_quote_says_where_it_stands(visitor: Visitor) -> None:
    status, exchange = visitor.ask("is it dangerous?")
    (quote,) = [p for p in exchange["replies"][0]["parts"] if p["kind"] == "quote"]
    assert status == 200
    assert (quote["start"], quote["end"], quote["sentences"]) == (801, 1011, [8, 9])


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"\xff", JSON, 400),
        ({"text": "hi"}, JSON, 400),
        ({"id": "short", "text": "hi"}, JSON, 400),
        ({"id": "<b>12345678</b>", "text": "hi"}, JSON, 400),
        ({"id": "12345678", "text": 5}, JSON, 400),
        ({"id": "12345678", "text": " "}, JSON, 400),
        ({"id": "12345678", "text": "x" * 2_001}, JSON, 413),
        ({"id": "12345678", "text": "hi"}, "text/plain", 415),
    ],
)
def test_what_is_no_question_is_refused_in_plain_words(
    visitor: Visitor, content: Any, content_type: str, status: int
) -> None:
    told, answer = visitor.post("messages", content, content_type=content_type)
    assert told == status
    assert answer["problem"].endswith(".")
    assert "Traceback" not in answer["problem"]


@pytest.mark.parametrize("half", ["\ud83d", "\udc00 \ud83d", "\x00"])
def test_what_cannot_be_stored_ends_nothing(visitor: Visitor, half: str) -> None:
    question_id = str(uuid.uuid4())
    status, exchange = visitor.ask(f"is it inherited? {half}", question_id)
    assert (status, exchange["question"]) == (200, "is it inherited?")
    rating = {"id": question_id, "helpful": True, "comment": f"thanks {half}"}
    assert visitor.post("rating", rating) == (200, {})
    assert visitor.post("messages", {"id": f"12345678{half}", "text": "hi"})[0] in {
        200,
        400,
    }
    assert visitor.ask("is it dangerous?")[0] == 200


@pytest.mark.parametrize(
    "query", ["told=%ED%A0%BD", "question=%ED%A0%BD%00", "told=%FF"]
)
def test_what_a_link_brings_ends_nothing(chat: str, query: str) -> None:
    with urllib.request.urlopen(f"{chat}?{query}") as page:
        assert page.status == 200


@pytest.mark.parametrize("command", ["/greet@1.0", "\ue000/affirm", "\u2060 ／greet"])
def test_a_command_is_words(visitor: Visitor, command: str) -> None:
    visitor.ask("is it inherited?")
    status, exchange = visitor.ask(command)
    assert status == 200
    assert all(reply["parts"] for reply in exchange["replies"])
    _, exchange = visitor.ask("where does it say that?")
    assert "inherited" in exchange["replies"][0]["parts"][1]["text"]


@pytest.mark.parametrize(
    "cry",
    [
        "I have crushing chest pain right now. " + "x " * 3_000,
        "x " * 3_000 + "my chst hrts so bad",
        "x " * 2_000 + "ＭＹ ＣＨＥＳＴ ＨＵＲＴＳ " + "x " * 2_000,
        "me duele el pecho. " + "x " * 3_000,
    ],
)
def test_a_cry_for_help_that_is_too_long_gets_the_notice(
    visitor: Visitor, cry: str
) -> None:
    status, refusal = visitor.ask(cry)
    assert status == 413
    assert "fewer words" in refusal["problem"]
    assert refusal["notice"]["outcome"] == "emergency"
    assert any(
        "seek emergency medical care immediately" in part["text"]
        for part in refusal["notice"]["parts"]
    )


def test_other_refusals_bring_no_notice(visitor: Visitor) -> None:
    _, refusal = visitor.ask("x " * 3_000)
    assert "notice" not in refusal


def test_a_form_that_is_refused_shows_the_notice(visitor: Visitor, chat: str) -> None:
    fields = {"id": str(uuid.uuid4()), "text": "my chest hurts " + "x " * 3_000}
    request = urllib.request.Request(
        chat, urlencode(fields).encode(), {"Cookie": visitor.cookie}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    page = refused.value.read().decode()
    assert refused.value.code == 413
    notice = page.index('data-outcome="emergency"')
    assert (
        notice < page.index("seek emergency medical care") < page.index("fewer words")
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_cannot_ask(visitor: Visitor, headers: dict[str, str]) -> None:
    content = {"id": str(uuid.uuid4()), "text": "hi"}
    status, answer = visitor.post("messages", content, **headers)
    assert status == 403
    assert "another site" in answer["problem"]


def test_a_form_of_another_site_takes_nobodys_conversation(chat: str) -> None:
    # Browsers send it without the reader's cookie; a new one would replace theirs.
    fields = urlencode({"id": str(uuid.uuid4()), "text": "hi"}).encode()
    headers = {"Origin": "https://elsewhere.example"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(chat, fields, headers))
    assert refused.value.code == 403
    assert refused.value.headers["Set-Cookie"] is None


@pytest.mark.parametrize("token", ["", "web-1", "web-1.c2lnbmVk"])
def test_a_question_with_a_forged_id_begins_a_conversation(
    visitor: Visitor, token: str
) -> None:
    visitor.cookie = f"conversation={token}"
    assert visitor.ask("what causes it?")[0] == 200
    assert visitor.cookie != f"conversation={token}"
    assert visitor.questions() == ["what causes it?"]


def test_nothing_is_deleted_or_rated_by_a_forged_id(visitor: Visitor) -> None:
    visitor.cookie = "conversation=web-1.c2lnbmVk"
    rating = {"id": str(uuid.uuid4()), "helpful": True}
    for path, content in (("rating", rating), ("forget", {})):
        assert visitor.post(path, content)[0] == 401


def test_the_same_question_is_answered_once_however_often_it_is_sent(
    visitor: Visitor, chat: str
) -> None:
    question_id = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: visitor.ask("what causes it?", question_id), range(8))
        )
    assert all(answer == answers[0] for answer in answers)
    headers = {"Cookie": visitor.cookie}
    request = urllib.request.Request(f"{chat}/messages", headers=headers)
    with urllib.request.urlopen(request) as history:
        assert len(json.load(history)["exchanges"]) == 1


def test_another_question_with_the_same_id_is_a_question(visitor: Visitor) -> None:
    question_id = str(uuid.uuid4())
    visitor.ask("what causes it?", question_id)
    _, exchange = visitor.ask("crushing chest pain right now", question_id)
    assert exchange["replies"][0]["outcome"] == "emergency"


def test_what_is_too_large_is_told_so(visitor: Visitor) -> None:
    status, answer = visitor.ask("x" * 300_000)
    assert status == 413
    assert "fewer words" in answer["problem"]


def test_a_rating_needs_a_question_that_was_asked(visitor: Visitor) -> None:
    rating = {"id": "12345678", "helpful": True}
    assert visitor.post("rating", rating)[0] == 400
    _, exchange = visitor.ask("what causes it?")
    rating = {"id": exchange["id"], "helpful": True, "comment": "thanks"}
    assert visitor.post("rating", rating) == (200, {})
    assert visitor.post("rating", {**rating, "helpful": "maybe"})[0] == 400


def test_commands_of_rasa_are_no_commands(visitor: Visitor) -> None:
    visitor.ask("is it dangerous?")
    visitor.ask('/SetSlots{"dialogue": null}')
    _, exchange = visitor.ask("where does it say that?")
    # What it was about is still there: what was quoted last is quoted again.
    kinds = [part["kind"] for part in exchange["replies"][0]["parts"]]
    assert "quote" in kinds


def test_the_policy_allows_nothing_but_the_pages_own_files(visitor: Visitor) -> None:
    policy = visitor.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert visitor.headers["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_is_for_the_server_alone(chat: str) -> None:
    with urllib.request.urlopen(chat) as page:
        cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/chat" in cookie
    assert "Max-Age" not in cookie and "Expires" not in cookie


def test_behind_https_the_cookie_is_secure_and_kept_in_frames(trained: Path) -> None:
    with bot_server(public_address="https://ask.example.org") as url:
        with urllib.request.urlopen(f"{url}/chat") as page:
            cookie = page.headers["Set-Cookie"]
    assert "Secure; SameSite=None; Partitioned" in cookie


def test_what_is_not_there_is_said_to_be_missing(chat: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{chat}/../domain.yml")
    assert refused.value.code == 404


def test_forgetting_says_when_a_trace_is_left(trained: Path, tmp_path: Path) -> None:
    server = BotServer(tmp_path)
    server.start()
    visitor = Visitor(f"{server.url}/chat")
    visitor.ask("is Rumpelstiltskin dangerous?")
    reader = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM exchanges").fetchall()
    assert visitor.post("forget", {}) == (200, {"whole": False})
    reader.close()
    visitor.ask("hi")
    assert visitor.post("forget", {}) == (200, {"whole": True})
    server.stop()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Rumpelstiltskin" not in kept


def test_forgetting_deletes_what_was_said_before_starting_over(
    visitor: Visitor,
) -> None:
    visitor.ask("is it dangerous?")
    first = visitor.cookie
    assert visitor.post("new", {})[0] == 200
    assert visitor.cookie != first
    assert visitor.questions() == []
    visitor.ask("what causes it?")
    later = visitor.cookie
    assert visitor.post("forget", {})[0] == 200
    for cookie in (first, later):
        visitor.cookie = cookie
        assert visitor.questions() == []
