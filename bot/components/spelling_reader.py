"""The second step: misspelt words."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.components.attributes import ALARMS, CORRECTIONS, READABLE
from bot.components.fingerprint import fingerprint
from bot.components.message_cleaner import MessageCleaner
from bot.page.page import load_page
from bot.understanding.spelling import Speller

STATE_FILE = "words.json"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True
)
class SpellingReader(GraphComponent):
    """Reads misspelt words against those of the text and of the questions."""

    @classmethod
    @override
    def required_components(cls) -> list[type]:
        return [MessageCleaner]

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint()

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        speller: Speller | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._speller = speller

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingReader:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingReader:
        """Loads the words that were learned."""
        with model_storage.read_from(resource) as folder:
            state = json.loads((Path(folder) / STATE_FILE).read_text(encoding="utf-8"))
        speller = Speller(**state, shorthand=load_page().shorthand)
        return cls(model_storage, resource, speller)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of the text and of the training questions."""
        questions = [e.get(TEXT) for e in training_data.intent_examples]
        page = load_page()
        self._speller = Speller.learn(
            page.quotable.source.text, questions, page.shorthand
        )
        with self._model_storage.write_to(self._resource) as folder:
            state = json.dumps(self._speller.state(), ensure_ascii=False)
            (Path(folder) / STATE_FILE).write_text(state, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Corrects the training questions as messages will be corrected."""
        for example in training_data.intent_examples:
            example.set(TEXT, self._trained().read(example.get(TEXT)).text)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Corrects what people typed, and notes what was corrected."""
        for message in messages:
            speller = self._trained()
            alarms = [speller.read(alarm).text for alarm in message.get(ALARMS)]
            message.set(ALARMS, alarms)
            if not message.get(READABLE):
                continue
            reading = speller.read(message.get(TEXT))
            message.set(TEXT, reading.text, add_to_output=True)
            corrections = [asdict(correction) for correction in reading.corrections]
            message.set(CORRECTIONS, corrections, add_to_output=True)
        return messages

    def _trained(self) -> Speller:
        if self._speller is None:
            raise ValueError("SpellingReader is not trained. Run 'rasa train'.")
        return self._speller
