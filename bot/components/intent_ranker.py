"""The fifth step: what a message, and each of its clauses, may want and be about."""

from __future__ import annotations

from dataclasses import dataclass
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

from bot.components.attributes import CLAUSE_VECTORS, LIKENESS, RANKINGS, TOPICS
from bot.components.fingerprint import fingerprint
from bot.components.sentence_featurizer import SentenceFeaturizer
from bot.understanding.encoder import Vectors
from bot.understanding.intent import NEAR, Intent, topic_of
from bot.understanding.intent_model import IntentModel
from bot.understanding.known_questions import KnownQuestions

INTENTS_FILE, TOPICS_FILE = "intents.joblib", "topics.joblib"
KNOWN_FILE = "known.npz"


@dataclass(frozen=True)
class Learned:
    """What was learned from the training questions."""

    intents: IntentModel
    topics: IntentModel
    known: KnownQuestions


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class IntentRanker(IntentClassifier, GraphComponent):
    """Two logistic regressions over the sentence vectors, with calibrated confidence.

    One ranks intents; the other ranks topics alone, and has learned what wishes to have
    one's own case judged are about as well. Beside them it tells how like a text is to
    the questions that were learned.
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
        learned: Learned | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._learned = learned

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
        """Loads what was learned."""
        with model_storage.read_from(resource) as folder:
            learned = Learned(
                _model(config, joblib.load(Path(folder) / INTENTS_FILE)),
                _model(config, joblib.load(Path(folder) / TOPICS_FILE)),
                KnownQuestions.load(Path(folder) / KNOWN_FILE),
            )
        return cls(config, model_storage, resource, learned)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the features of the training questions."""
        examples = training_data.intent_examples
        vectors = np.stack([_vector(example) for example in examples])
        intents = [Intent(example.get(INTENT)) for example in examples]
        topics = [_topic(example) for example in examples]
        on_topic = [topic is not None for topic in topics]
        strength = self._config["strength"]
        of_intents = IntentModel.learn(vectors, intents, strength=strength)
        of_topics = IntentModel.learn(
            vectors[on_topic], [topic for topic in topics if topic], strength=strength
        )
        known = KnownQuestions.learn(vectors, intents)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(of_intents, Path(folder) / INTENTS_FILE)
            joblib.dump(of_topics, Path(folder) / TOPICS_FILE)
            known.save(Path(folder) / KNOWN_FILE)
        self._learned = Learned(
            _model(self._config, of_intents),
            _model(self._config, of_topics),
            known,
        )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Ranks the intents and topics of each message, clause and alarm."""
        if self._learned is None:
            raise ValueError("IntentRanker is not trained. Run 'rasa train'.")
        for message in messages:
            vectors = np.stack([_vector(message), *message.get(CLAUSE_VECTORS, [])])
            message.set(RANKINGS, self._learned.intents.rank(vectors))
            message.set(TOPICS, self._learned.topics.rank(vectors))
            message.set(LIKENESS, self._learned.known.likeness(vectors[0]))
        return messages


def _model(config: dict[str, Any], regression: LogisticRegression) -> IntentModel:
    return IntentModel(regression, temperature=config["temperature"])


def _topic(example: Message) -> str | None:
    said = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return topic_of(Intent(example.get(INTENT)), said.get(NEAR))


def _vector(message: Message) -> Vectors:
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], np.float32)
