"""Brings a store up to date that was written before exchanges had rows of their own.

Until November 2026 Rasa's `SQLTrackerStore` kept every event of a conversation in a
table `events`, and the page read the conversation out of them. Here they become
exchanges and dialogues, once, and the table goes: what is forgotten later must not
live on in it. It belongs to the first version of the tables (`migrations/`).
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.storage.errors import StoreError


def _table(name: str, *columns: str) -> sa.sql.TableClause:
    return sa.table(name, *map(sa.column, columns))


EVENTS = _table("events", "id", "sender_id", "timestamp", "data")
# As they were in that version.
EXCHANGES = _table(
    "exchanges",
    *("conversation", "question_id", "channel", "time", "question", "replies"),
)
DIALOGUES = _table("dialogues", "conversation", "time", "state")

# What a conversation is about was kept in a slot "thread", with other names in it.
NEW_NAMES = {"told": "quoted"}

Event = dict[str, Any]


def replace_events(connection: Connection) -> None:
    """Replaces the events of a store, if there are any.

    Raises:
        StoreError: an event is not as Rasa wrote them; all is left as it was.
    """
    if not sa.inspect(connection).has_table(EVENTS.name):
        return
    ordered = sa.select(EVENTS).order_by(EVENTS.c.sender_id, EVENTS.c.id)
    rows = connection.execute(ordered)
    for conversation, group in groupby(rows, key=lambda row: str(row.sender_id)):
        try:
            events = [json.loads(row.data) for row in group]
            exchanges = list(_exchanges(conversation, events))
            dialogue = _dialogue(conversation, events)
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(
                f"The conversation {conversation[:12]}… of an earlier version cannot "
                f"be read ({error!r}). Put back a copy of the folder, or begin a new "
                "one: name it as state_folder in settings.yml."
            ) from error
        if exchanges:
            connection.execute(EXCHANGES.insert(), exchanges)
        connection.execute(DIALOGUES.insert(), dialogue)
    connection.execute(sa.text("DROP TABLE events"))


def _exchanges(conversation: str, events: Sequence[Event]) -> Iterator[dict[str, Any]]:
    """The rows of what was asked and answered; a question may have got no answer."""
    begins = [at for at, event in enumerate(events) if event["event"] == "user"]
    seen: set[str] = set()
    for begin, end in pairwise([*begins, len(events)]):
        asked = events[begin]
        said = [event for event in events[begin:end] if event["event"] == "bot"]
        question_id = str(asked.get("message_id"))
        if not said or question_id in seen:
            continue
        seen.add(question_id)
        yield {
            "conversation": conversation,
            "question_id": question_id,
            "channel": asked.get("input_channel") or "",
            "time": asked["timestamp"],
            "question": (asked.get("text") or "").strip(),
            "replies": json.dumps([_reply(event) for event in said]),
        }


def _reply(said: Event) -> dict[str, Any]:
    """A reply as data; its parts were `pieces`, with the text of quotes in them."""
    data = said.get("data") or {}
    custom, buttons = data.get("custom") or {}, data.get("buttons") or ()
    words = [{"kind": "words", "text": said.get("text") or ""}]
    numbers = iter(range(len(custom.get("quotes", ()))))
    return {
        "outcome": custom.get("outcome", "small_talk"),
        "passage": custom.get("passage"),
        "gap": custom.get("gap"),
        "quotes": custom.get("quotes", []),
        "source": custom.get("source"),
        "parts": [
            {"kind": "quote", "quote": next(numbers)}
            if piece["kind"] == "quote"
            else piece
            for piece in custom.get("pieces", words)
        ],
        "choices": [button["title"] for button in buttons],
    }


def _dialogue(conversation: str, events: Sequence[Event]) -> dict[str, Any]:
    slots = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
    kept = slots.get("thread") or {}
    about = {NEW_NAMES.get(name, name): value for name, value in kept.items()}
    begins = [at for at, event in enumerate(events) if event["event"] == "user"]
    last = events[begins[-1] :] if begins else events
    return {
        "conversation": conversation,
        "time": events[-1]["timestamp"],
        "state": json.dumps({"slots": {"dialogue": about}, "events": list(last)}),
    }
