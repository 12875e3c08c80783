"""Whatever is signed, the server refuses it or takes it; it never fails."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.channels.slack.conftest import Connected
from tests.bot.channels.slack.stand_in import enveloped, message

FIELDS = (
    *("type", "event", "team_id", "team", "user", "user_id", "channel", "ts", "text"),
    *("authorizations", "payload", "actions", "container", "message", "thread_ts"),
    *("enterprise", "api_app_id", "subtype", "bot_id", "view", "callback_id", "id"),
    *("challenge", "command", "ssl_check", "trigger_id", "response_url", "tab"),
)
KINDS = st.sampled_from(
    [
        *("event_callback", "block_actions", "message_action", "url_verification"),
        *("view_submission", "message", "app_mention", "app_home_opened", "shortcut"),
    ]
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), KINDS)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    ),
    max_leaves=12,
)
PAYLOADS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6)

unhurried = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@unhurried
@given(payload=PAYLOADS, kind=KINDS)
def test_json(here: Connected, payload: dict[str, Any], kind: str) -> None:
    status, _ = here.send.send(json.dumps({"type": kind, **payload}).encode())
    assert status < 500


@unhurried
@given(payload=PAYLOADS, kind=KINDS)
def test_forms(here: Connected, payload: dict[str, Any], kind: str) -> None:
    assert here.send.interaction({"type": kind, **payload})[0] < 500


@unhurried
@given(changed=PAYLOADS)
def test_events_of_which_a_part_is_something_else(
    here: Connected, changed: dict[str, Any]
) -> None:
    event = {**message("", "1.0", user=None), **changed}
    body = {**enveloped(event), **changed, "type": "event_callback", "event": event}
    assert here.send.send(json.dumps(body).encode())[0] < 500
