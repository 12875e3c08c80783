from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    return tmp_path / "settings.yml"


def test_the_projects_own_settings_are_right() -> None:
    assert load_settings().longest_message == 2_000


def test_the_environment_has_the_word_over_the_file(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.write_text("conversation_rate: 5\naddress_rate: 7\n")
    monkeypatch.setenv("BOT_CONVERSATION_RATE", "6")
    settings = load_settings(settings_file)
    assert (settings.conversation_rate, settings.address_rate) == (6, 7)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("longest_message: 0", "longest_message.*greater than 0"),
        ("longest: 5", "'longest' is not right"),
        ("frame_sites: [example.org]", "frame_sites.*URL"),
        ("- a list", "cannot be read"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(settings_file: Path, content: str, said: str) -> None:
    settings_file.write_text(content)
    with pytest.raises(SettingsError, match=said):
        load_settings(settings_file)
