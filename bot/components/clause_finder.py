"""The third step: the clauses of a message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.components.attributes import CLAUSES, READABLE
from bot.components.fingerprint import fingerprint
from bot.components.spelling_reader import SpellingReader
from bot.page.page import load_page
from bot.understanding.boundaries import BoundaryModel
from bot.understanding.intent import Intent, is_part
from bot.understanding.splitting import QuestionSplitter

STATE_FILE = "boundaries.json"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True
)
class ClauseFinder(GraphComponent):
    """Finds the clauses that may be questions of their own, with spaCy."""

    @classmethod
    @override
    def required_components(cls) -> list[type]:
        return [SpellingReader]

    @staticmethod
    @override
    def required_packages() -> list[str]:
        return ["spacy"]

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint()

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        splitter: QuestionSplitter | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._splitter = splitter

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseFinder:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClauseFinder:
        """Loads what was learned about where questions begin."""
        with model_storage.read_from(resource) as folder:
            state = json.loads((Path(folder) / STATE_FILE).read_text(encoding="utf-8"))
        page = load_page()
        splitter = QuestionSplitter(page.subject, page.english, BoundaryModel(**state))
        return cls(model_storage, resource, splitter)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns where questions begin, from single ones and from written messages."""
        page = load_page()
        self._splitter = QuestionSplitter.learn(
            page.subject,
            page.english,
            questions=[
                example.get(TEXT)
                for example in training_data.intent_examples
                if is_part(Intent(example.get(INTENT)))
            ],
            written=page.several,
        )
        with self._model_storage.write_to(self._resource) as folder:
            state = json.dumps(self._splitter.state(), ensure_ascii=False)
            (Path(folder) / STATE_FILE).write_text(state, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the questions as they are; what is learned from has one clause."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Notes the clauses of each message; none where it is a single one."""
        if self._splitter is None:
            raise ValueError("ClauseFinder is not trained. Run 'rasa train'.")
        for message in messages:
            readable = message.get(READABLE)
            clauses = self._splitter.split(message.get(TEXT)) if readable else []
            message.set(CLAUSES, clauses if len(clauses) > 1 else [])
        return messages
