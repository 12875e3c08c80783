"""Understands messages aside, so that the event loop goes on.

Rasa's pipeline takes some ten milliseconds of the loop for each message, in which
nobody is let in, turned away or sent what is ready. More than half of that is spent in
NumPy and ONNX Runtime, which let other threads go on.
"""

import asyncio
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

Parsed = dict[str, Any]


def think_aside(processor: MessageProcessor) -> None:
    """Has a processor's messages understood in threads, one for each core."""
    cores = len(os.sched_getaffinity(0))
    threads = ThreadPoolExecutor(cores, "thinking")
    parse = processor.parse_message

    async def parse_aside(
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> Parsed:
        begun = parse(message, tracker, only_output_properties)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, _finished, begun)

    processor.parse_message = parse_aside


def _finished(begun: Coroutine[Any, Any, Parsed]) -> Parsed:
    """What a coroutine returns that never waits for anything.

    Raises:
        RuntimeError: it waits, as for an interpreter on another server.
    """
    try:
        begun.send(None)
    except StopIteration as done:
        parsed: Parsed = done.value
        return parsed
    begun.close()
    raise RuntimeError("The pipeline of this bot runs in this process.")
