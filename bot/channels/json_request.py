"""Reads JSON that came in a request, as its senders may write it."""

import codecs
import json
from typing import Any

from sanic.request import Request


def media_type(request: Request) -> str:
    """What a request says that it carries; its case does not matter (RFC 9110)."""
    return str(request.content_type).split(";")[0].strip().lower()


def is_json(request: Request) -> bool:
    """Whether that is JSON."""
    return media_type(request) == "application/json"


def json_in(request: Request) -> Any:
    """What a request carries.

    Raises:
        ValueError: it is not JSON, or nested deeper than anybody writes it.
    """
    body = request.body
    try:
        # Some senders mark UTF-8; RFC 8259 lets a reader ignore that.
        return json.loads(body[3:] if body.startswith(codecs.BOM_UTF8) else body)
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
