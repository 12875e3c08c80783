"""Takes the commands out of Rasa: whatever people type is words.

Rasa's recipe ends every pipeline with `RegexMessageHandler`, which obeys a text that
begins with a slash: "/restart" forgets the conversation, '/greet{"name": "x"}' sets the
intent and fills slots. It reads the text as the pipeline leaves it, so a guard in front
of the pipeline is passed by whatever the pipeline removes. No setting leaves it out;
here it hands on what it was given.
"""

from typing import Optional

from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.message import Message


class _HandsOn(RegexMessageHandler):
    def process(
        self,
        messages: list[Message],
        domain: Optional[Domain] = None,  # noqa: UP045 (Rasa's own check of types)
    ) -> list[Message]:
        return messages


def take_commands_out() -> None:
    """Replaces what the handler does, in this process."""
    RegexMessageHandler.process = _HandsOn.process
