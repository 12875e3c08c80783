"""A bot in this process, with its conversations in a file as when it is served."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from rasa.engine.runner.dask import DaskGraphRunner

from bot.running.engine import Bot, load_bot
from bot.settings import Settings
from bot.storage.state import State

MANY = 1_000_000
# Questions in a conversation.
TALK = 5


@asynccontextmanager
async def kept_bot() -> AsyncIterator[Bot]:
    """Loads it, without limits on how much one may ask; the file is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        limits = {"conversation_rate": MANY, "address_rate": MANY}
        state = State.opened(Settings(state_folder=Path(folder), **limits))
        try:
            yield await load_bot(state)
        finally:
            state.close()


def rasas_runner(bot: Bot) -> DaskGraphRunner:
    """Rasa's own runner of the graph, with the components that are loaded."""
    ours = bot.agent.processor.graph_runner
    runner = DaskGraphRunner.__new__(DaskGraphRunner)
    runner._graph_schema, runner._instantiated_nodes = ours._schema, ours.nodes
    runner._execution_context = None
    return runner
