"""What stands in deploy/, as far as it can be checked without an engine."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import tomli
import yaml

from bot.settings import Settings


@pytest.fixture(scope="module")
def tools(project: Path) -> Path:
    subprocess.run(["make", ".tools/deploy/ready"], cwd=project, check=True)
    return project / ".tools/deploy/bin"


def test_it_is_well_formed(project: Path) -> None:
    command = ["make", "check-deploy"]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("Dockerfile", "USER 10001", "RUN cd /tmp && apt-get install vim"),
        ("compose.yaml", "restart: unless-stopped", "restarts: unless-stopped"),
        ("helm/templates/pdb.yaml", "matchLabels:", "matchLabel:"),
        ("helm/templates/hpa.yaml", "{{- end }}", ""),
    ],
)
def test_the_checks_find_what_is_wrong(
    project: Path, tmp_path: Path, tools: Path, file: str, before: str, after: str
) -> None:
    shutil.copytree(project / "deploy", tmp_path / "deploy")
    (tmp_path / ".tools").symlink_to(project / ".tools")
    path = tmp_path / "deploy" / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    done = subprocess.run([tmp_path / "deploy/checks/run"], capture_output=True)
    assert done.returncode != 0


def rendered(project: Path, tools: Path, *values: str) -> dict[str, Any]:
    """What the chart becomes, by kind."""
    command = [tools / "helm", "template", "a-clinic", project / "deploy/helm"]
    given = [part for value in values for part in ("--set", value)]
    text = subprocess.check_output([*command, *given], text=True)
    return {one["kind"]: one for one in yaml.safe_load_all(text) if one}


def test_pods_may_do_nothing_that_they_do_not_need(project: Path, tools: Path) -> None:
    pod = rendered(project, tools)["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"]
    secrets = [one["secretRef"]["name"] for one in container["envFrom"]]
    assert secrets == ["page-bot"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"


def test_a_pod_has_longer_to_end_than_it_takes(project: Path, tools: Path) -> None:
    pod = rendered(project, tools, "drain=7")["Deployment"]["spec"]["template"]["spec"]
    before = pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert before == ["sleep", "7"]
    # Then ten seconds, and some more.
    assert pod["terminationGracePeriodSeconds"] == 22


def test_health_and_metrics_are_not_for_those_outside(
    project: Path, tools: Path
) -> None:
    ingress = rendered(project, tools)["Ingress"]["spec"]["rules"][0]["http"]
    paths = {path["path"] for path in ingress["paths"]}
    assert paths == {"/", "/chat", "/webhooks"}


def test_versions_agree(project: Path) -> None:
    content = tomli.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    chart = yaml.safe_load((project / "deploy/helm/Chart.yaml").read_text())
    assert chart["appVersion"] == content["project"]["version"]


@pytest.mark.parametrize(
    "file", ["compose.yaml", "Dockerfile", "systemd/page-bot.service"]
)
def test_every_setting_that_is_named_is_one(project: Path, file: str) -> None:
    text = (project / "deploy" / file).read_text(encoding="utf-8")
    named = set(re.findall(r"\bBOT_([A-Z_]+)\b", text)) - {"SERVERS"}
    assert named
    assert {name.lower() for name in named} <= set(Settings.__fields__)


def test_the_image_has_all_that_the_bot_is_made_of(project: Path) -> None:
    copied = set(
        re.findall(
            r"^COPY (?!--)(.+) \S+$",
            (project / "deploy/Dockerfile").read_text(),
            re.MULTILINE,
        )
    )
    named = {name for line in copied for name in line.split()}
    ignored = (project / ".dockerignore").read_text().split("\n")
    assert named == {line[1:] for line in ignored if line.startswith("!")}
