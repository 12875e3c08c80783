"""The rules that are looked up are those that Rasa finds by going through all."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import SHOULD_NOT_BE_SET

from bot.components import indexed_rules
from bot.running.engine import load_bot

LISTEN = "action_listen"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def policy(trained: Path, anyio_backend: str) -> RulePolicy:
    nodes = (await load_bot()).agent.processor.graph_runner.nodes.values()
    (found,) = [n._component for n in nodes if n._component_class is RulePolicy]
    return found


def state(action: str | None, intent: str | None = None) -> dict[str, Any]:
    before = {"prev_action": {"action_name": action}} if action else {}
    return {**before, **({"user": {"intent": intent}} if intent else {})}


def states(policy: RulePolicy) -> list[dict[str, Any]]:
    """Every intent and every action that a rule ends with, and others."""
    last = [policy._rule_key_to_state(rule)[-1] for rule in policy.lookup[RULES]]
    actions = {s["prev_action"]["action_name"] for s in last if "prev_action" in s}
    intents = {s["user"]["intent"] for s in last if "user" in s}
    pairs = itertools.product(
        {*actions, "unknown", None}, {*sorted(intents)[::4], "unknown", None}
    )
    return [state(*pair) for pair in pairs]


@pytest.mark.anyio
async def test_finds_what_rasa_finds(policy: RulePolicy) -> None:
    rules, some = policy.lookup[RULES], 0
    for last in states(policy):
        for before in ([], [state(None)], [state(LISTEN, "thank")]):
            told = [*before, last]
            found = policy._get_possible_keys(rules, told)
            assert found == indexed_rules._possible_keys(policy, rules, told), told
            some += bool(found)
    assert some > 10


@pytest.mark.anyio
async def test_looks_at_few(
    policy: RulePolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    original = RulePolicy._is_rule_applicable

    def counted(self: RulePolicy, rule: str, *told: Any) -> bool:
        looked_at.append(rule)
        return bool(original(self, rule, *told))

    monkeypatch.setattr(RulePolicy, "_is_rule_applicable", counted)
    told = [state(LISTEN, "thank")]
    assert policy._get_possible_keys(policy.lookup[RULES], told)
    assert len(looked_at) < len(policy.lookup[RULES]) / 10


@pytest.mark.parametrize("rule", ["[{}]", '[{"user": {"intent": "thank"}}]'])
def test_rules_that_leave_the_end_open_are_looked_at(rule: str) -> None:
    index = indexed_rules._by_last_state((rule,))
    assert [rule] in index.values()


def test_what_may_not_be_set_is_left_open() -> None:
    user = {"intent": SHOULD_NOT_BE_SET}
    rule = json.dumps([{"prev_action": {"action_name": "a"}, "user": user}])
    assert indexed_rules._by_last_state((rule,)) == {("a", None): [rule]}
