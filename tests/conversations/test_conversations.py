"""Runs the tables in this folder: what somebody says, and what has to come back.

A conversation is a list of turns. `user` is what is typed; `outcome` and `passage` are
those of the reply, or of each reply where it is a list. `says` is a piece of the reply,
`never_says` one that must not be in it.
A long message is `user` so many `times`, and `then` what comes after it.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.page.page import load_page
from tests.conftest import Replies, Say

FOLDER = Path(__file__).parent
TABLES = sorted(FOLDER.glob("*/*.yml"))
CONVERSATIONS = [
    pytest.param(table["turns"], id=f"{path.stem}: {table['conversation']}")
    for path in TABLES
    for table in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("turns", CONVERSATIONS)
def test_conversation(turns: list[dict[str, Any]], say: Say) -> None:
    for turn in turns:
        replies = say(str(turn["user"]) * turn.get("times", 1) + turn.get("then", ""))
        assert replies, f"no reply to {turn['user']!r}"
        assert all(reply["text"].strip() for reply in replies)
        for key in ("outcome", "passage"):
            if key in turn:
                assert _values(replies, key) == _listed(turn[key]), turn["user"]
        text = "\n".join(reply["text"] for reply in replies)
        for piece in _listed(turn.get("says", [])):
            assert piece in text, turn["user"]
        for piece in _listed(turn.get("never_says", [])):
            assert piece not in text, turn["user"]
        _assert_quotes_are_verbatim(replies)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _values(replies: Replies, key: str) -> list[Any]:
    return [reply["custom"].get(key) for reply in replies]


def _assert_quotes_are_verbatim(replies: Replies) -> None:
    source = load_page().quotable.source.text
    for reply in replies:
        for quote in reply["custom"].get("quotes", []):
            assert source[quote["start"] : quote["end"]] == quote["text"]
            assert quote["text"] in reply["text"]


def test_every_rule_is_held_by_a_conversation(project: Path) -> None:
    rules = {
        rule["rule"]
        for path in (project / "data/stories").glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    }
    held = {
        table["rule"]
        for path in TABLES
        for table in yaml.safe_load(path.read_text(encoding="utf-8"))
        if "rule" in table
    }
    assert rules - held == set()
    assert held - rules == set()
