import asyncio
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.training_data.story_reader.yaml_story_reader import (
    YAMLStoryReader,
)
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

import bot.components  # noqa: F401 (what Rasa does when it loads a model)
from tests.conftest import Say

Engine = tuple[asyncio.AbstractEventLoop, Any]

COMMANDS = ["/restart", "/session_start", "/greet@1.0", '/greet{"a": "b"}']


def test_no_character_before_a_slash_makes_it_a_command() -> None:
    typed = [
        Message({TEXT: f"{chr(number)}/restart"})
        for number in range(sys.maxunicode + 1)
    ]
    before = [message.get(TEXT) for message in typed]
    handled = RegexMessageHandler().process(typed)
    assert [message.get(TEXT) for message in handled] == before
    assert not any(message.get("intent") for message in handled)


def test_rasa_itself_would_obey() -> None:
    # If this fails, Rasa has changed, and there may be nothing left to take out.
    unpacked = YAMLStoryReader.unpack_regex_message(Message({TEXT: "/restart"}))
    assert unpacked.get("intent")["name"] == "restart"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.characters(), max_size=3), st.sampled_from(COMMANDS))
def test_the_model_reads_commands_as_words(
    _engine: Engine, before: str, command: str
) -> None:
    loop, bot = _engine
    message = UserMessage(before + command, sender_id="nobody")
    parsed = loop.run_until_complete(bot.agent.processor.parse_message(message))
    assert parsed["intent"]["name"] not in {"restart", "back", "session_start"}
    assert parsed["entities"] == []
    # What the pipeline found, not what the command says.
    assert "questions" in parsed


@pytest.mark.parametrize("hidden", ["", "\ue000", "\u200b", "\U000f0000", "／", "\x07"])
# The first two are left out: as words, they are a wish to begin anew.
@pytest.mark.parametrize("command", COMMANDS[2:])
def test_a_conversation_goes_on_after_a_command(
    say: Say, hidden: str, command: str
) -> None:
    say("is it inherited?")
    assert all(reply["text"] for reply in say(hidden + command))
    (reply,) = say("where does it say that?")
    assert reply["custom"]["passage"] == "inherited"


def test_a_command_before_a_cry_for_help_hides_nothing(say: Say) -> None:
    first, *_ = say('\ue000/greet{"a":"b"} my chest hurts so bad right now')
    assert first["custom"]["outcome"] == "emergency"
