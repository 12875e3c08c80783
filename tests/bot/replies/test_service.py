from typing import Any

import pytest

from bot.page.page import load_page
from bot.replies.service import Service
from bot.settings import Settings

BEHIND: dict[str, Any] = {
    "operator": "St. Anne's Clinic",
    "contact": "info@clinic.example",
    "phone": "+1 555 0100",
    "emergency_number": "112",
    "privacy_address": "https://clinic.example/privacy",
    "original_address": "https://publisher.example/page",
    "keep_days": 7,
}


def service(**settings: Any) -> Service:
    return Service(Settings(**settings), load_page().wording)


def test_says_who_runs_it() -> None:
    told = " ".join(service(**BEHIND).who())
    for name in ("operator", "contact", "phone", "original_address"):
        assert str(BEHIND[name]) in told


def test_says_that_it_does_not_know_who_runs_it() -> None:
    (told,) = service().who()
    assert "{" not in told


@pytest.mark.parametrize(
    ("channel", "word"), [("chat", "7 days"), ("slack", "7 days"), ("terminal", "ends")]
)
def test_says_what_is_kept_where_it_is_written(channel: str, word: str) -> None:
    kept = service(**BEHIND).kept(channel)
    assert word in kept[0]
    assert "https://clinic.example/privacy" in kept[-1]


@pytest.mark.parametrize(
    ("channel", "how"),
    [
        ("chat", "Delete everything"),
        ("slack", "forget"),
        ("terminal", "/stop"),
        ("rest", "7 days"),
    ],
)
def test_says_how_it_is_deleted_there(channel: str, how: str) -> None:
    assert how in service(**BEHIND).deleting(channel)[0]


def test_says_what_number_to_call() -> None:
    assert "+1 555 0100" in service(**BEHIND).calling()[0]
    assert "112" in service(**BEHIND).emergency_number()[0]


@pytest.mark.parametrize("behind", [{}, BEHIND])
def test_leaves_no_place_unfilled(behind: dict[str, Any]) -> None:
    about = service(**behind)
    told = [about.in_a_line(), *about.who(), *about.calling()]
    told += about.emergency_number()
    for channel in ("chat", "slack", "rest", "terminal"):
        told += [*about.kept(channel), *about.deleting(channel)]
        told += about.behind(channel)
    assert not [text for text in told if "{" in text or "None" in text]
