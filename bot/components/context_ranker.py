"""The step after the ranking: what a message means in the light of what went before."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import partial
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
from typing_extensions import override

from bot.components.attributes import IN_CONTEXT, VECTOR_IN_CONTEXT
from bot.components.fingerprint import fingerprint
from bot.components.sentence_featurizer import SentenceFeaturizer
from bot.page.page import load_page
from bot.understanding.conversations import InContext
from bot.understanding.encoder import SentenceEncoder, Vectors
from bot.understanding.intent import Intent
from bot.understanding.intent_model import IntentModel, Ranking
from bot.understanding.known_questions import KnownQuestions

INTENTS_FILE, KNOWN_FILE = "in_context.joblib", "known_in_context.npz"
# The same choice of questions at each training.
SEED = 0


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class ContextRanker(IntentClassifier, GraphComponent):
    """A logistic regression over the vectors of messages beside what went before them.

    It has learned from whole conversations, and from single questions after one that
    must not matter: so it knows what leans on something, and what stands by itself.
    """

    @classmethod
    @override
    def required_components(cls) -> list[type]:
        return [SentenceFeaturizer]

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        return {
            # As in IntentRanker.
            "strength": 1.0,
            "temperature": 0.9,
            # As many single questions are learned after one that must not matter.
            "unrelated": 6_000,
            # What is drawn by chance is drawn so often: of one draw alone, what is
            # barely understood is so by chance.
            "draws": 3,
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
        intents: IntentModel | None = None,
        known: KnownQuestions | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents = intents
        self._known = known

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContextRanker:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ContextRanker:
        """Loads what was learned."""
        with model_storage.read_from(resource) as folder:
            intents = joblib.load(Path(folder) / INTENTS_FILE)
            known = KnownQuestions.load(Path(folder) / KNOWN_FILE)
        model = IntentModel(intents, temperature=config["temperature"])
        return cls(config, model_storage, resource, model, known)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the page's conversations and some of the training questions."""
        learned = self._drawn(training_data.intent_examples)
        encoder = SentenceEncoder(cores=os.cpu_count() or 1)
        vectors = encoder.encode([(one.text, one.context.as_text()) for one in learned])
        strength = self._config["strength"] / self._config["draws"]
        intents = [one.intent for one in learned]
        regression = IntentModel.learn(vectors, intents, strength=strength)
        known = KnownQuestions.learn(vectors, intents)
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(regression, Path(folder) / INTENTS_FILE)
            known.save(Path(folder) / KNOWN_FILE)
        temperature = self._config["temperature"]
        self._intents = IntentModel(regression, temperature=temperature)
        self._known = known
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Can rank the intents of each message that has something before it."""
        for message in messages:
            encode = message.get(VECTOR_IN_CONTEXT)
            if encode:
                message.set(IN_CONTEXT, partial(self._rank, encode))
        return messages

    def _rank(self, encode: Callable[[], Vectors]) -> tuple[Ranking, float]:
        if self._intents is None or self._known is None:
            raise ValueError("ContextRanker is not trained. Run 'rasa train'.")
        vector = encode()
        (ranking,) = self._intents.rank(vector[np.newaxis])
        return ranking, self._known.likeness(vector)

    def _drawn(self, examples: list[Message]) -> list[InContext]:
        page, chance = load_page(), random.Random(SEED)
        questions = [(one.get(TEXT), Intent(one.get(INTENT))) for one in examples]
        return [
            one
            for _ in range(self._config["draws"])
            for one in page.conversations.learned_with(
                questions,
                page.subject,
                page.english,
                unrelated=self._config["unrelated"],
                chance=chance,
            )
        ]
