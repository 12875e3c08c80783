import pytest

from bot.channels.slack.settings import SlackSettings
from bot.running.serving import (
    ServingError,
    about_service,
    about_slack,
    check_sharing,
)
from bot.settings import Settings


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {},
            "Slack is off. Missing: SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET or "
            "SLACK_APP_TOKEN (README, In Slack).",
        ),
        (
            {"bot_token": "xoxb"},
            "Slack is off. Missing: SLACK_SIGNING_SECRET or SLACK_APP_TOKEN "
            "(README, In Slack).",
        ),
        (
            {"bot_token": "xoxb", "signing_secret": "s"},
            "Slack is on: POST /webhooks/slack/webhook.",
        ),
        ({"bot_token": "xoxb", "app_token": "xapp"}, "Slack is on: Socket Mode."),
        (
            {"bot_token": "xoxb", "app_token": "xapp", "signing_secret": "s"},
            "Slack is on: POST /webhooks/slack/webhook and Socket Mode.",
        ),
    ],
)
def test_says_in_one_line_whether_slack_is_on(given: dict[str, str], line: str) -> None:
    without = {"bot_token": None, "signing_secret": None, "app_token": None}
    assert about_slack(SlackSettings(**{**without, **given})) == line


def test_says_to_whom_it_matters_what_is_not_set() -> None:
    (line,) = about_service(Settings(operator="Somebody"), "0.0.0.0")
    assert "contact" in line
    assert "operator" not in line
    assert about_service(Settings(), "127.0.0.1") == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"database_url": "postgresql://host/database"}, "BOT_DATABASE_URL"),
        ({"workers": 2}, "BOT_WORKERS"),
    ],
)
def test_servers_that_share_need_to_agree(given: dict[str, str], named: str) -> None:
    with pytest.raises(ServingError, match=f"{named}.*BOT_REDIS_URL"):
        check_sharing(Settings(**given))
    check_sharing(Settings(**given, redis_url="redis://host"))


@pytest.mark.parametrize("nothing", [{}, {"database_url": "", "redis_url": ""}])
def test_one_server_needs_nobody(nothing: dict[str, str]) -> None:
    check_sharing(Settings(**nothing))
