"""Runs the actions inside the bot's own process.

Rasa sends an action call to a second process, over HTTP. Nothing should be lost, or
slow, because that process is down, so the endpoint here calls the same actions
directly. Two internals of `RemoteAction` are replaced:

- `_validate_action_result` checks the reply against a JSON schema, and in doing so
  checks the schema itself anew each time: 85 % of the 24 ms that an action takes. The
  validator here is compiled once (fastjsonschema); it refuses the same replies.
- `_action_call_format` sends all events of a conversation and the whole domain with
  every call, which makes each turn slower than the one before. The actions read slots
  and the last message; that is what they get.
"""

import json
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.errors import BotError

CHECKED = fastjsonschema.compile(RemoteAction.action_response_format_spec())


class MalformedResult(BotError):
    """An action returned what Rasa cannot read."""


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
        MalformedResult: it is not of the form that Rasa asks for.
    """
    try:
        CHECKED(result)
    except fastjsonschema.JsonSchemaValueException as error:
        raise MalformedResult(
            f"The action '{action.name()}' returned something malformed: {error}"
        ) from error
    return True


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
