"""The fifth step: what a message, and each of its clauses, may want."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression
from typing_extensions import override

from bot.components.attributes import CLAUSE_VECTORS, RANKINGS
from bot.components.fingerprint import fingerprint
from bot.components.sentence_featurizer import SentenceFeaturizer
from bot.understanding.encoder import Vectors
from bot.understanding.intent_model import IntentModel

MODEL_FILE = "regression.joblib"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class IntentRanker(IntentClassifier, GraphComponent):
    """Logistic regression over the sentence vectors, with calibrated confidence."""

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
        regression: LogisticRegression | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = regression and IntentModel(
            regression, temperature=config["temperature"]
        )

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
        """Loads the regression that was trained."""
        with model_storage.read_from(resource) as folder:
            regression = joblib.load(Path(folder) / MODEL_FILE)
        return cls(config, model_storage, resource, regression)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains the regression on the features of the training questions."""
        examples = training_data.intent_examples
        regression = IntentModel.learn(
            np.stack([_vector(example) for example in examples]),
            [example.get(INTENT) for example in examples],
            strength=self._config["strength"],
        )
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(regression, Path(folder) / MODEL_FILE)
        self._model = IntentModel(regression, temperature=self._config["temperature"])
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Ranks the intents of each message, clause and alarm."""
        if self._model is None:
            raise ValueError("IntentRanker is not trained. Run 'rasa train'.")
        for message in messages:
            vectors = np.stack([_vector(message), *message.get(CLAUSE_VECTORS, [])])
            message.set(RANKINGS, self._model.rank(vectors))
        return messages


def _vector(message: Message) -> Vectors:
    _, sentence = message.get_dense_features(TEXT)
    return np.asarray(sentence.features[0], np.float32)
