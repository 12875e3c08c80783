"""Leaves out of the process that answers what only training needs.

Rasa imports TensorFlow for a module of helpers that nothing here calls, and again for
the classes of the graph that trained the model, which it makes beside the graph that
answers. That is two fifths of the memory and a third of the start.
"""

import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any

# What they are made of is read once somebody uses them: TensorFlow, and matplotlib.
LATER = frozenset({"rasa.utils.train_utils", "rasa.utils.plotting"})


class _Later(MetaPathFinder):
    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname not in LATER:
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.loader is not None:
            found.loader = LazyLoader(found.loader)
        return found


def import_training_later() -> None:
    """Has these modules imported when they are used, if Rasa is not imported yet."""
    sys.meta_path.insert(0, _Later())


@cache
def read_no_training_graph() -> None:
    """Replaces how Rasa reads what a model is: without the graph that trained it.

    Once, in this process; Rasa is imported only here, since the commands come before.
    """
    from rasa.engine.storage.storage import ModelMetadata

    original = ModelMetadata.__dict__["from_dict"].__func__

    def from_dict(cls: type[ModelMetadata], written: dict[str, Any]) -> ModelMetadata:
        return original(cls, {**written, "train_schema": {"nodes": {}}})

    ModelMetadata.from_dict = classmethod(from_dict)
