"""What is measured side by side: the floor, stock Rasa, and ours.

The floor is a Rasa that does nothing: a keyword classifier, rules, one fixed response.
Stock is what `rasa init` leads to, on our questions (bench/stock.py).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bench.load import MANY
from tests.servers import free_port

PROJECT = Path(__file__).parents[1]
PEERS = PROJECT / "models"
PYTHON = [sys.executable, "-W", "ignore", "-m"]
# Noted beside a model: how long it took to train, in seconds.
NOTE = "trained.json"
# In seconds: the longest that one may take to its first answer.
PATIENCE = 180.0
FIRST = "is it dangerous?"
ANSWER = "Usually it is not, and most people need no treatment. Ask your provider."
# What training ours needs; not what others have trained, or what a clinic sets.
NOT_COPIED = shutil.ignore_patterns(
    *(".*", "models", "reports", "state", "mutants", "__pycache__", "docs")
)


@dataclass
class Contender:
    """A bot that can be started, asked, and looked at from outside."""

    name: str
    folder: Path
    command: list[str]
    # The model that it answers with, and how that is trained anew: the seconds it took.
    model: Path
    trained: Callable[[], float | None]
    environment: dict[str, str] = field(default_factory=dict)
    # Rasa's own stores keep and read all of a conversation: long ones take minutes.
    most_turns: int = 1_000
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, state: Path) -> float:
        """Starts it; gives the seconds from then to its first answer."""
        self.port = free_port()
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [*PYTHON, *self.command, "--port", str(self.port)],
            cwd=self.folder,
            env={
                **os.environ,
                "RASA_TELEMETRY_ENABLED": "false",
                "BOT_STATE_FOLDER": str(state),
                **self.environment,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not self._answers():
            if self.process.poll() is not None or (
                time.perf_counter() - begun > PATIENCE
            ):
                raise RuntimeError(f"{self.name} does not answer: {self.command}")
            time.sleep(0.05)
        return time.perf_counter() - begun

    def stop(self) -> None:
        """Ends it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    @property
    def memory(self) -> float:
        """What it holds of the machine's memory, in MB (Linux)."""
        status = self._seen("status")
        (line,) = [one for one in status.splitlines() if one.startswith("VmRSS")]
        return int(line.split()[1]) / 1024

    @property
    def processor_time(self) -> float:
        """What it has used of the machine's processors, in seconds (Linux)."""
        after_name = self._seen("stat").rpartition(")")[2].split()
        user, system = after_name[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _seen(self, what: str) -> str:
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/{what}").read_text(encoding="utf-8")

    def _answers(self) -> bool:
        body = json.dumps({"sender": "first", "message": FIRST}).encode()
        request = urllib.request.Request(
            f"{self.url}/webhooks/rest/webhook",
            body,
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return bool(json.load(answer))
        except (OSError, urllib.error.URLError, ValueError):
            return False


def floor() -> Contender:
    """The Rasa that does nothing; it is trained where it is not yet."""
    folder = PEERS / "floor"
    if not _models(folder):
        write_floor_project(folder)
        train(folder)
    return _rasa("floor", folder, lambda: train(folder))


def stock() -> Contender | None:
    """Stock Rasa, if somebody has trained it: `make stock EPOCHS=5`, or hours."""
    folder = PEERS / "stock"
    if not _models(folder):
        return None
    return _rasa("stock", folder, lambda: _noted(folder))


def ours() -> Contender:
    """What `make serve` starts, without its limits; trained where it is not yet."""
    _run("bot.cli", "train", folder=PROJECT)
    return Contender(
        "ours",
        PROJECT,
        ["bot.cli", "serve"],
        PEERS / "bot.tar.gz",
        _train_ours,
        {"BOT_CONVERSATION_RATE": MANY, "BOT_ADDRESS_RATE": MANY},
        most_turns=1_000_000,
    )


def _rasa(name: str, folder: Path, trained: Callable[[], float | None]) -> Contender:
    command = [
        *("rasa", "run", "-i", "127.0.0.1"),
        *("--credentials", "credentials.yml", "--endpoints", "endpoints.yml"),
    ]
    return Contender(name, folder, command, max(_models(folder)), trained)


def _models(folder: Path) -> list[Path]:
    """The models of a Rasa project; their names begin with when they were made."""
    return list(folder.glob("models/*.tar.gz"))


def train(folder: Path, *, quiet: bool = True) -> float:
    """Trains a Rasa project; gives the seconds that it took, and notes them."""
    begun = time.perf_counter()
    _run("rasa", "train", "--force", folder=folder, quiet=quiet)
    took = time.perf_counter() - begun
    (folder / NOTE).write_text(json.dumps({"seconds": took}), encoding="utf-8")
    return took


def _noted(folder: Path) -> float | None:
    """How long somebody's training took; None where that was not noted."""
    try:
        noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return float(noted["seconds"])
    except FileNotFoundError:
        return None


def _train_ours() -> float:
    """Trains ours from nothing, in a copy, since the model here is in use."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(PROJECT, copy, ignore=NOT_COPIED)
        begun = time.perf_counter()
        _run("bot.cli", "train", folder=copy)
        return time.perf_counter() - begun


def _run(*command: str, folder: Path, quiet: bool = True) -> None:
    subprocess.run(
        [*PYTHON, *command],
        cwd=folder,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        check=True,
        stdout=subprocess.DEVNULL if quiet else None,
        stderr=subprocess.DEVNULL if quiet else None,
    )


def write_floor_project(folder: Path) -> None:
    """Writes config, domain, questions and rules of the floor into a folder."""
    version = {"version": "3.1"}
    said = {"text": ANSWER}
    words = ["is", "what", "can", "how", "why", "who", "when", "does", "thanks"]
    listed = "".join(f"- {word}\n" for word in words)
    steps = [{"intent": "ask"}, {"action": "utter_answer"}]
    _write(
        folder / "config.yml",
        recipe="default.v1",
        assistant_id="floor",
        language="en",
        pipeline=[{"name": "KeywordIntentClassifier"}],
        policies=[{"name": "RulePolicy"}],
    )
    _write(
        folder / "domain.yml",
        **version,
        intents=["ask"],
        responses={"utter_answer": [said], "utter_default": [said]},
    )
    asked = [{"intent": "ask", "examples": listed}]
    _write(folder / "data/nlu.yml", **version, nlu=asked)
    rule = {"rule": "Answer everything", "steps": steps}
    _write(folder / "data/rules.yml", **version, rules=[rule])
    _write(folder / "credentials.yml", rest=None)
    (folder / "endpoints.yml").write_text("{}\n", encoding="utf-8")


def _write(path: Path, **content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
