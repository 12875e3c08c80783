"""Log lines as JSON, for whoever gathers them: with the request's id, nobody's words.

What an error says may hold what somebody typed, and so may what libraries say: of these
only the kind and the place are written.
"""

import json
import logging
import re
import sys
import traceback
import uuid
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any

import structlog

# Those whose lines are written by us, and hold no words of others.
OURS = ("bot", "actions")
# As proxies make them; anything else may be somebody's words.
AN_ID = re.compile(r"[0-9a-fA-F-]{8,64}")
# What a line brings with it beside its text.
FIELDS = "fields"

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def begin_request(given: str | None) -> str:
    """The id that all lines of a request have: the proxy's, or one of our own."""
    known = given is not None and AN_ID.fullmatch(given)
    request_id = given if given and known else uuid.uuid4().hex
    _request_id.set(request_id)
    return request_id


def log_as_json() -> None:
    """Has every line of the process written as JSON, to standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # Rasa's own, which would go to the terminal in colours.
    structlog.configure(
        processors=[_without_words],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=lambda *_: logging.getLogger("rasa"),
    )


class JsonLines(logging.Formatter):
    """A line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        when = datetime.fromtimestamp(record.created, timezone.utc)
        line: dict[str, Any] = {
            "time": when.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "request_id": _request_id.get(),
            **getattr(record, FIELDS, {}),
            **_exception(record),
        }
        given = {name: value for name, value in line.items() if value is not None}
        return json.dumps(given, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    return f"{record.module}:{record.lineno}"


def _exception(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    frames = traceback.extract_tb(trace)
    return {
        "exception": kind.__name__,
        "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
    }


def _without_words(_: Any, __: str, event: dict[str, Any]) -> str:
    return str(event.get("event", ""))
