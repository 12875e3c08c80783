"""Written conversations, and what there is to learn from them about context."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.understanding.context import Context
from bot.understanding.english import English
from bot.understanding.intent import OTHER_CONDITION, Intent, Kind
from bot.understanding.subject import Subject
from bot.yaml_file import read_yaml

# A turn is learned this often more, after other words on the same topic than its own.
VARIED = 3
# How often those are left out altogether, and the topic stands alone.
WITHOUT_WORDS = 0.2
# The share of questions that are learned once more as asked in an emergency.
WHILE_URGENT = 0.1

Labelled = tuple[str, Intent]


class ConversationsError(BotError):
    """The file of written conversations is not as it should be."""


@dataclass(frozen=True)
class InContext:
    """A message, what went before it, and what it means there."""

    text: str
    context: Context
    intent: Intent


@dataclass(frozen=True)
class Conversations:
    """Conversations, each turn with what it means after those before it."""

    turns: tuple[tuple[Labelled, ...], ...]

    def in_context(self) -> Iterator[InContext]:
        """Every turn that has something before it."""
        for conversation in self.turns:
            context = Context()
            for text, intent in conversation:
                if context.as_text():
                    yield InContext(text, context, intent)
                context = context.after(intent, text)

    def learned_with(
        self,
        questions: Sequence[Labelled],
        subject: Subject,
        english: English,
        *,
        unrelated: int,
        chance: random.Random,
    ) -> list[InContext]:
        """What teaches when a message leans on what went before, and when it does not.

        The turns; the same after other words on the same topic; and single questions
        after one that must not matter.

        Args:
            questions: Single training questions.
            subject: What the text is about.
            english: Says which words stand for what went before.
            unrelated: How many of these are put behind one that must not matter.
            chance: Where what is chosen comes from.
        """
        by_intent = defaultdict(list)
        for text, intent in questions:
            by_intent[intent].append(text)
        turns = list(self.in_context())
        varied = [
            replace(turn, context=_in_other_words(turn.context, by_intent, chance))
            for turn in turns
            for _ in range(VARIED)
        ]
        # Half of them so that no intent is rare, half as often as people ask.
        even = [_any(by_intent, chance) for _ in range(unrelated)]
        asked = [*even[::2], *chance.choices(questions, k=unrelated // 2)]
        before = chance.sample(even, len(asked))
        apart = [
            _unrelated(question, previous, subject, english)
            for question, previous in zip(asked, before, strict=True)
        ]
        # While an emergency goes on, other things are asked as well.
        urgent = [_while_urgent(one) for one in apart if chance.random() < WHILE_URGENT]
        return [*turns, *varied, *apart, *urgent]


def _any(by_intent: dict[Intent, list[str]], chance: random.Random) -> Labelled:
    """A question of any intent, each as likely as the others."""
    intent = chance.choice(list(by_intent))
    return chance.choice(by_intent[intent]), intent


def _while_urgent(one: InContext) -> InContext:
    return replace(one, context=replace(one.context, urgent=True))


def _in_other_words(
    context: Context, by_intent: dict[Intent, list[str]], chance: random.Random
) -> Context:
    """The context, as if what went before had been said by somebody else."""
    known = by_intent.get(context.topic) if context.topic else None
    if known is None:
        return context
    if chance.random() < WITHOUT_WORDS:
        return replace(context, said="")
    said = Context().after(Intent(context.topic), chance.choice(known)).said
    return replace(context, said=said)


def _unrelated(
    question: Labelled, previous: Labelled, subject: Subject, english: English
) -> InContext:
    """A question after one that must not matter.

    But "it" after another condition is that one, until ours is named again.
    """
    (text, intent), (said, about) = question, previous
    refers = english.refers_back(text) and not subject.is_named_in(text)
    is_that = about == OTHER_CONDITION and refers
    asks = intent.kind in {Kind.ASK, Kind.NOT_COVERED}
    means = OTHER_CONDITION if asks and is_that else intent
    return InContext(text, Context().after(about, said), means)


def load_conversations(path: Path) -> Conversations:
    """Reads conversations from a file: lists of turns, each under its intent.

    Raises:
        ConversationsError: the file is not of that form.
    """
    try:
        content = read_yaml(path)
        turns = tuple(
            tuple(
                (text, Intent(intent))
                for turn in conversation
                for intent, text in turn.items()
            )
            for conversation in content
        )
        if not all(isinstance(text, str) for one in turns for text, _ in one):
            raise TypeError("what is said needs quotes around it")
        return Conversations(turns)
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise ConversationsError(
            f"{path}: needs a list of conversations, each a list of "
            f"'intent: \"what is said\"' ({error})."
        ) from error
