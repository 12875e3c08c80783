from typing import Any

import pytest

from bot.channels.slack import payloads
from bot.channels.slack.arrival import Arrival, Deed
from bot.channels.slack.payloads import Malformed
from tests.bot.channels.slack.stand_in import BOT, enveloped, message

TS = "1790000001.000100"


def read(text: str = "is it dangerous?", **fields: Any) -> Arrival | None:
    return payloads.message(enveloped(message(text, TS, **fields)), BOT)


def in_channel(text: str = "is it dangerous?", **fields: Any) -> Arrival | None:
    return read(text, **{"channel": "C1", "channel_type": "channel", **fields})


def test_reads_a_direct_message() -> None:
    found = read()
    assert found is not None
    assert (found.text, found.channel, found.thread) == ("is it dangerous?", "D1", "")
    assert found.is_direct


def test_a_mention_begins_a_thread() -> None:
    found = in_channel(f"<@{BOT}> is it dangerous?")
    assert found is not None
    assert (found.text, found.thread) == ("is it dangerous?", TS)
    assert not found.unasked


def test_a_mention_is_the_same_as_message_and_as_mention() -> None:
    text = f"<@{BOT}> is it dangerous?"
    assert in_channel(text) == in_channel(text, type="app_mention", channel_type="")


def test_a_reply_in_a_thread_is_for_the_bot_where_it_was_asked_there() -> None:
    found = in_channel("and at ninety?", thread_ts="1.0")
    assert found is not None
    assert found.unasked
    assert found.place == "T1-C1-1.0"


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B2"},
        {"bot_id": "B2", "subtype": "bot_message"},
        {"user": BOT},
        {"user": None},
        {"subtype": "message_changed", "message": {}},
        {"subtype": "message_deleted", "hidden": True},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "2.0"}},
    ],
)
def test_ignores_bots_edits_and_what_nobody_wrote(fields: dict[str, Any]) -> None:
    assert read(**fields) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_reads_what_people_write_beside_a_picture_or_to_all(subtype: str) -> None:
    assert read(subtype=subtype) is not None


def test_ignores_what_people_say_to_each_other() -> None:
    assert in_channel() is None
    assert in_channel("<@U2> what do you think", thread_ts="1.0") is None


def test_people_threads_and_direct_messages_have_conversations_of_their_own() -> None:
    found = [
        read(),
        read(user="U2", channel="D2"),
        read(thread_ts="1.0"),
        in_channel(f"<@{BOT}> hi"),
        in_channel(f"<@{BOT}> hi", user="U2", thread_ts=TS),
        in_channel(f"<@{BOT}> hi", thread_ts="1.0"),
    ]
    assert len({one.conversation for one in found if one}) == len(found)


@pytest.mark.parametrize(
    "body",
    [
        {"event": {}},
        {"event": {"type": "message", "user": "U1"}, "team_id": "T1"},
        {"event": {**message("hi", TS), "channel": 1}, "team_id": "T1"},
        {"event": {**message("hi", TS), "text": ["hi"]}, "team_id": "T1"},
    ],
)
def test_says_that_something_is_missing_without_what_was_said(
    body: dict[str, Any],
) -> None:
    if body == {"event": {}}:
        assert payloads.message(body, BOT) is None
        return
    with pytest.raises(Malformed) as caught:
        payloads.message(body, BOT)
    assert "hi" not in str(caught.value).split()


def test_what_arrived_can_be_kept() -> None:
    found = read()
    assert found is not None
    assert Arrival.from_json(found.as_json()) == found
    assert found.deed is Deed.ASK


def test_reads_a_press_where_a_whole_organisation_has_the_app() -> None:
    body = {
        "team": None,
        "user": {"id": "U1", "team_id": "T9"},
        "container": {"type": "view"},
        "actions": [{"action_id": "choice_0", "value": "why?", "action_ts": "1.0"}],
    }
    found = payloads.press(body)
    assert found is not None
    assert (found.team, found.text, found.is_direct) == ("T9", "why?", True)
