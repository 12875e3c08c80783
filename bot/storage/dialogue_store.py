"""Keeps for Rasa what a conversation is about.

Rasa's own stores keep every event of a conversation, and read them all for each
message: at turn 600 a message took 13 times as long as at turn 10, and its
`SQLTrackerStore` counts rows to know what is new, so that two servers lose messages.
What was said is kept as exchanges; of the events no more is kept here than what the
next message is understood with: of the last turn what was done, of those before it what
people meant.

While a message is answered, what is read and written here is at hand: it is read with
the rest before Rasa is asked, and kept with the answer or not at all.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.tables import DIALOGUES

# Rules look at the last turn; what a message leans on is looked for in these.
TURNS = 6
# The answers are kept as exchanges, and the slots as they are now.
KEPT_ELSEWHERE = (BotUttered, SlotSet)
# What is kept of a conversation that Rasa knows nothing of: when it was heard of last.
NOTHING = json.dumps({"slots": {}, "events": []})
# What of all that was found in a message is kept.
Gist = Callable[[dict[str, Any]], dict[str, Any]]

# Made once: SQLAlchemy takes longer to make a statement than SQLite to run it.
_SAME = DIALOGUES.c.conversation == sa.bindparam("whose")
_READ = sa.select(DIALOGUES.c.state).where(_SAME)
_CHANGE = DIALOGUES.update().where(_SAME)
_ADD = DIALOGUES.insert()


class DialogueStore(TrackerStore):
    """One row for each conversation: its slots, and the events of its last turns.

    Loops and pauses that began before these turns are not known any more; there are
    none in this bot.
    """

    def __init__(self, database: Database, domain: Domain | None = None) -> None:
        """Takes where the rows are; Rasa sets the domain once the model is loaded."""
        super().__init__(domain)
        self._database = database
        self._gist: Gist = dict
        self._at_hand: dict[str, str | None] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps where a conversation is, in place of what was kept before.

        Raises:
            StoreError: it cannot be kept.
        """
        conversation = tracker.sender_id
        state = json.dumps(self._state(tracker), ensure_ascii=False)
        if conversation in self._at_hand:
            self._at_hand[conversation] = state
        else:
            await self._database.run(lambda c: write_state(c, conversation, state))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Where a conversation is; None where it is not known.

        Raises:
            StoreError: nothing can be read.
        """
        if sender_id in self._at_hand:
            state = self._at_hand[sender_id]
        else:
            state = await self._database.run(lambda c: read_state(c, sender_id))
        if state is None:
            return None
        kept = json.loads(state)
        # A slot that the domain has no more is left behind.
        known = {slot.name for slot in self.domain.slots}
        slots = [SlotSet(n, value) for n, value in kept["slots"].items() if n in known]
        return DialogueStateTracker.from_events(
            sender_id,
            [*slots, *map(_event, kept["events"])],
            self.domain.slots,
            max_event_history=self.max_event_history,
        )

    def keep_only(self, gist: Gist) -> None:
        """Says what is kept of what was found in a message; until then, all of it."""
        self._gist = gist

    def take_in_hand(self, conversation: str, state: str | None) -> None:
        """Goes on with this, until it is put down, and keeps nothing."""
        self._at_hand[conversation] = state

    def put_down(self, conversation: str) -> str | None:
        """What has become of it; whoever took it in hand keeps it."""
        return self._at_hand.pop(conversation, None)

    async def keys(self) -> Iterable[str]:
        """The conversations that are kept."""
        wanted = sa.select(DIALOGUES.c.conversation)
        return await self._database.run(lambda c: c.execute(wanted).scalars().all())

    def _state(self, tracker: DialogueStateTracker) -> dict[str, Any]:
        slots = {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value is not None
        }
        events = [
            self._kept(event)
            for event in _last_turns(list(tracker.events))
            if not isinstance(event, KEPT_ELSEWHERE)
        ]
        return {"slots": slots, "events": events}

    def _kept(self, event: Event) -> dict[str, Any]:
        written: dict[str, Any] = event.as_dict()
        written.pop("metadata", None)
        if isinstance(event, UserUttered):
            written["parse_data"] = self._gist(written["parse_data"])
        return written


@lru_cache(maxsize=1)
def _kinds() -> dict[str, type[Event]]:
    """Rasa's kinds of events, by their names.

    Rasa goes through all of them for each event that it reads.
    """
    kinds = reversed(all_subclasses(Event))
    return {str(kind.type_name): kind for kind in kinds}


def _event(kept: dict[str, Any]) -> Event:
    event: Event = _kinds()[kept["event"]]._from_parameters(dict(kept))
    return event


def _last_turns(events: Sequence[Event]) -> Sequence[Event]:
    """The messages of the last turns, and all that happened after the very last."""
    begins = [at for at, e in enumerate(events) if isinstance(e, UserUttered)]
    if not begins:
        return events
    return [*(events[at] for at in begins[-TURNS:-1]), *events[begins[-1] :]]


def read_state(connection: Connection, conversation: str) -> str | None:
    """What is kept of where a conversation is."""
    state: str | None = connection.execute(_READ, {"whose": conversation}).scalar()
    return state


def write_state(connection: Connection, conversation: str, state: str) -> None:
    """Keeps where a conversation is, in place of what was kept before."""
    row = {"time": time.time(), "state": state}
    changed = connection.execute(_CHANGE, {"whose": conversation, **row})
    if not changed.rowcount:
        connection.execute(_ADD, {"conversation": conversation, **row})
