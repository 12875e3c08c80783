"""Holds what the project promises about its own files."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli
import yaml

from bot.page.page import load_page

MEDICINE = re.compile(r"mitral|prolapse|mvp|heart", re.IGNORECASE)


def test_the_code_knows_no_medicine(project: Path) -> None:
    found = [
        f"{path}: {line.strip()}"
        for folder in ("bot", "actions")
        for path in (project / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if MEDICINE.search(line)
    ]
    assert found == []


def test_the_document_knows_neither_rasa_nor_the_other_rooms(project: Path) -> None:
    for path in (project / "bot/document").glob("*.py"):
        imports = re.findall(r"^(?:from|import) (\S+)", path.read_text(), re.MULTILINE)
        own = [name for name in imports if name.startswith(("bot", "rasa", "actions"))]
        assert all(name.startswith(("bot.document", "bot.errors")) for name in own)


def test_understanding_knows_no_rasa(project: Path) -> None:
    for path in (project / "bot/understanding").glob("*.py"):
        assert not re.search(r"^(from|import) rasa\b", path.read_text(), re.MULTILINE)
        assert "rasa_sdk" not in path.read_text()


def test_every_gap_is_said_to_be_missing(project: Path) -> None:
    domain = yaml.safe_load((project / "domain.yml").read_text())
    for gap in load_page().quotable.gaps:
        assert "missing" in domain["wording"][f"say_gap_{gap.name}"]


def test_no_wording_shouts(project: Path) -> None:
    domain = yaml.safe_load((project / "domain.yml").read_text())
    said = [text for texts in domain["responses"].values() for text in texts]
    texts = [*(text["text"] for text in said), *domain["wording"].values()]
    assert not [text for text in texts if "!" in text]


def test_there_are_enough_training_questions(project: Path) -> None:
    counts: dict[str, int] = {}
    for path in (project / "data/nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = entry["examples"].strip().splitlines()
            counts[entry["intent"]] = counts.get(entry["intent"], 0) + len(lines)
    answering = {i for i in load_page().quotable.by_intent if i.startswith("ask_")}
    assert min(counts[intent] for intent in answering) >= 40
    large = ("emergency", "personal_advice", "other_condition", "out_of_scope")
    assert min(counts[intent] for intent in large) >= 150
    not_covered = [n for i, n in counts.items() if i.startswith("not_covered_")]
    assert sum(not_covered) >= 150


def test_what_is_imported_is_declared(project: Path) -> None:
    content = tomli.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        content["project"]["dependencies"],
        *content["dependency-groups"].values(),
    ]
    listed = [one for group in groups for one in group]
    declared = {re.split(r"[=<>]", one)[0] for one in listed}
    imports = {
        name
        for folder in ("bot", "actions", "bench", "tests")
        for path in (project / folder).rglob("*.py")
        for name in re.findall(
            r"^ *(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    own = {"bot", "actions", "bench", "tests", "typing"}
    packages = importlib.metadata.packages_distributions()
    undeclared = {
        name
        for name in imports - own - sys.stdlib_module_names
        if name in packages
        and not declared & {package.lower() for package in packages[name]}
    }
    assert undeclared == set()


def test_no_model_database_or_log_is_in_git(project: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=project, capture_output=True, text=True, check=True
    )
    bad = [f for f in listed.stdout.split() if f.endswith((".tar.gz", ".db", ".log"))]
    assert bad == []


def test_no_labelled_question_is_trained_on(project: Path) -> None:
    shared = project.parent / "shared/eval"
    if not (shared / "leaks.py").exists():
        pytest.skip("the labelled questions are not beside the project")
    done = subprocess.run(
        ["python3", str(shared / "leaks.py"), str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
