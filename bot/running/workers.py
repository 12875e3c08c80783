"""Several servers on one machine, behind one address.

uvicorn brings workers of its own, but those build an application from a name and end
without waiting for more than its requests; ours have a model to load, and Slack's
answers under way. A worker that dies is started again.
"""

import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType

from prometheus_client.multiprocess import mark_process_dead

from bot.errors import BotError
from bot.settings import Settings

logger = logging.getLogger(__name__)

SPAWN = multiprocessing.get_context("spawn")
# In seconds: before a worker that died is started again, and for all to end.
PAUSE = 1.0
LONGEST_END = 10.0


class WorkerError(BotError):
    """A worker cannot start; it has said why."""


class Workers:
    """Starts workers, starts those again that die, and ends them together."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        """Takes what each is served with; all take connections from one socket."""
        self._settings = settings
        self._listening = listening
        self._workers: list[SpawnProcess] = []
        self._is_told_to_stop = False

    def run(self, ready: Callable[[], None]) -> None:
        """Serves until the process is told to stop.

        Args:
            ready: Called once all workers serve.

        Raises:
            WorkerError: one could not start.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        with tempfile.TemporaryDirectory(prefix="metrics-") as folder:
            # Before it is imported: the workers count together.
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
            try:
                self._start_all()
                if not self._is_told_to_stop:
                    ready()
                while not self._is_told_to_stop:
                    self._start_again_who_died()
            finally:
                self._end_all()

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._is_told_to_stop = True

    def _start_all(self) -> None:
        told = []
        for _ in range(self._settings.workers):
            ours, theirs = SPAWN.Pipe(duplex=False)
            self._workers.append(self._started(theirs))
            theirs.close()
            told.append(ours)
        for one in told:
            while not self._is_told_to_stop and not one.poll(0.1):
                pass
            try:
                if not self._is_told_to_stop:
                    one.recv()
            except EOFError as error:
                raise WorkerError("A worker could not start.") from error

    def _started(self, told: Connection | None = None) -> SpawnProcess:
        worker = SPAWN.Process(
            target=work, args=(self._settings, self._listening, told), name="worker"
        )
        worker.start()
        return worker

    def _start_again_who_died(self) -> None:
        # Not for ever: a signal that comes between two looks is seen at the next.
        died = wait([worker.sentinel for worker in self._workers], timeout=0.5)
        for at, worker in enumerate(self._workers):
            if worker.sentinel in died and not self._is_told_to_stop:
                logger.error(
                    "A worker ended (%s); another is started.", worker.exitcode
                )
                # What it was at is not in progress any more.
                mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
                time.sleep(PAUSE)
                self._workers[at] = self._started()

    def _end_all(self) -> None:
        for worker in self._workers:
            worker.terminate()
        deadline = time.monotonic() + LONGEST_END
        for worker in self._workers:
            worker.join(max(0.0, deadline - time.monotonic()))
            if worker.is_alive():
                logger.error("A worker did not end in time.")
                worker.kill()
                worker.join()


def work(settings: Settings, listening: socket.socket, told: Connection | None) -> None:
    """What a worker does; it ends with its parent, however that ends."""
    from bot.running.quiet import be_quiet
    from bot.running.without_training import import_training_later

    be_quiet()
    import_training_later()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from bot.running.server import run_server
    from bot.watching.logs import log_as_json

    if settings.json_logs:
        log_as_json()

    def ready() -> None:
        if told is not None:
            told.send("ready")

    try:
        run_server(settings, listening, ready)
    except BotError as error:
        logger.error("%s", error)
        raise SystemExit(2) from error


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
