"""Tells the pipeline what went before a message.

Rasa's recipe gives the components of a pipeline the message and nothing else, though
`MessageProcessor.parse_message` has the conversation at hand. So there what went before
is put beside the message, as a part of its metadata; what is kept of the message is not
changed by that.
"""

import copy
from dataclasses import asdict
from itertools import islice
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.components.attributes import QUESTIONS
from bot.understanding.context import Context
from bot.understanding.intent import OTHER_CONDITION, UNCLEAR, Intent, Kind
from bot.understanding.questions import Question

KEY = "context"
# What was said longer ago is over, an emergency too.
MOST_TURNS = 6
# From this confidence on it is another condition that "it" means from then on.
SURE = 0.7

_parse_message = MessageProcessor.parse_message


async def _parse_in_context(
    self: MessageProcessor,
    message: UserMessage,
    tracker: DialogueStateTracker | None = None,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    if tracker is not None:
        message = copy.copy(message)
        before = asdict(context_of(tracker))
        message.metadata = {**(message.metadata or {}), KEY: before}
    parsed: dict[str, Any] = await _parse_message(
        self, message, tracker, only_output_properties
    )
    return parsed


def hand_on_context() -> None:
    """Replaces how a message is handed to the pipeline, in this process."""
    MessageProcessor.parse_message = _parse_in_context


def gist(read: dict[str, Any]) -> dict[str, Any]:
    """What of an earlier message's meaning the context of later ones is made of."""
    asked = read.get(QUESTIONS) or []
    likeliest = [{TEXT: "", "ranking": one["ranking"][:1]} for one in asked]
    several = likeliest if len(asked) > 1 else []
    return {
        INTENT: read.get(INTENT) or {},
        TEXT: read.get(TEXT) or "",
        QUESTIONS: several,
    }


def context_before(message: Message) -> Context:
    """What went before a message, as it was put beside it."""
    kept = (message.get("metadata") or {}).get(KEY)
    if not kept:
        return Context()
    topic = kept["topic"]
    return Context(Intent(topic) if topic else None, kept["said"], kept["urgent"])


def context_of(tracker: DialogueStateTracker) -> Context:
    """What a conversation is about after all that was said in it."""
    said = (e for e in reversed(tracker.events) if isinstance(e, UserUttered))
    turns = [_meaning(event) for event in islice(said, MOST_TURNS)]
    return Context.of(reversed(turns))


def _meaning(event: UserUttered) -> tuple[Intent, str]:
    """What a message meant, or the last question in it, and its words."""
    read: dict[str, Any] = event.parse_data or {}
    found = read.get(INTENT) or {}
    intent = Intent(found.get(INTENT_NAME_KEY) or "")
    if intent == OTHER_CONDITION and found[PREDICTED_CONFIDENCE_KEY] < SURE:
        # What was refused wrongly must not drag the next questions with it.
        intent = UNCLEAR
    asked = read.get(QUESTIONS) or []
    if len(asked) > 1 and intent.kind is not Kind.EMERGENCY:
        meant = [Question.from_dict(one).best.intent for one in asked]
        # A notice that came after an answer was no cry for help.
        intent = [one for one in meant if one.kind is not Kind.EMERGENCY][-1]
    return intent, str(read.get(TEXT) or "")
