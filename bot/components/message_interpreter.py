"""The last step: the intent of the message, and the questions in it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from typing_extensions import override

from bot.components.attributes import (
    ALARMS,
    CLAUSES,
    CONTEXT,
    CRY_LANGUAGE,
    DECISIONS,
    IN_CONTEXT,
    IN_EMERGENCY,
    LIKENESS,
    QUESTIONS,
    RANKINGS,
    READABLE,
    TOPICS,
)
from bot.components.context_ranker import ContextRanker
from bot.components.intent_ranker import IntentRanker
from bot.page.page import Page, load_page
from bot.understanding.context import Context
from bot.understanding.interpretation import Interpretation, Interpreter
from bot.understanding.questions import Question
from bot.understanding.thresholds import Thresholds

# As many of the likeliest intents are shown to those who look at a message.
SHOWN = 8


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class MessageInterpreter(IntentClassifier, GraphComponent):
    """Weighs urgency, choices, clauses and confidence, and sets the intent."""

    @classmethod
    @override
    def required_components(cls) -> list[type]:
        return [IntentRanker, ContextRanker]

    @staticmethod
    @override
    def get_default_config() -> dict[str, Any]:
        return asdict(Thresholds())

    def __init__(self, config: dict[str, Any], page: Page) -> None:
        thresholds = Thresholds(**{name: config[name] for name in asdict(Thresholds())})
        self._interpreter = Interpreter(
            page.quotable,
            signs=page.signs,
            subject=page.subject,
            english=page.english,
            thresholds=thresholds,
        )

    @classmethod
    @override
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageInterpreter:
        return cls(config, load_page())

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent, ranking and questions of each message."""
        for message in messages:
            found = self._interpret(message)
            ranking = [
                {"name": candidate.intent, "confidence": candidate.confidence}
                for candidate in found.ranking[:SHOWN]
            ]
            intent = {"name": found.intent, "confidence": found.confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            decisions = asdict(found.decisions) if found.decisions else None
            message.set(DECISIONS, decisions, add_to_output=True)
            questions = [question.as_dict() for question in found.questions]
            message.set(QUESTIONS, questions, add_to_output=True)
            message.set(IN_EMERGENCY, found.in_emergency, add_to_output=True)
        return messages

    def _interpret(self, message: Message) -> Interpretation:
        clauses, alarms = message.get(CLAUSES, []), message.get(ALARMS, [])
        texts = [message.get(TEXT), *(clause.text for clause in clauses), *alarms]
        read = zip(texts, message.get(RANKINGS), message.get(TOPICS), strict=True)
        whole, *parts = (Question(*one) for one in read)
        before: Context = message.get(CONTEXT)
        rank = message.get(IN_CONTEXT)

        def in_context() -> Question:
            ranking, likeness = rank()
            read = replace(whole, ranking=ranking, likeness=likeness)
            return replace(read, in_context=True, ours=before.is_ours)

        return self._interpreter.interpret(
            replace(whole, likeness=message.get(LIKENESS)),
            clauses=list(zip(clauses, parts, strict=False)),
            alarms=parts[len(clauses) :],
            readable=bool(message.get(READABLE)),
            foreign_cry=message.get(CRY_LANGUAGE) is not None,
            before=before,
            in_context=in_context if rank else None,
        )
