"""Holds what pip-audit finds in the lock file against what is known of it.

`make audit` runs it. It fails on an advisory that advisories.yml does not list, and on
a package that could not be looked up: silence is no good news.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KNOWN = Path(__file__).with_name("advisories.yml")


@dataclass(frozen=True)
class Found:
    """What an audit says, in lines for whoever runs it."""

    looked_up: int
    not_looked_up: Sequence[str]
    # Those that are not listed, and those that are.
    new: Sequence[str]
    known: Sequence[str]

    @property
    def is_well(self) -> bool:
        """Whether everything was looked up, and nothing new found."""
        return bool(self.looked_up) and not self.not_looked_up and not self.new


def compare(
    audited: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> Found:
    """What is new in a report of pip-audit.

    Args:
        audited: The report, as its JSON.
        known: The advisories that are listed, by package.
    """
    looked_up, missing, new, old = 0, [], [], []
    for package in audited["dependencies"]:
        name = package["name"].lower()
        if "skip_reason" in package:
            missing.append(name)
            continue
        looked_up += 1
        listed: Collection[str] = known.get(name, {}).get("ids", ())
        for one in package["vulns"]:
            line = f"{name} {package['version']}: {one['id']}"
            ids = {one["id"], *one.get("aliases", ())}
            (old if ids & set(listed) else new).append(line)
    return Found(looked_up, missing, new, old)


def main() -> int:
    """Audits the requirements in a file, and says what came of it."""
    requirements, pip_audit = sys.argv[1:]
    done = subprocess.run(
        [pip_audit, "-r", requirements, "--disable-pip", "--no-deps", "-f", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        print(f"Nothing could be looked up:\n{done.stderr.strip()[-2_000:]}")
        return 2
    found = compare(report, yaml.safe_load(KNOWN.read_text(encoding="utf-8")))
    print(f"Looked up: {found.looked_up} packages. Listed: {len(found.known)}.")
    if found.not_looked_up:
        print(f"Could not be looked up: {', '.join(found.not_looked_up)}.")
    for line in found.new:
        print(f"Not listed in {KNOWN.name}: {line}")
    return 0 if found.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
