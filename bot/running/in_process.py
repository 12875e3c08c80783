"""Runs the actions inside the bot's own process.

Rasa sends an action call to a second process, over HTTP. Nothing should be lost, or
slow, because that process is down, so the endpoint here calls the same actions
directly. Two internals of `RemoteAction` are replaced:

- `_validate_action_result` checks the reply against a JSON schema, and in doing so
  checks the schema itself anew each time: 85 % of the 24 ms that an action takes. The
  validators here are built once, each for the kinds of events that a reply holds, and
  refuse the same replies.
- `_action_call_format` sends all events of a conversation and the whole domain with
  every call, which makes each turn slower than the one before. The actions read slots
  and the last message; that is what they get.
"""

import copy
import json
from functools import lru_cache
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

SCHEMA = RemoteAction.action_response_format_spec()
# What an event of each kind has to be; that of another kind it never is.
KINDS = {
    kind["properties"]["event"]["const"]: kind
    for kind in SCHEMA["properties"]["events"]["items"]["oneOf"]
}


class InProcessActions(EndpointConfig):
    """An action endpoint without a server behind it."""

    def __init__(self, package: str = "actions") -> None:
        """Finds the actions of a package."""
        super().__init__(url=f"in-process:{package}")
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Runs the action that the call names, and returns what it says.

        Raises:
            ClientResponseError: as Rasa expects it where an action declines or is
                unknown.
        """
        call = kwargs["json"]
        try:
            return await self._executor.run(call)
        except ActionExecutionRejection as error:
            raise _response_error(400, error.action_name, str(error)) from error
        except ActionNotFoundException as error:
            raise _response_error(404, error.action_name, str(error)) from error


def run_actions_in_process() -> InProcessActions:
    """Replaces the two internals, and gives the endpoint to start Rasa with."""
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction._action_call_format = _action_call_format
    return InProcessActions()


def _validate_action_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """Checks what an action returned, as Rasa does.

    Raises:
        ValidationError: it is not of the form that Rasa asks for.
    """
    error = next(_validator(_kinds_in(result)).iter_errors(result), None)
    if error is not None:
        error.message += f" The action '{action.name()}' returned something malformed."
        raise error
    return True


def _kinds_in(result: dict[str, Any]) -> frozenset[str] | None:
    """The kinds of the events in a result; None where one has none that is known."""
    events = result.get("events") if isinstance(result, dict) else None
    if not isinstance(events, list):
        return None
    dicts = [one for one in events if isinstance(one, dict)]
    kinds = frozenset(str(one.get("event")) for one in dicts)
    return kinds if kinds <= KINDS.keys() and len(dicts) == len(events) else None


@lru_cache(maxsize=32)
def _validator(kinds: frozenset[str] | None) -> Any:
    """What checks results with events of these kinds, or of any."""
    schema = copy.deepcopy(SCHEMA)
    if kinds is not None:
        which = [KINDS[kind] for kind in sorted(kinds)]
        schema["properties"]["events"]["items"]["oneOf"] = which
    return validator_for(schema)(schema)


def _action_call_format(
    action: RemoteAction, tracker: DialogueStateTracker, domain: Domain
) -> dict[str, Any]:
    """The call of an action: slots, the last message and where it came from."""
    said = {"event": "user", "input_channel": tracker.get_latest_input_channel()}
    return {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": [said]},
        "domain": {},
    }


def _response_error(status: int, action: str, message: str) -> ClientResponseError:
    content = json.dumps({"action_name": action, "error": message})
    return ClientResponseError(status, message, content)
