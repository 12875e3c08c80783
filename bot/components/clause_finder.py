"""The third step: the clauses of a message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import override

from bot.components.attributes import CLAUSES, READABLE
from bot.page.page import load_page
from bot.understanding.splitting import QuestionSplitter


# Training needs no clauses; of all kinds, only an extractor may stay out of it.
@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False
)
class ClauseFinder(GraphComponent):
    """Finds the clauses that may be questions of their own, with spaCy."""

    @staticmethod
    @override
    def required_packages() -> list[str]:
        return ["spacy"]

    def __init__(self, splitter: QuestionSplitter) -> None:
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
        page = load_page()
        return cls(QuestionSplitter(page.subject, page.english))

    def process(self, messages: list[Message]) -> list[Message]:
        """Notes the clauses of each message; none where it is a single one."""
        for message in messages:
            readable = message.get(READABLE)
            clauses = self._splitter.split(message.get(TEXT)) if readable else []
            message.set(CLAUSES, clauses if len(clauses) > 1 else [])
        return messages
