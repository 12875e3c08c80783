"""Runs the Dockerfile's steps one by one, for where no Docker engine is.

`python -m deploy.checks.dockerfile_steps FOLDER`, as root, not below /tmp: the steps of the build are run
in an empty folder, with what is committed; then what came of it is served as the
Dockerfile says, by a user who owns nothing, with a root that is read-only and without a
network but loopback; a question is asked; and it is said what the sizes are.

Not held by it: the base image, and the user that a step makes there.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[2]
DOCKERFILE = PROJECT / "deploy/Dockerfile"
# As the image calls it.
HOME = "/app"
USER = "10001"
# In seconds.
PATIENCE = 60
ASK = """
import json, urllib.request
def ask(path, body=None):
    request = urllib.request.Request("http://127.0.0.1:5005" + path, body)
    request.add_header("Content-Type", "application/json")
    return urllib.request.urlopen(request).read().decode()
question = json.dumps({"sender": "anna", "message": "is it dangerous?"}).encode()
print(ask("/health/ready"), ask("/webhooks/rest/webhook", question))
"""


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, each in one line."""
    plain = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    for line in re.sub(r"\\\n", " ", plain).splitlines():
        if line.strip():
            word, rest = line.split(maxsplit=1)
            yield word, rest


def stages(text: str) -> dict[str, list[tuple[str, str]]]:
    """The instructions of each stage, by its name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word, rest in instructions(text):
        if word == "FROM":
            name = rest.split()[-1]
            found[name] = []
        else:
            found[name].append((word, rest))
    return found


def build(steps: list[tuple[str, str]], app: Path, environment: dict[str, str]) -> None:
    """Runs the steps of a build in a folder."""
    app.mkdir(parents=True)
    for word, rest in steps:
        print(f"{word} {rest[:100]}", flush=True)
        if word == "ENV":
            environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "COPY":
            *given, _ = rest.split()
            archive = subprocess.Popen(
                ["git", "archive", "HEAD", *given], cwd=PROJECT, stdout=subprocess.PIPE
            )
            subprocess.run(["tar", "x"], cwd=app, stdin=archive.stdout, check=True)
        elif word == "RUN":
            subprocess.run(rest, shell=True, cwd=app, env=environment, check=True)


def serve(app: Path, run: dict[str, str], environment: dict[str, str]) -> str:
    """What a bot answers that is run as the image runs it."""
    entry = json.loads(run["ENTRYPOINT"])
    state = app / "state"
    state.mkdir()
    os.chown(state, int(USER), int(USER))
    inside = (
        "set -e; ip link set lo up; mount --bind . .; mount -o remount,bind,ro .; "
        "mount -t tmpfs -o mode=1777 tmpfs /tmp; mount -t tmpfs -o mode=1777 tmpfs state;"
        f"cd {shlex.quote(str(app))}; as='setpriv --reuid {USER} --regid {USER}"
        " --clear-groups --no-new-privs --bounding-set=-all'; "
        f"$as {shlex.join(entry)} & "
        f"for i in $(seq {PATIENCE}); do sleep 1; "
        f"if $as {entry[0]} -c {shlex.quote(ASK)} 2>/dev/null; then break; fi; done; "
        "! touch written 2>/dev/null; kill %1; wait %1"
    )
    done = subprocess.run(
        ["unshare", "--mount", "--net", "bash", "-mc", inside],
        cwd=app,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def main() -> int:
    """Builds, serves, asks, and tells the sizes."""
    folder = Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    found = stages(DOCKERFILE.read_text(encoding="utf-8"))
    app = folder / HOME.strip("/")
    # In the place of the base image; not where only root can read it.
    shutil.copytree(sys.base_prefix, folder / "python", symlinks=True)
    path = f"{folder / 'python/bin'}:{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(folder)}
    begun = time.monotonic()
    build(found["base"] + found["build"], app, environment)
    print(f"Built in {time.monotonic() - begun:.0f} s.")
    run = dict(found["run"])
    environment |= dict(pair.split("=", 1) for pair in shlex.split(run["ENV"]))
    said = serve(app, run, environment)
    print(said)
    for what in (".", ".venv", "models", "data", "bot"):
        size = subprocess.check_output(["du", "-sm", what], cwd=app, text=True)
        print(size.strip(), "MB")
    return int('"outcome": "answered"' not in said.replace('":"', '": "'))


if __name__ == "__main__":
    sys.exit(main())
