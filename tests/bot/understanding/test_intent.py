from pathlib import Path

import pytest
import yaml

from bot.understanding.intent import Intent, Kind, is_part


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ask_colour", Kind.ASK),
        ("not_covered_colour", Kind.NOT_COVERED),
        ("personal_advice", Kind.PERSONAL),
        ("other_condition", Kind.FOREIGN),
        ("out_of_scope", Kind.FOREIGN),
        ("emergency", Kind.EMERGENCY),
        ("other_emergency", Kind.EMERGENCY),
        ("follow_more", Kind.FOLLOW_UP),
        ("ask_meaning", Kind.FOLLOW_UP),
        ("correction", Kind.FOLLOW_UP),
        ("greet", Kind.TALK),
        ("nlu_fallback", Kind.TALK),
        ("in_crisis", Kind.TALK),
    ],
)
def test_knows_its_kind(name: str, kind: Kind) -> None:
    assert Intent(name).kind is kind


@pytest.mark.parametrize(
    ("name", "topic"),
    [("not_covered_colour", "colour"), ("ask_colour", "colour"), ("greet", "greet")],
)
def test_knows_its_topic(name: str, topic: str) -> None:
    assert Intent(name).topic == topic


def test_is_its_name() -> None:
    assert Intent("greet") == "greet"
    assert f"say_{Intent('greet')}" == "say_greet"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("ask_colour", True),
        ("not_covered_colour", True),
        ("personal_advice", True),
        ("other_condition", True),
        ("ask_meaning", True),
        ("out_of_scope", False),
        ("greet", False),
        ("follow_why", False),
        ("emergency", False),
    ],
)
def test_knows_what_can_be_part_of_a_longer_message(name: str, part: bool) -> None:
    assert is_part(Intent(name)) is part


def test_no_other_module_names_an_intent(project: Path) -> None:
    """But for outcomes and kinds of labelled questions, which have names alike."""
    domain = yaml.safe_load((project / "domain.yml").read_text(encoding="utf-8"))
    exempt = {"bot/understanding/intent.py", "bot/document/answer.py"}
    named = {
        (str(path.relative_to(project)), intent)
        for folder in ("bot", "actions")
        for path in (project / folder).rglob("*.py")
        for intent in domain["intents"]
        if f'"{intent}"' in path.read_text(encoding="utf-8")
    }
    assert {
        one
        for one in named
        if one[0] not in exempt and not one[0].startswith("bot/evaluation")
    } == set()
