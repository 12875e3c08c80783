"""Reads Slack's payloads: docs.slack.dev, "Events API" and "Interactivity"."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from bot.channels.slack.arrival import ALONE, Arrival, Deed
from bot.channels.slack.typed_text import is_to_others, mentions, typed

Payload = Mapping[str, Any]

MENTION = "app_mention"
# Messages that people wrote themselves, though Slack gives them a subtype.
WRITTEN = {None, "file_share", "thread_broadcast"}
# The buttons, by the beginning of their action ids.
CHOICE, HELPED, NOT_HELPED, FORGET = "choice", "helped", "not_helped", "forget"
DIRECT_CHANNELS = "D"


class Malformed(Exception):
    """A payload that lacks something; the message says only that."""


Reader = Callable[..., Arrival | None]


def _reader(read: Reader) -> Reader:
    """Turns what is missing in a payload into an error of our own."""

    @wraps(read)
    def guarded(body: Payload, *more: Any) -> Arrival | None:
        try:
            found = read(body, *more)
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            # Without the error's own text: a piece of a message may be in it.
            raise Malformed(f"{read.__name__}: {type(error).__name__}") from None
        texts = (
            (found.key, found.team, found.user, found.channel, found.text)
            if found
            else ()
        )
        if not all(isinstance(text, str) for text in texts):
            raise Malformed(f"{read.__name__}: a field is no text")
        return found

    return guarded


@_reader
def message(body: Payload, bot: str | None) -> Arrival | None:
    """A message or a mention; None where it is not for the bot.

    A mention in a channel comes as both, with the same time: one key.

    Args:
        body: The payload.
        bot: The bot's user id, where it is known.
    """
    event = body["event"]
    if not _is_written(event) or event["user"] == bot:
        return None
    text, channel, time = event.get("text") or "", event["channel"], event["ts"]
    thread = event.get("thread_ts", "")
    is_direct = event.get("channel_type") == "im" or channel.startswith(DIRECT_CHANNELS)
    is_asked = event["type"] == MENTION or bool(bot and mentions(text, bot))
    if not (is_direct or is_asked) and (not thread or is_to_others(text, bot)):
        return None
    return Arrival(
        key=f"{body['team_id']}-{channel}-{time}",
        deed=Deed.ASK,
        team=body["team_id"],
        user=event["user"],
        channel=channel,
        thread=thread if is_direct else thread or time,
        is_direct=is_direct,
        text=typed(text, bot),
        unasked=not (is_direct or is_asked),
    )


def _is_written(event: Payload) -> bool:
    """Whether a person wrote it just now."""
    by_bot = event.get("bot_id") or event.get("bot_profile")
    changed = "edited" in event or event.get("hidden")
    by_hand = event.get("subtype") in WRITTEN and event.get("user")
    return bool(by_hand) and not by_bot and not changed


@_reader
def command(body: Payload) -> Arrival | None:
    """A slash command, answered to the asker alone."""
    return Arrival(
        key=f"command-{body['trigger_id']}",
        deed=Deed.ASK,
        team=body["team_id"],
        user=body["user_id"],
        channel=body["channel_id"],
        thread=ALONE,
        text=typed(body.get("text", "")),
        response_url=body["response_url"],
        retold=True,
    )


@_reader
def shortcut(body: Payload) -> Arrival | None:
    """A message that the text is to be asked about, answered to the asker alone."""
    return Arrival(
        key=f"shortcut-{body['trigger_id']}",
        deed=Deed.ASK,
        team=_team(body),
        user=body["user"]["id"],
        channel=body["channel"]["id"],
        thread=ALONE,
        text=typed(body["message"].get("text") or ""),
        response_url=body["response_url"],
        retold=True,
    )


@_reader
def press(body: Payload) -> Arrival | None:
    """A button that was pressed; None for one that only opens a link."""
    action, container = body["actions"][0], body["container"]
    action_id, value = action["action_id"], action.get("value")
    if value is None:
        return None
    person = {"team": _team(body), "user": body["user"]["id"]}
    rates = action_id.startswith((HELPED, NOT_HELPED))
    deed = Deed.FORGET if action_id == FORGET else Deed.RATE if rates else Deed.ASK
    return Arrival(
        key=f"press-{person['team']}-{person['user']}-{action['action_ts']}",
        deed=deed,
        **person,
        **_where(body, container),
        text=value,
        helpful=action_id.startswith(HELPED),
        response_url=body.get("response_url"),
        shown=(body.get("message") or {}) if rates else {},
        retold=deed is Deed.ASK,
    )


def _team(body: Payload) -> str:
    """The workspace; one that a whole organisation installed has it at the person."""
    team = body.get("team") or {}
    return str(team.get("id") or body["user"]["team_id"])


def _where(body: Payload, container: Payload) -> dict[str, Any]:
    """Where a button was pressed; of the home tab, in direct messages."""
    if container["type"] == "view":
        return {"channel": body["user"]["id"], "is_direct": True}
    channel = container["channel_id"]
    is_direct = channel.startswith(DIRECT_CHANNELS)
    if container.get("is_ephemeral"):
        return {"channel": channel, "thread": ALONE, "is_direct": False}
    said = body.get("message") or {}
    thread = said.get("thread_ts") or container.get("thread_ts")
    begun = "" if is_direct else container["message_ts"]
    return {"channel": channel, "thread": thread or begun, "is_direct": is_direct}


@_reader
def visit(body: Payload) -> Arrival | None:
    """Somebody who opens the home tab."""
    event = body["event"]
    if event["tab"] != "home":
        return None
    return Arrival(
        key=f"visit-{body['event_id']}",
        deed=Deed.VISIT,
        team=body["team_id"],
        user=event["user"],
        channel=event["user"],
        is_direct=True,
    )


def bot_of(body: Payload) -> str | None:
    """The bot that an event was delivered for."""
    for one in body.get("authorizations") or ():
        if isinstance(one, dict) and one.get("is_bot"):
            return str(one.get("user_id"))
    return None
