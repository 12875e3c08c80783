"""Measures where the time of a message goes, step by step."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import numpy as np
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphNodeHook

WHOLE = "whole message"
REST = "dialogue, actions and the rest"


class StepTimes(GraphNodeHook):
    """Keeps, for every message, the milliseconds that each step took."""

    def __init__(self, agent: Agent) -> None:
        """Watches the steps of a loaded bot."""
        self.milliseconds: dict[str, list[float]] = defaultdict(list)
        self._in_steps = 0.0
        # A loaded runner has no way to add a hook; its nodes are handed on as they are.
        for node in agent.processor.graph_runner.nodes.values():
            node._hooks.append(self)

    def on_before_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        received_inputs: dict[str, Any],
    ) -> dict[str, Any]:
        """Starts the clock of a step."""
        return {"started": perf_counter()}

    def on_after_node(
        self,
        node_name: str,
        execution_context: ExecutionContext,
        config: dict[str, Any],
        output: Any,
        input_hook_data: dict[str, Any],
    ) -> None:
        """Stops the clock of a step."""
        took = (perf_counter() - input_hook_data["started"]) * 1000
        # "run_bot.components.message_cleaner.MessageCleaner0": the class will do.
        if node_name.startswith("run_") and "." in node_name:
            self.milliseconds[node_name.rsplit(".", 1)[1].rstrip("0123456789")].append(
                took
            )
            self._in_steps += took

    async def timed(self, answer: Callable[[], Awaitable[Any]]) -> Any:
        """Answers one message, and notes how long all of it took."""
        self._in_steps, started = 0.0, perf_counter()
        replies = await answer()
        took = (perf_counter() - started) * 1000
        self.milliseconds[REST].append(took - self._in_steps)
        self.milliseconds[WHOLE].append(took)
        return replies

    def summary(self) -> dict[str, dict[str, float]]:
        """Median and 95th percentile of each step, in milliseconds."""
        return {
            step: {
                "median": round(float(np.median(times)), 3),
                "p95": round(float(np.percentile(times, 95)), 3),
            }
            for step, times in self.milliseconds.items()
        }
