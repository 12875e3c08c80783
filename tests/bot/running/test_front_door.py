"""The bounds of the front door; the application behind it shows what it got."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.channels.refusal import REFUSED
from bot.running.front_door import Bounds, Event, FrontDoor, Receive, Scope, Send

BOUNDS = Bounds(
    body=10, drained=40, body_seconds=0.2, reply_seconds=0.2, requests=2, connections=3
)


async def show(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with the body, and with why it is refused where it is."""
    refused = scope.get(REFUSED)
    body = (await receive())["body"]
    if body == b"slow" and refused is None:
        await asyncio.sleep(60)
    if body == b"half":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        await asyncio.sleep(60)
    status = refused.status if refused else 200
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def served(
    door: FrontDoor, parts: Sequence[bytes | None], *, whole: bool = True
) -> tuple[int, dict[bytes, bytes], bytes] | None:
    """What comes back for a body in parts; None as a part is the client's leaving."""
    coming = [
        {"type": "http.disconnect"}
        if part is None
        else {
            "type": "http.request",
            "body": part,
            "more_body": at + 1 < len(parts) or not whole,
        }
        for at, part in enumerate(parts)
    ]
    sent: list[Event] = []

    async def receive() -> Event:
        if not coming:
            await asyncio.sleep(60)
        return coming.pop(0)

    async def send(event: Event) -> None:
        sent.append(event)

    await door({"type": "http"}, receive, send)
    if not sent:
        return None
    body = b"".join(event["body"] for event in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


@pytest.mark.anyio
async def test_hands_on_the_whole_body_and_says_how_long_the_reply_is() -> None:
    answer = await served(FrontDoor(show, BOUNDS), [b"is ", b"it", b"?"])
    assert answer == (200, {b"content-length": b"6"}, b"is it?")


@pytest.mark.anyio
@pytest.mark.parametrize("parts", [[b"x" * 11], [b"x" * 6] * 2, [b"x" * 30] * 9])
async def test_too_large_a_body_is_refused_with_what_was_read(
    parts: list[bytes],
) -> None:
    answer = await served(FrontDoor(show, BOUNDS), parts)
    assert answer is not None
    status, headers, body = answer
    assert (status, body, headers[b"connection"]) == (413, b"x" * 10, b"close")


@pytest.mark.anyio
async def test_of_too_large_a_body_the_beginning_and_the_end_are_read() -> None:
    answer = await served(
        FrontDoor(show, BOUNDS), [b"begin", b"-" * 20, b"the", b"end"]
    )
    assert answer is not None
    assert answer[2] == b"beginheend"


@pytest.mark.anyio
async def test_a_body_that_does_not_come_is_refused() -> None:
    answer = await served(FrontDoor(show, BOUNDS), [b"is"], whole=False)
    assert answer is not None
    assert (answer[0], answer[2]) == (408, b"is")


@pytest.mark.anyio
async def test_a_body_that_is_broken_off_goes_no_further() -> None:
    assert await served(FrontDoor(show, BOUNDS), [b"is", None]) is None


@pytest.mark.anyio
async def test_one_too_many_is_turned_away_and_the_next_is_not() -> None:
    door = FrontDoor(show, BOUNDS)
    slow = [asyncio.ensure_future(served(door, [b"slow"])) for _ in range(2)]
    await asyncio.sleep(0.05)
    answer = await served(door, [b"hi"])
    assert answer is not None
    assert (answer[0], answer[1][b"retry-after"], answer[2]) == (503, b"5", b"hi")
    await asyncio.gather(*slow)
    after = await served(door, [b"hi"])
    assert after is not None
    assert after[0] == 200


@pytest.mark.anyio
async def test_a_reply_that_does_not_come_is_a_refusal() -> None:
    answer = await served(FrontDoor(show, BOUNDS), [b"slow"])
    assert answer is not None
    assert (answer[0], answer[2]) == (503, b"slow")


@pytest.mark.anyio
async def test_a_reply_that_has_begun_is_not_begun_again() -> None:
    with pytest.raises(asyncio.TimeoutError):
        await served(FrontDoor(show, BOUNDS), [b"half"])


@pytest.mark.anyio
async def test_too_many_connections_are_told_so() -> None:
    door = FrontDoor(show, BOUNDS)
    connections = set(range(4))
    door.watch(connections)
    crowded = await served(door, [b"hi"])
    connections.pop()
    after = await served(door, [b"hi"])
    assert crowded is not None
    assert after is not None
    assert (crowded[0], after[0]) == (503, 200)
