"""Holds what the project promises about its own files."""

import ast
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


# Which rooms each room may know. What is at the root is for all of them.
ROOMS: dict[str, set[str]] = {
    "bot.document": set(),
    "bot.understanding": {"bot.document"},
    "bot.replies": {"bot.document"},
    "bot.page": {"bot.document", "bot.replies", "bot.understanding"},
    "bot.components": {"bot.page", "bot.understanding", "bot.document"},
    "actions": {"bot.page", "bot.replies", "bot.understanding", "bot.document"},
    "bot.watching": set(),
    "bot.storage": {"bot.replies", "bot.watching"},
    "bot.channels": {
        *("bot.storage", "bot.page", "bot.replies", "bot.understanding"),
        *("bot.document", "actions", "bot.watching"),
    },
    # The commands start whatever there is, measuring too.
    "bot.running": {
        *("bot.channels", "bot.storage", "bot.page", "bot.replies"),
        *("bot.understanding", "bot.document", "bot.evaluation", "bot.components"),
        "bot.watching",
    },
    "bot.evaluation": {
        *("bot.running", "bot.channels", "bot.page", "bot.understanding"),
        "bot.document",
    },
}
FOR_ALL = {"bot.settings", "bot.errors", "bot.yaml_file", "bot.__version__"}
WITHOUT_RASA = ("bot.document", "bot.understanding", "bot.replies", "bot.page")


def imported_by(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{n.name}" for n in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def in_room(project: Path, room: str) -> list[Path]:
    return sorted((project / room.replace(".", "/")).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_knows_only_those_below_it(project: Path, room: str) -> None:
    files = in_room(project, room)
    assert files
    known = {room, *ROOMS[room], *FOR_ALL}
    for path in files:
        ours = {m for m in imported_by(path) if m.split(".")[0] in {"bot", "actions"}}
        strangers = {
            module
            for module in ours - {"bot"}
            if not any(module == k or module.startswith(f"{k}.") for k in known)
        }
        assert strangers == set(), path


@pytest.mark.parametrize("room", WITHOUT_RASA)
def test_what_is_understood_and_said_knows_no_rasa(project: Path, room: str) -> None:
    for path in in_room(project, room):
        tops = {module.split(".")[0] for module in imported_by(path)}
        assert tops & {"rasa", "rasa_sdk", "sanic"} == set(), path


def test_every_file_of_the_bot_is_in_a_room(project: Path) -> None:
    rooms = {path.name for path in (project / "bot").iterdir() if path.is_dir()}
    named = {room.removeprefix("bot.") for room in ROOMS if room.startswith("bot.")}
    assert rooms - {"__pycache__", "web"} == named
    at_the_root = {path.stem for path in (project / "bot").glob("*.py")}
    assert at_the_root == {"__init__", "cli", "errors", "settings", "yaml_file"}


def test_no_script_of_the_page_is_long(project: Path) -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (project / "bot/web").glob("*.js")
    }
    assert {name for name, length in lengths.items() if length > 200} == set()


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
        and not declared & {one.lower().replace("_", "-") for one in packages[name]}
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
