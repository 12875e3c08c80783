"""The first step: text that can be read."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.components.attributes import ALARMS, CRY_LANGUAGE, READABLE
from bot.page.page import Page, load_page
from bot.understanding.cleaning import clean, has_words, is_latin, shorten
from bot.understanding.other_languages import language_of_cry
from bot.understanding.urgency import alarms


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class MessageCleaner(GraphComponent):
    """Removes what cannot be seen, folds what looks alike, shortens what is long."""

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        return {
            # A longer message is read at its beginning and its end only; warning
            # signs of an emergency are looked for in all of it.
            "read_at_once": 2_000,
        }

    def __init__(self, config: dict[str, Any], page: Page) -> None:
        self._page = page
        self._limit: int = config["read_at_once"]

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageCleaner:
        return cls(config, load_page())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Cleans the training questions."""
        for example in training_data.intent_examples:
            example.set(TEXT, clean(example.get(TEXT)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Cleans what people typed."""
        for message in messages:
            typed = message.get(TEXT) or ""
            text, flat = clean(typed), clean(typed, flat=True)
            message.set(READABLE, has_words(text) and is_latin(text))
            found = alarms(flat, self._page.signs)
            message.set(ALARMS, found)
            language = language_of_cry(flat, self._page.cries)
            message.set(CRY_LANGUAGE, language, add_to_output=True)
            # A cry for help in the middle is kept, whatever else is left out.
            short = shorten(text, self._limit, keep=found)
            message.set(TEXT, short, add_to_output=True)
        return messages
