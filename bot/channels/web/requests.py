"""Reads the requests of the chat page, and refuses those it did not send."""

import re
from typing import Any

from sanic.request import Request

from bot.channels.gate import storable_values
from bot.channels.json_request import is_json, json_in, media_type
from bot.channels.refusal import Refused
from bot.settings import Settings

QUESTION_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
FORM = ("application/x-www-form-urlencoded", "multipart/form-data")


def check_origin(request: Request, settings: Settings) -> None:
    """Refuses a request that another site made somebody's browser send.

    Raises:
        Refused: it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    own = {f"http://{request.host}", f"https://{request.host}"}
    if settings.public_address:
        own.add(settings.public_address.rstrip("/"))
    if origin is not None and origin not in own:
        raise Refused("elsewhere", 403)
    # Browsers set this header themselves; no script can change it.
    if request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
        raise Refused("elsewhere", 403)


def json_of(request: Request, settings: Settings) -> dict[str, Any]:
    """The object that a request carries.

    Raises:
        Refused: it is not JSON, no object, or comes from elsewhere.
    """
    check_origin(request, settings)
    if not is_json(request):
        raise Refused("malformed", 415)
    try:
        content = json_in(request)
    except ValueError as error:
        raise Refused("malformed", 400) from error
    if not isinstance(content, dict):
        raise Refused("malformed", 400)
    return storable_values(content)


def form_of(request: Request, settings: Settings) -> dict[str, Any]:
    """The fields of the form that a page without JavaScript sends.

    Raises:
        Refused: it is no form, or comes from elsewhere.
    """
    check_origin(request, settings)
    if media_type(request) not in FORM:
        raise Refused("malformed", 415)
    fields = {key: values[0] for key, values in (request.form or {}).items()}
    return storable_values(fields)


def question_in(content: dict[str, Any]) -> tuple[str, str]:
    """The id and the text of a question.

    Raises:
        Refused: one of them is missing or not of its kind.
    """
    text = content.get("text")
    if not isinstance(text, str):
        raise Refused("malformed", 400)
    return question_id_in(content), text


def question_id_in(content: dict[str, Any]) -> str:
    """The id of a question, which the page makes up.

    Raises:
        Refused: it is missing or not of its kind.
    """
    given = content.get("id")
    if not isinstance(given, str) or not QUESTION_ID.fullmatch(given):
        raise Refused("malformed", 400)
    return given


def rating_in(content: dict[str, Any]) -> tuple[str, bool | None, str | None]:
    """The id of a question, whether its answer helped, and a comment.

    None for one that is taken back, and for no comment beside one that there may be.

    Raises:
        Refused: one of them is not of its kind.
    """
    helpful, comment = content.get("helpful", ""), content.get("comment")
    # A form has no other way to say yes or no.
    helpful = {"yes": True, "no": False, "none": None}.get(str(helpful), helpful)
    is_rating = helpful is None or isinstance(helpful, bool)
    if not is_rating or not isinstance(comment, str | None):
        raise Refused("malformed", 400)
    return question_id_in(content), helpful, comment
