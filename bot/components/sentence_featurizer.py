"""The fourth step: sentences as vectors."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import override

from bot.components.attributes import (
    ALARMS,
    CLAUSE_VECTORS,
    CLAUSES,
    CONTEXT,
    VECTOR_IN_CONTEXT,
)
from bot.components.with_context import context_before
from bot.understanding.encoder import (
    ENCODER_FOLDER,
    Facts,
    InContext,
    SentenceEncoder,
    Vectors,
)

# In characters: a longer message is encoded apart from its parts.
LONG = 400


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence encoder's vector as dense features."""

    @staticmethod
    @override
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        return {
            **DenseFeaturizer.get_default_config(),
            # Where the encoder's files are; None for the one that comes with the bot.
            "encoder": None,
        }

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return str(sorted(Facts.read(_folder(config)).sha256.items()))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Checks that the encoder is there."""
        Facts.read(_folder(config))

    def __init__(
        self, config: dict[str, Any], name: str, encoder: SentenceEncoder
    ) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Creates the component and loads the encoder."""
        encoder = SentenceEncoder(_folder(config))
        return cls(config, execution_context.node_name, encoder)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes the training questions."""
        examples = training_data.intent_examples
        # Nobody else needs the machine while the model is trained.
        encoder = SentenceEncoder(_folder(self._config), cores=os.cpu_count() or 1)
        vectors = encoder.encode([example.get(TEXT) for example in examples])
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes each message and its parts, and can encode it in its context."""
        for message in messages:
            text = message.get(TEXT) or ""
            clauses = [clause.text for clause in message.get(CLAUSES, [])]
            parts = [*clauses, *message.get(ALARMS, [])]
            first, *others = self._encoded(text, parts)
            self._add(message, first)
            message.set(CLAUSE_VECTORS, others)
            before = context_before(message)
            message.set(CONTEXT, before)
            if before.as_text():
                both = (text, before.as_text())
                message.set(VECTOR_IN_CONTEXT, partial(self._encode_one, both))
        return messages

    def _encode_one(self, text: InContext) -> Vectors:
        (vector,) = self._encoder.encode([text])
        return np.asarray(vector)

    def _encoded(self, text: str, parts: list[str]) -> list[Vectors]:
        """The vectors of a message and of its parts."""
        if len(text) <= LONG:
            return [*self._encoder.encode([text, *parts])]
        # In one batch with it, each part would take as long as all of it.
        return [*self._encoder.encode([text]), *self._encoder.encode(parts)]

    def _add(self, message: Message, vector: Vectors) -> None:
        features = np.reshape(vector, (1, -1))
        self.add_features_to_message(features, features, TEXT, message)


def _folder(config: dict[str, Any]) -> Path:
    return Path(config.get("encoder") or ENCODER_FOLDER)
