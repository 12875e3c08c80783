"""Lets Rasa look only at the rules that may apply.

`RulePolicy` asks each of its rules whether it fits the last states of a conversation,
three times a message: with some three hundred rules a tenth of the time of a message.
Nearly each names the action and the intent that come last, so that it can be looked up
by these; whether one of the few that are found applies is left to Rasa.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

# The action and the intent of a state.
Last = tuple[str | None, str | None]

_possible_keys = RulePolicy._get_possible_keys


def _indexed(
    self: RulePolicy, lookup: Mapping[str, str], states: Sequence[State]
) -> set[str]:
    """The rules that apply, as `RulePolicy._get_possible_keys` finds them."""
    last = states[-1] if states else {}
    if last.get(PREVIOUS_ACTION):
        action, intent = _last_of(last)
        rules = _by_last_state(tuple(lookup))
        lookup = {
            rule: lookup[rule]
            for named in {(action, intent), (action, None), (None, intent)}
            for rule in (*rules[named], *rules[None, None])
        }
    found: set[str] = _possible_keys(self, lookup, states)
    return found


# Of one policy: its rules, and those for loops.
@lru_cache(maxsize=4)
def _by_last_state(rules: tuple[str, ...]) -> dict[Last, list[str]]:
    """Rules by what their last state names; None where it leaves that open."""
    found: dict[Last, list[str]] = defaultdict(list)
    for rule in rules:
        found[_last_of(RulePolicy._rule_key_to_state(rule)[-1])].append(rule)
    return found


def _last_of(state: State) -> Last:
    named = (
        state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME),
        state.get(USER, {}).get(INTENT),
    )
    action, intent = (None if n == SHOULD_NOT_BE_SET else n for n in named)
    return action, intent


def index_rules() -> None:
    """Replaces how Rasa goes through the rules, in this process."""
    RulePolicy._get_possible_keys = _indexed
