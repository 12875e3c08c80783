import asyncio
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.with_context import MOST_TURNS, context_of, gist
from bot.storage.dialogue_store import TURNS
from tests.conftest import Say


def said(text: str, intent: str, confidence: float = 0.9, **read: Any) -> UserUttered:
    found = {"name": intent, "confidence": confidence}
    return UserUttered(text, found, parse_data={"intent": found, "text": text, **read})


def tracker(*events: UserUttered) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("somebody", list(events))


def asked(*intents: str) -> list[dict[str, Any]]:
    return [
        {"text": "", "ranking": [{"name": name, "confidence": 1.0}]} for name in intents
    ]


def test_what_was_said_last_is_the_context() -> None:
    context = context_of(
        tracker(said("is it bad", "ask_danger"), said("ok thanks", "thank"))
    )
    assert context.as_text() == "danger: is it bad"


def test_of_several_questions_the_last_one_is_gone_on_with() -> None:
    both = asked("ask_danger", "ask_cause")
    context = context_of(tracker(said("bad? cause?", "ask_danger", questions=both)))
    assert context.topic == "ask_cause"


def test_a_notice_after_an_answer_is_no_emergency() -> None:
    both = asked("ask_cause", "emergency")
    context = context_of(tracker(said("cause?", "ask_cause", questions=both)))
    assert context.topic == "ask_cause"
    assert not context.urgent


def test_a_doubtful_refusal_does_not_become_the_topic() -> None:
    asked_before = said("is it bad", "ask_danger")
    doubtful = tracker(asked_before, said("barlow, bad?", "other_condition", 0.4))
    sure = tracker(asked_before, said("what is gout", "other_condition", 0.95))
    assert context_of(doubtful).topic == "ask_danger"
    assert context_of(sure).topic == "other_condition"


def test_an_emergency_of_long_ago_is_over() -> None:
    calm = [said("is it bad", "ask_danger")] * 6
    assert context_of(tracker(said("help", "emergency"), *calm[:5])).urgent
    assert not context_of(tracker(said("help", "emergency"), *calm)).urgent


def test_the_context_is_no_part_of_what_is_kept(
    _engine: tuple[asyncio.AbstractEventLoop, Any],
) -> None:
    loop, bot = _engine
    message = UserMessage("and at ninety?", sender_id="nobody")
    before = tracker(said("who gets it", "ask_who_gets_it"))
    loop.run_until_complete(bot.agent.processor.parse_message(message, before))
    assert not message.metadata


def test_a_message_that_leans_on_another_is_understood_with_it(say: Say) -> None:
    say("who gets mitral valve prolapse?")
    (leaning,) = say("and ladies of eighty-five?")
    assert leaning["custom"]["outcome"] == "answered"


def test_as_many_turns_are_kept_as_are_looked_at() -> None:
    assert TURNS >= MOST_TURNS


def test_the_gist_of_messages_is_enough_for_the_context() -> None:
    messages = [
        said("is it bad", "ask_danger", decisions={"own": 0.1}),
        said("bad? cause?", "ask_danger", questions=asked("ask_danger", "ask_cause")),
        said("barlow, bad?", "other_condition", 0.4, questions=asked("ask_danger")),
        said("help", "emergency"),
        said("why", "follow_why", corrections=[{"typed": "wy", "read": "why"}]),
    ]
    for number in range(1, len(messages) + 1):
        whole = messages[:number]
        kept = [UserUttered(m.text, parse_data=gist(m.parse_data)) for m in whole]
        assert context_of(tracker(*kept)) == context_of(tracker(*whole))
    assert "decisions" not in gist(messages[0].parse_data)
