"""The fifth step: what a message, and each of its clauses, may want and be about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression
from typing_extensions import override

from bot.components.attributes import CLAUSE_VECTORS, RANKINGS, TOPICS
from bot.components.fingerprint import fingerprint
from bot.components.sentence_featurizer import SentenceFeaturizer
from bot.understanding.encoder import Vectors
from bot.understanding.intent import NEAR, Intent, topic_of
from bot.understanding.intent_model import IntentModel

INTENTS_FILE, TOPICS_FILE = "intents.joblib", "topics.joblib"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class IntentRanker(IntentClassifier, GraphComponent):
    """Two logistic regressions over the sentence vectors, with calibrated confidence.

    One ranks intents; the other ranks topics alone, and has learned what wishes to have
    one's own case judged are about as well.
    """

    @classmethod
    @override
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        return {
            # How closely the regression fits the questions (inverse regularisation).
            "strength": 1.0,
            # What the log-odds are divided by; 1 leaves them as they are. Both come
            # from cross-validation (docs/understanding.md).
            "temperature": 0.9,
        }

    @classmethod
    @override
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint()

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        models: tuple[IntentModel, IntentModel] | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._models = models

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentRanker:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentRanker:
        """Loads the regressions that were trained."""
        with model_storage.read_from(resource) as folder:
            of_intents = joblib.load(Path(folder) / INTENTS_FILE)
            of_topics = joblib.load(Path(folder) / TOPICS_FILE)
        models = _models(config, of_intents, of_topics)
        return cls(config, model_storage, resource, models)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains the regressions on the features of the training questions."""
        examples = training_data.intent_examples
        of_intents = self._learned(examples, [e.get(INTENT) for e in examples])
        topics = [(e, _topic(e)) for e in examples]
        known = [(example, topic) for example, topic in topics if topic]
        of_topics = self._learned([e for e, _ in known], [topic for _, topic in known])
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(of_intents, Path(folder) / INTENTS_FILE)
            joblib.dump(of_topics, Path(folder) / TOPICS_FILE)
        self._models = _models(self._config, of_intents, of_topics)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Ranks the intents and topics of each message, clause and alarm."""
        if self._models is None:
            raise ValueError("IntentRanker is not trained. Run 'rasa train'.")
        of_intents, of_topics = self._models
        for message in messages:
            vectors = np.stack([_vector(message), *message.get(CLAUSE_VECTORS, [])])
            message.set(RANKINGS, of_intents.rank(vectors))
            message.set(TOPICS, of_topics.rank(vectors))
        return messages

    def _learned(
        self, examples: Sequence[Message], names: Sequence[str]
    ) -> LogisticRegression:
        vectors = np.stack([_vector(example) for example in examples])
        return IntentModel.learn(vectors, names, strength=self._config["strength"])


def _models(
    config: dict[str, Any], *regressions: LogisticRegression
) -> tuple[IntentModel, IntentModel]:
    of_intents, of_topics = (
        IntentModel(regression, temperature=config["temperature"])
        for regression in regressions
    )
    return of_intents, of_topics


def _topic(example: Message) -> str | None:
    said = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return topic_of(Intent(example.get(INTENT)), said.get(NEAR))


def _vector(message: Message) -> Vectors:
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], np.float32)
