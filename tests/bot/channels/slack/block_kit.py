"""Slack's documented limits of Block Kit: docs.slack.dev/reference/block-kit."""

from typing import Any

TEXTS = {"plain_text", "mrkdwn"}


def check_message(message: dict[str, Any]) -> None:
    """Fails where Slack would refuse a message."""
    assert isinstance(message["text"], str)
    assert 0 < len(message["text"]) <= 40_000
    check_blocks(message["blocks"], most=50)


def check_home(view: dict[str, Any]) -> None:
    assert view["type"] == "home"
    check_blocks(view["blocks"], most=100)


def check_blocks(blocks: list[dict[str, Any]], *, most: int) -> None:
    assert 0 < len(blocks) <= most
    for block in blocks:
        CHECKS[block["type"]](block)


def _header(block: dict[str, Any]) -> None:
    _text(block["text"], 150, {"plain_text"})


def _context(block: dict[str, Any]) -> None:
    assert 0 < len(block["elements"]) <= 10
    for element in block["elements"]:
        _text(element, 2_000, TEXTS)


def _actions(block: dict[str, Any]) -> None:
    elements = block["elements"]
    assert 0 < len(elements) <= 25
    assert len({element["action_id"] for element in elements}) == len(elements)
    for element in elements:
        assert element["type"] == "button"
        assert 0 < len(element["action_id"]) <= 255
        assert len(element["value"]) <= 2_000
        _text(element["text"], 75, {"plain_text"})
        if "confirm" in element:
            confirm = element["confirm"]
            _text(confirm["title"], 100, {"plain_text"})
            _text(confirm["text"], 300, TEXTS)
            _text(confirm["confirm"], 30, {"plain_text"})
            _text(confirm["deny"], 30, {"plain_text"})


def _rich_text(block: dict[str, Any]) -> None:
    assert block["elements"]
    for element in block["elements"]:
        assert element["type"] in {"rich_text_section", "rich_text_quote"}
        assert element["elements"]
        for piece in element["elements"]:
            assert piece["type"] == "text"
            assert 0 < len(piece["text"])
            assert set(piece.get("style", {})) <= {"bold", "italic", "strike", "code"}


def _divider(block: dict[str, Any]) -> None:
    assert set(block) == {"type"}


def _text(text: dict[str, Any], longest: int, kinds: set[str]) -> None:
    assert text["type"] in kinds
    assert 0 < len(text["text"]) <= longest
    assert text["type"] == "plain_text" or "emoji" not in text


CHECKS = {
    "header": _header,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
    "divider": _divider,
}


def quotes_in(blocks: list[dict[str, Any]]) -> list[str]:
    """The quotations that a reader sees."""
    return [
        "".join(piece["text"] for piece in element["elements"])
        for block in blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]


def buttons_in(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        element
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]
