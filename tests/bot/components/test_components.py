"""What every component of the pipeline has to keep, and each one's effect."""

import asyncio
import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe

PROJECT = Path(__file__).parents[3]
CONFIG = yaml.safe_load((PROJECT / "config.yml").read_text())
NAMES = [step["name"] for step in CONFIG["pipeline"]]


def component(name: str) -> type[GraphComponent]:
    module, _, class_name = name.rpartition(".")
    return getattr(importlib.import_module(module), class_name)


@pytest.mark.parametrize("name", NAMES)
def test_is_registered_under_a_name_of_its_own(name: str) -> None:
    found = component(name)
    registered = DefaultV1Recipe._from_registry(found.__name__).clazz
    assert registered is found


@pytest.mark.parametrize("name", NAMES)
def test_graph_methods_say_what_they_return(name: str) -> None:
    found = component(name)
    for method in ("train", "process", "process_training_data"):
        own = vars(found).get(method)
        assert own is None or "return" in own.__annotations__


@pytest.mark.parametrize("name", NAMES)
def test_comes_after_what_it_needs(name: str) -> None:
    before = [component(other) for other in NAMES[: NAMES.index(name)]]
    for needed in component(name).required_components():
        assert any(issubclass(other, needed) for other in before)


@pytest.fixture
def parse(_engine: tuple[asyncio.AbstractEventLoop, Any]) -> Any:
    loop, bot = _engine
    return lambda text: loop.run_until_complete(bot.agent.parse_message(text))


def test_the_pipeline_hands_on_what_it_found(parse: Any) -> None:
    found = parse("whats prolaspe, and is it inherited?")
    assert found["corrections"] == [{"typed": "prolaspe", "read": "prolapse"}]
    asked = [question["ranking"][0]["name"] for question in found["questions"]]
    assert len(asked) == 2
    assert asked[1] == "ask_inherited"
    assert found["intent"]["name"] == asked[0]
    assert 0 < found["intent"]["confidence"] <= 1


def test_a_message_without_words_has_no_question(parse: Any) -> None:
    found = parse("?!")
    assert found["intent"]["name"] == "nlu_fallback"
    assert found["questions"] == []
