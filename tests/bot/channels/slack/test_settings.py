import pytest

from bot.channels.slack.settings import SlackSettingsError, load_slack_settings


@pytest.fixture(autouse=True)
def _without_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "SIGNING_SECRET", "APP_TOKEN", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ([], ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET or SLACK_APP_TOKEN")),
        (["SLACK_BOT_TOKEN"], ("SLACK_SIGNING_SECRET or SLACK_APP_TOKEN",)),
        (["SLACK_SIGNING_SECRET"], ("SLACK_BOT_TOKEN",)),
        (["SLACK_APP_TOKEN"], ("SLACK_BOT_TOKEN",)),
        (["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"], ()),
        (["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"], ()),
    ],
)
def test_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, given: list[str], missing: tuple[str, ...]
) -> None:
    for name in given:
        monkeypatch.setenv(name, "a-secret")
    settings = load_slack_settings()
    assert settings.missing == missing
    assert settings.is_on is not bool(missing)


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    assert "SLACK_BOT_TOKEN" in load_slack_settings().missing


def test_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    assert "xoxb-secret" not in repr(load_slack_settings())


def test_names_the_variable_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "no-address")
    with pytest.raises(SlackSettingsError, match="SLACK_API_URL"):
        load_slack_settings()
