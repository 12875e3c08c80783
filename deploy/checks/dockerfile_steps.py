"""Runs the Dockerfile's steps one by one, for where no Docker engine is.

`python -m deploy.checks.dockerfile_steps FOLDER`, as root, in a folder not below /tmp:
the steps of the build are run there, with what is committed (with `--built` they were);
then what came of it is served as the Dockerfile says, by a user who owns nothing, with
a root that is read-only and without a network but loopback; a question is asked; and
the sizes are told.

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


def copy_python(folder: Path) -> None:
    """A Python in the place of the base image's, which not only root can read."""
    shutil.copytree(sys.base_prefix, folder, symlinks=True)
    for script in (folder / "bin").glob("pip*"):
        text = script.read_text().replace(sys.base_prefix, str(folder))
        script.write_text(text)


def serve(app: Path, run: dict[str, str], environment: dict[str, str]) -> str:
    """What a bot answers that is run as the image runs it."""
    entry = json.loads(run["ENTRYPOINT"])
    state = app / "state"
    state.mkdir(exist_ok=True)
    os.chown(state, int(USER), int(USER))
    inside = (
        "set -e; ip link set lo up; mount --bind . .; mount -o remount,bind,ro .; "
        "for folder in /tmp state; do mount -t tmpfs -o mode=1777 tmpfs $folder; done;"
        f"cd {shlex.quote(str(app))}; as='setpriv --reuid {USER} --regid {USER}"
        " --clear-groups --no-new-privs --bounding-set=-all'; "
        f"$as {shlex.join(entry)} & served=$!; "
        f"for i in $(seq {PATIENCE}); do sleep 1; "
        f"if $as {entry[0]} -c {shlex.quote(ASK)} 2>/dev/null; then break; fi; done; "
        "! touch written 2>/dev/null; kill $served; wait $served"
    )
    done = subprocess.run(
        ["unshare", "--mount", "--net", "bash", "-c", inside],
        cwd=app,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def main() -> int:
    """Builds, serves, asks, and tells the sizes."""
    folder, *options = sys.argv[1:]
    return check(Path(folder).resolve(), built="--built" in options)


def check(folder: Path, *, built: bool) -> int:
    """The same in a folder; where it is built already, without that."""
    found = stages(DOCKERFILE.read_text(encoding="utf-8"))
    app = folder / HOME.strip("/")
    python = folder / "python"
    environment = {
        **os.environ,
        "HOME": str(folder),
        "PATH": f"{python / 'bin'}:{os.environ['PATH']}",
        "LD_LIBRARY_PATH": str(python / "lib"),
    }
    if not built:
        shutil.rmtree(folder, ignore_errors=True)
        copy_python(python)
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
