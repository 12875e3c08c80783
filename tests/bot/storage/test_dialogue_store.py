import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.dialogue_store import TURNS
from bot.storage.state import State

pytestmark = pytest.mark.anyio

DOMAIN = Domain.from_dict(
    {
        "intents": ["ask"],
        "slots": {"topic": {"type": "any", "mappings": [{"type": "custom"}]}},
    }
)


@pytest.fixture(autouse=True)
def domain(state: State) -> None:
    state.dialogues.domain = DOMAIN


async def turn(state: State, number: int, *, topic: str | None) -> None:
    """A message, as Rasa goes about it."""
    tracker = await state.dialogues.get_or_create_tracker("anna")
    tracker.update(UserUttered(f"question {number}", {"name": "ask"}))
    tracker.update(ActionExecuted("action_answer"))
    tracker.update(BotUttered(f"answer {number}"))
    if topic is not None:
        tracker.update(SlotSet("topic", topic))
    tracker.update(ActionExecuted("action_listen"))
    await state.dialogues.save(tracker)


async def anna(state: State) -> DialogueStateTracker:
    tracker = await state.dialogues.retrieve("anna")
    assert tracker is not None
    return tracker


async def test_nobody_is_known_who_never_spoke(state: State) -> None:
    assert await state.dialogues.retrieve("anna") is None


async def test_knows_the_last_turn_and_the_slots(state: State) -> None:
    await turn(state, 1, topic="birds")
    tracker = await anna(state)
    assert tracker.latest_message.text == "question 1"
    assert tracker.latest_action_name == "action_listen"
    assert tracker.get_slot("topic") == "birds"


async def test_a_slot_outlives_the_turn_that_set_it(state: State) -> None:
    await turn(state, 0, topic="birds")
    for number in range(1, 3 * TURNS):
        await turn(state, number, topic=None)
    assert (await anna(state)).get_slot("topic") == "birds"


async def test_what_is_read_for_a_message_does_not_grow(state: State) -> None:
    sizes = []
    for number in range(30):
        await turn(state, number, topic=f"topic {number}")
        sizes.append(len((await anna(state)).events))
    assert len(set(sizes[TURNS:])) == 1
    asked = [e.text for e in (await anna(state)).events if isinstance(e, UserUttered)]
    assert asked == [f"question {number}" for number in range(30 - TURNS, 30)]


async def test_a_slot_that_the_domain_has_no_more_is_left_behind(state: State) -> None:
    await turn(state, 1, topic="birds")
    for number in range(2, 2 + TURNS):
        await turn(state, number, topic=None)
    state.dialogues.domain = Domain.from_dict({"intents": ["ask"]})
    assert (await anna(state)).get_slot("topic") is None


async def test_of_earlier_turns_only_the_messages_are_kept(state: State) -> None:
    for number in range(4):
        await turn(state, number, topic="birds")
    kept = [event.type_name for event in (await anna(state)).events]
    # The slot as it is now; then the messages, and what was done after the last.
    assert kept == ["slot", "user", "user", "user", "user", "action", "action"]


async def test_what_was_found_in_a_message_is_kept_as_somebody_says(
    state: State,
) -> None:
    state.dialogues.keep_only(lambda found: {**found, "gist": found["text"].upper()})
    await turn(state, 2, topic=None)
    last = (await anna(state)).latest_message
    assert last.text == "question 2"
    assert last.parse_data["gist"] == "QUESTION 2"
