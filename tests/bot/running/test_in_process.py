"""The two internals of Rasa that are replaced behave as the originals do."""

import asyncio
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError

ORIGINAL_VALIDATE = RemoteAction._validate_action_result
ORIGINAL_FORMAT = RemoteAction._action_call_format

from bot.running import in_process  # noqa: E402

RESULTS: list[tuple[Any, bool]] = [
    ({"events": [], "responses": []}, True),
    ({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []}, True),
    ({"events": [], "responses": [{"text": "hello"}]}, True),
    ({"events": [{"event": "bot", "text": "a"}, {"event": "restart"}]}, True),
    ({"events": [{"event": "action", "policy": 3}]}, False),
    ({"events": [{"event": "no such kind"}]}, False),
    ({"events": [{"event": "restart"}, {"event": ["restart"]}]}, False),
    ({"events": [{"event": "restart"}, "restart"]}, False),
    ({"events": [{"event": None}]}, False),
    ([], False),
    ({"events": "none", "responses": []}, False),
    ({"events": [{"name": "no type"}], "responses": []}, False),
    ({"events": [], "responses": "hello"}, False),
]


def accepts(validate: Any, result: Any) -> bool:
    try:
        return bool(validate(RemoteAction("action_x", None), result))
    except ValidationError:
        return False


@pytest.mark.parametrize(("result", "fine"), RESULTS)
def test_accepts_and_refuses_what_rasa_does(result: Any, fine: bool) -> None:
    assert accepts(in_process._validate_action_result, result) is fine
    assert accepts(ORIGINAL_VALIDATE, result) is fine


def test_a_call_carries_what_the_actions_read() -> None:
    domain = Domain.load("domain.yml")
    tracker = DialogueStateTracker("anna", domain.slots)
    action = RemoteAction("action_answer_questions", None)
    ours = in_process._action_call_format(action, tracker, domain)
    original = ORIGINAL_FORMAT(action, tracker, domain)
    assert ours["next_action"] == original["next_action"]
    assert ours["tracker"]["slots"] == original["tracker"]["slots"]
    assert ours["tracker"]["latest_message"] == original["tracker"]["latest_message"]


def test_an_action_that_does_not_exist_is_an_error_rasa_knows() -> None:
    endpoint = in_process.InProcessActions()
    call = {"next_action": "action_fly", "tracker": {"sender_id": "a"}}
    with pytest.raises(ClientResponseError):
        asyncio.run(endpoint.request(json=call))
