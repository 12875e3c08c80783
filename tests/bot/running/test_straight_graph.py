"""The steps give what Rasa's own runner gives, in the same order of needs."""

from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker
from threadpoolctl import threadpool_info

from bench.kept_bot import rasas_runner
from bot.running.engine import Bot, load_bot
from bot.running.straight_graph import StraightRunner


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def bot(trained: Path, anyio_backend: str) -> Bot:
    return await load_bot()


@pytest.fixture
def runners(bot: Bot) -> tuple[StraightRunner, DaskGraphRunner]:
    return bot.agent.processor.graph_runner, rasas_runner(bot)


@pytest.mark.anyio
@pytest.mark.parametrize("text", ["is it dangerous?", "what causes it, who gets it?"])
async def test_understands_and_chooses_as_with_dask(
    bot: Bot, runners: tuple[StraightRunner, DaskGraphRunner], text: str
) -> None:
    processor = bot.agent.processor
    understood, chosen = [], []
    for runner in runners:
        tracker = await processor.get_tracker("somebody")
        targets = [processor.model_metadata.nlu_target]
        told = {
            PLACEHOLDER_MESSAGE: [UserMessage(text)],
            PLACEHOLDER_TRACKER: tracker,
        }
        (messages,) = runner.run(told, targets).values()
        understood.append(messages[0].as_dict(only_output_properties=True))
        prediction = runner.run(
            {PLACEHOLDER_TRACKER: tracker}, [processor.model_metadata.core_target]
        )
        chosen.append(prediction[processor.model_metadata.core_target])
    assert understood[0] == understood[1]
    assert understood[0]["intent"]["name"].startswith("ask_")
    assert chosen[0] == chosen[1]


def test_the_steps_are_ordered_once(
    runners: tuple[StraightRunner, DaskGraphRunner], bot: Bot
) -> None:
    ours, _ = runners
    target = (bot.agent.processor.model_metadata.nlu_target,)
    steps = ours._steps(target)
    assert ours._steps(target) is steps
    names = [name for name, _ in steps]
    for name, needs in steps:
        assert all(
            names.index(one) < names.index(name) for one in needs if one in names
        )


def test_without_a_message_the_step_that_needs_it_says_so(
    runners: tuple[StraightRunner, DaskGraphRunner], bot: Bot
) -> None:
    target = [bot.agent.processor.model_metadata.nlu_target]
    for runner in runners:
        with pytest.raises(GraphRunError, match="Missing input"):
            runner.run({PLACEHOLDER_TRACKER: DialogueStateTracker("a", [])}, target)


def test_a_message_is_calculated_in_one_thread(bot: Bot) -> None:
    libraries = [one for one in threadpool_info() if one["user_api"] == "blas"]
    assert libraries
    assert all(one["num_threads"] == 1 for one in libraries)


def test_an_empty_domain_is_not_made_for_each_message(bot: Bot) -> None:
    domain = bot.agent.processor.domain
    assert domain.is_empty() is type(domain).is_empty(domain)
