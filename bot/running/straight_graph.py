"""Runs the steps of a loaded model one after the other.

Rasa hands its graph to dask for each message, and for each of the two actions after it:
copied, checked and scheduled anew, to run a dozen steps in one order in one thread. The
order is always the same, so here it is found once.
"""

from __future__ import annotations

from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage
from threadpoolctl import threadpool_limits
from typing_extensions import override


class StraightRunner(GraphRunner):
    """Does what `DaskGraphRunner` does."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        """Takes the steps over from a runner that has loaded them."""
        self.nodes: dict[str, GraphNode] = loaded._instantiated_nodes
        self._schema = loaded._graph_schema
        # As many sets of targets as Rasa has: for the message, and for an action.
        self._steps = lru_cache(maxsize=8)(self._in_order)

    @classmethod
    @override
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> StraightRunner:
        loaded = DaskGraphRunner.create(
            graph_schema, model_storage, execution_context, hooks
        )
        return cls(loaded)

    @override
    def run(
        self,
        inputs: dict[str, Any] | None = None,
        targets: list[str] | None = None,
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._schema.target_names)
        done = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._steps(wanted):
            # What is not there is named; the step says that it is missing.
            done[name] = self.nodes[name](*(done.get(one, one) for one in needs))
        return dict(done[name] for name in wanted)

    def _in_order(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """The steps that lead to some targets, each with what it needs."""
        nodes = self._schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        order = TopologicalSorter(needs).static_order()
        return [(name, needs[name]) for name in order if name in needs]


def think_quickly(processor: MessageProcessor) -> None:
    """Has a processor do for each message what has to be done for each."""
    processor.graph_runner = StraightRunner(processor.graph_runner)
    # Made anew each time, an empty domain takes a millisecond to compare ours with.
    is_empty = processor.domain.is_empty()
    processor.domain.is_empty = lambda: is_empty
    # For one product of a vector and a matrix, several threads wait for each other
    # longer than they calculate; messages are understood side by side anyway.
    threadpool_limits(1, "blas")
