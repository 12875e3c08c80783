import random
from pathlib import Path

import pytest

from bot.page.page import load_page
from bot.understanding.conversations import (
    VARIED,
    Conversations,
    ConversationsError,
    load_conversations,
)
from bot.understanding.intent import OTHER_CONDITION, Intent

QUESTIONS = [
    ("what is gout", OTHER_CONDITION),
    ("is it catching", Intent("ask_danger")),
    ("is mvp catching", Intent("ask_danger")),
]
TALK = Conversations(
    (
        (
            ("is it bad", Intent("ask_danger")),
            ("at ninety?", Intent("ask_serious_who")),
            ("thanks", Intent("thank")),
        ),
    )
)


def test_every_turn_but_the_first_leans_on_those_before_it() -> None:
    found = [(one.text, one.context.as_text()) for one in TALK.in_context()]
    assert found == [
        ("at ninety?", "danger: is it bad"),
        ("thanks", "serious who: at ninety?"),
    ]


def learned(unrelated: int = 300) -> list[tuple[str, str, str]]:
    page, chance = load_page(), random.Random(1)
    found = TALK.learned_with(
        QUESTIONS, page.subject, page.english, unrelated=unrelated, chance=chance
    )
    return [(one.text, one.context.as_text(), one.intent) for one in found]


def test_a_turn_is_learned_after_other_words_on_the_same_topic() -> None:
    turns = [one for one in learned(0) if one[0] == "at ninety?"]
    assert len(turns) == 1 + VARIED
    assert {intent for _, _, intent in turns} == {"ask_serious_who"}
    assert {context.partition(":")[0] for _, context, _ in turns} == {"danger"}


def test_a_question_is_learned_after_one_that_must_not_matter() -> None:
    found = [one for one in learned() if one[0] == "is mvp catching"]
    assert {intent for _, _, intent in found} == {"ask_danger"}
    assert len({context for _, context, _ in found}) > 2


def test_it_is_the_other_condition_that_was_asked_about_before() -> None:
    found = [
        intent
        for text, context, intent in learned()
        if text == "is it catching" and "what is gout" in context
    ]
    assert found
    assert set(found) == {OTHER_CONDITION}


@pytest.mark.parametrize("content", ["a: b", "- - ask_danger: 5", "- [", "- 3"])
def test_a_file_of_another_form_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "conversations.yml"
    path.write_text(content)
    with pytest.raises(ConversationsError, match=r"conversations\.yml"):
        load_conversations(path)


def test_the_page_brings_conversations_whose_intents_are_known() -> None:
    turns = [turn for one in load_page().conversations.turns for turn in one]
    assert len(turns) > 1_000
    assert {intent for _, intent in turns} <= set(_intents())


def _intents() -> list[str]:
    import yaml

    domain = Path(__file__).parents[3] / "domain.yml"
    return list(yaml.safe_load(domain.read_text())["intents"])
