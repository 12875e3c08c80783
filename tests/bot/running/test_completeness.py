import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.page.page import load_page
from bot.running.completeness import FEWEST_QUESTIONS, IncompleteData, check_data


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    """A page is read once in a process; here it changes."""
    load_page.cache_clear()
    yield
    load_page.cache_clear()


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """The project's data, to leave something out of."""
    shutil.copy(project / "domain.yml", tmp_path)
    for folder in ("nlu", "stories", "document", "understanding"):
        shutil.copytree(project / "data" / folder, tmp_path / "data" / folder)
    return tmp_path


def holes(project: Path) -> list[str]:
    with pytest.raises(IncompleteData) as raised:
        check_data(project)
    assert all(hole in str(raised.value) for hole in raised.value.holes)
    return raised.value.holes


def test_the_data_that_is_shipped_is_complete(copy: Path) -> None:
    check_data(copy)


RULES = "data/stories/emergencies.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "domain.yml",
            "  - ask_definition\n",
            "  - ask_definition\n  - ask_colour\n",
            ["data/nlu: 'ask_colour' has 0 questions", "the intent 'ask_colour'"],
        ),
        (
            RULES,
            "intent: in_crisis",
            "intent: ask_definition",
            ["no rule begins with the intent 'in_crisis'"],
        ),
        (
            "data/nlu/personal_advice.yml",
            "near: ask_danger",
            "near: ask_dangers",
            ["questions are near 'ask_dangers', which is no intent"],
        ),
        (RULES, "utter_in_crisis", "utter_in_need", ["a rule uses 'utter_in_need'"]),
        (
            "domain.yml",
            "  say_about_danger:",
            "  say_about_dangers:",
            ["'say_about_danger' is missing under wording, which introduces 'danger'"],
        ),
        ("domain.yml", "say_question_danger:", "say_q:", ["'say_question_danger'"]),
        ("domain.yml", "say_gap_symptoms:", "say_gap:", ["'say_gap_symptoms'"]),
        ("domain.yml", "say_topic_cost:", "say_topic:", ["'say_topic_cost'"]),
        ("domain.yml", "say_call_de:", "say_call_nl:", ["'say_call_de'"]),
        (
            "domain.yml",
            "  - ask_danger\n",
            "",
            [
                "'ask_danger', which 'danger' answers, is no intent",
                "data/nlu has questions for 'ask_danger', which is no intent",
            ],
        ),
    ],
)
def test_each_hole_is_named_with_its_file_and_a_remedy(
    copy: Path, file: str, old: str, new: str, told: list[str]
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = holes(copy)
    for piece in told:
        assert any(piece in hole for hole in found), found
    assert all(hole.startswith(("data/", "domain.yml")) for hole in found)


def test_too_few_questions_are_counted(copy: Path) -> None:
    path = copy / "data/nlu/the_condition.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in content["nlu"]:
        if entry["intent"] == "ask_definition":
            entry["examples"] = "- what is it\n- what is that\n"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    (hole,) = holes(copy)
    assert f"'ask_definition' has 2 questions; it needs {FEWEST_QUESTIONS}" in hole


def test_a_text_about_something_else_names_what_still_speaks_of_the_old(
    copy: Path,
) -> None:
    """As a clinic begins that replaces the text and its passages, and nothing else."""
    text = b"Bees make honey.\nHoney keeps for years."
    (copy / "data/document/bees.txt").write_bytes(text)
    page = {
        "source": {
            "file": "bees.txt",
            "title": "Bees",
            "publisher": "A garden",
            "date": "Mar 27, 2024",
            "sha256": hashlib.sha256(text).hexdigest(),
        },
        "quotes": {"honey": "Bees make honey."},
        "passages": {"honey": {"answers": ["ask_definition"], "quotes": ["honey"]}},
        "gaps": {},
        "terms": {},
        "suggested": ["honey"],
    }
    path = copy / "data/document/passages.yml"
    path.write_text(yaml.safe_dump(page), encoding="utf-8")
    found = holes(copy)
    (told,) = (hole for hole in found if hole.startswith("data/understanding/subject"))
    assert "none of the words that name its subject" in told
    still = [hole.split(":")[0] for hole in found if "still speaks of" in hole]
    assert "domain.yml" in still
    assert "data/nlu/the_condition.yml" in still
    assert "data/understanding/subject.yml" not in still


def test_nothing_is_told_of_a_text_that_names_its_subject(copy: Path) -> None:
    path = copy / "data/understanding/subject.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("own: [mvp, prolapse,", "own: [valve, prolapse,"))
    check_data(copy)
