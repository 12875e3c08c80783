"""Starts real PostgreSQL, Redis and nginx servers on free ports of this machine."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.servers import PROJECT, free_port

HOST = "127.0.0.1"
PATIENCE = 30
# PostgreSQL does not run as root; Debian brings a user for it.
USER = "postgres"


def _found(name: str, *folders: str) -> str:
    """Where a program is; a test that needs one which is not there is skipped."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *folders])
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed: see .ci/run")
    return found


class Engine:
    """A server in a folder of its own, which can be stopped, killed and started."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="engine-"))
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def is_up(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection((HOST, self.port)):
            return True
        return False

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not self.is_up():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, (self.folder / "log").read_text()
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is what all of them end quickly at, in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Engine):
    """PostgreSQL; each test has a database of its own in it."""

    def __init__(self, *settings: str, disk: int = 0) -> None:
        """Takes settings, and how many MB its disk has; 0 is that of the machine."""
        super().__init__()
        self._settings = settings
        self._disk = disk
        if disk:
            # Only root may; the tests do without.
            size = f"size={disk}m"
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(self.folder)],
                check=True,
            )
        found = _found("postgres", *map(str, _postgres_folders()))
        self._bin = Path(found).resolve().parent
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        self._run("initdb", "-D", str(self.data), "-U", "bot", "-A", "trust")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def command(self) -> Sequence[str]:
        options = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "60",
            **dict(setting.split("=", 1) for setting in self._settings),
        }
        given = [part for k, v in options.items() for part in ("-c", f"{k}={v}")]
        program = [str(self._bin / "postgres"), "-D", str(self.data)]
        return [*self._as_user(), *program, *given]

    def is_up(self) -> bool:
        asked = [self._bin / "pg_isready", "-q", "-h", HOST, "-p", str(self.port)]
        return subprocess.run(asked, check=False).returncode == 0

    def new_database(self) -> str:
        """The address of a database in which nothing is."""
        name = f"t{uuid.uuid4().hex}"
        self.sql(f'CREATE DATABASE "{name}"', "postgres")
        return f"postgresql://bot@{HOST}:{self.port}/{name}"

    @contextlib.contextmanager
    def full_disk(self) -> Iterator[None]:
        """Its disk is full."""
        assert self._disk, "It has no disk of its own."
        filler = self.folder / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        yield
        filler.unlink()

    def remove(self) -> None:
        self.stop()
        if self._disk:
            subprocess.run(["umount", str(self.folder)], check=True)
        super().remove()

    def sql(self, statement: str, database: str) -> str:
        """What psql says to a statement."""
        where = ["-h", HOST, "-p", str(self.port), "-U", "bot", "-d", database]
        return self._run("psql", "-X", "-A", "-t", *where, "-c", statement)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [*self._as_user(), str(self._bin / program), *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _as_user(self) -> list[str]:
        # Without a shell between, which would not hand signals on.
        as_user = ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"]
        return as_user if os.geteuid() == 0 else []


def _postgres_folders() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Redis(Engine):
    """Redis, which keeps nothing on a disk."""

    def command(self) -> Sequence[str]:
        return [
            _found("redis-server"),
            *("--port", str(self.port), "--bind", HOST, "--dir", str(self.folder)),
            *("--save", "", "--appendonly", "no"),
        ]

    def address(self, number: int = 0) -> str:
        return f"redis://{HOST}:{self.port}/{number}"


class Nginx(Engine):
    """nginx with the configuration in deploy/, before servers of the bot."""

    TEMPLATE = PROJECT / "deploy/nginx/default.conf.template"

    def __init__(self, *servers: int) -> None:
        """Takes the ports of the servers."""
        super().__init__()
        self._make_certificate()
        values = {
            "BOT_SERVERS": " ".join(
                f"server {HOST}:{port} max_fails=1 fail_timeout=2s;" for port in servers
            ),
            "HTTP_PORT": f"{HOST}:{free_port()}",
            "HTTPS_PORT": f"{HOST}:{self.port}",
            "TLS_FOLDER": str(self.folder),
            "LOG": str(self.folder / "access.log"),
        }
        inside = re.sub(
            r"\$\{(\w+)\}", lambda name: values[name[1]], self.TEMPLATE.read_text()
        )
        (self.folder / "nginx.conf").write_text(
            f"pid {self.folder}/pid; daemon off; error_log {self.folder}/error.log;"
            "events {} http {"
            + "".join(
                f"{what}_temp_path {self.folder}/{what};"
                for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + inside
            + "}"
        )

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "tls.crt"

    def command(self) -> Sequence[str]:
        configuration = str(self.folder / "nginx.conf")
        nginx = _found("nginx", "/usr/sbin")
        return [nginx, "-p", str(self.folder), "-c", configuration, "-e", "stderr"]

    def check(self) -> str:
        """What `nginx -t` says of the configuration."""
        asked = [*self.command(), "-t"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        return done.stderr

    def _make_certificate(self) -> None:
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        whom = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST}"]
        where = [*("-keyout", "tls.key"), *("-out", "tls.crt")]
        subprocess.run(
            [_found("openssl"), *made, *whom, *where],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )
