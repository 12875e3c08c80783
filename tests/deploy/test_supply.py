"""Why advisories on what Rasa holds us to do not reach the bot (advisories.yml)."""

import ast
import asyncio
import importlib.util
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml

from bot.running.engine import load_bot
from bot.settings import Settings
from bot.storage.dialogue_store import DialogueStore
from deploy.checks.audit import KNOWN, compare
from tests.servers import bot_server
from tests.test_shape import imported_by

LISTED: dict[str, dict[str, Any]] = yaml.safe_load(KNOWN.read_text(encoding="utf-8"))
ANSWER = """
import asyncio, sys
from bot.running.quiet import be_quiet
from bot.running.without_training import import_training_later
be_quiet(); import_training_later()
import bot.running.serving
from bot.running.engine import load_bot
async def answer():
    bot = await load_bot()
    assert (await bot.ask("is it dangerous?", sender="anna"))[0].quotes
asyncio.run(answer())
print("\\n".join(sys.modules))
"""


def test_each_advisory_is_of_a_locked_package_and_says_why(project: Path) -> None:
    content = tomli.loads((project / "uv.lock").read_text(encoding="utf-8"))
    locked = {package["name"] for package in content["package"]}
    for name, listed in LISTED.items():
        assert name in locked
        assert len(listed["why"]) > 40
        assert all(re.fullmatch(r"(CVE|PYSEC)-\d{4}-\d+", one) for one in listed["ids"])


def test_each_test_that_is_named_is_there(project: Path) -> None:
    for listed in LISTED.values():
        if "test" in listed:
            path, name = listed["test"].split("::")
            tree = ast.parse((project / path).read_text(encoding="utf-8"))
            assert name in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
        else:
            assert "not_imported" not in listed


def test_what_only_trains_is_not_imported_to_answer(trained: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ANSWER],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stdout.split())
    assert "bot.running.engine" in imported
    named = {m for listed in LISTED.values() for m in listed.get("not_imported", ())}
    assert {"keras", "skops"} < named
    assert imported & {*named, "tensorflow"} == set()


def test_nothing_from_outside_is_parsed_by_aiohttp(project: Path) -> None:
    for folder in ("bot", "actions"):
        for path in (project / folder).rglob("*.py"):
            servers = {"aiohttp.web", "slack_bolt.app.async_server"}
            assert imported_by(path) & servers == set(), path


def test_no_address_of_mail_is_checked() -> None:
    assert importlib.util.find_spec("email_validator") is None
    kinds = [
        field.outer_type_.__name__
        for field in Settings.__fields__.values()
        if hasattr(field.outer_type_, "__name__")
    ]
    assert kinds and not [kind for kind in kinds if "Email" in kind]


def test_the_store_is_ours(trained: Path) -> None:
    bot = asyncio.run(load_bot())
    assert type(bot.agent.tracker_store) is DialogueStore
    assert type(bot.agent.processor.tracker_store) is DialogueStore


@pytest.fixture(scope="module")
def url(trained: Path) -> Any:
    with bot_server() as url:
        yield url


def status(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as got:
            return int(got.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_no_socket_io_is_served(url: str) -> None:
    assert status(f"{url}/socket.io/?EIO=4&transport=polling") == 404
    assert status(f"{url}/webhooks/socketio/") == 404


def test_rasa_s_own_interface_is_not_served(url: str) -> None:
    for path, method in (("model", "PUT"), ("model/train", "POST"), ("status", "GET")):
        assert status(f"{url}/{path}", method) in {404, 405}
    assert status(f"{url}/conversations/anna/tracker") == 404


REPORT = {
    "dependencies": [
        {
            "name": "aiohttp",
            "version": "3.9.5",
            "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2025-69223"]}],
        },
        {"name": "rich", "version": "15", "vulns": []},
        {"name": "jinja2", "version": "3", "vulns": [{"id": "PYSEC-2", "aliases": []}]},
        {"name": "blis", "skip_reason": "not found"},
    ]
}


def test_an_audit_fails_on_what_is_new_and_on_what_it_could_not_look_up() -> None:
    found = compare(REPORT, LISTED)
    assert found.looked_up == 3
    assert found.known == ["aiohttp 3.9.5: PYSEC-1"]
    assert found.new == ["jinja2 3: PYSEC-2"]
    assert found.not_looked_up == ["blis"]
    assert not found.is_well
    for left, well in ((REPORT["dependencies"][:2], True), ([], False)):
        assert compare({"dependencies": left}, LISTED).is_well is well


def test_what_it_consists_of_is_written_with_one_command(project: Path) -> None:
    subprocess.run(["make", "sbom"], cwd=project, check=True, capture_output=True)
    written = json.loads((project / "reports/sbom.json").read_text())
    assert written["bomFormat"] == "CycloneDX"
    names = {component["name"] for component in written["components"]}
    assert {"rasa", "redis", "alembic", "psycopg2-binary"} < names
    assert "pytest" not in names
