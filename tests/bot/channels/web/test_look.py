"""A clinic's name, logo and colours; those that cannot be read are refused."""

from pathlib import Path

import pytest

from bot.channels.web.contrast import ENOUGH, contrast, lightened_for, rgb, written
from bot.channels.web.look import DARK, look_of
from bot.page.page import load_page
from bot.settings import Settings, SettingsError

WORDING = load_page().wording


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # The examples of WCAG's own understanding documents.
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ffffff", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(rgb(one), rgb(other)) == pytest.approx(ratio, abs=0.005)
    assert contrast(rgb(other), rgb(one)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colour", ["#000000", "#7a0019", "#004080", "#2d5a27"])
def test_where_the_page_is_dark_a_colour_is_light_enough(colour: str) -> None:
    light = lightened_for(rgb(colour), DARK)
    assert all(contrast(light, ground) >= ENOUGH for ground in DARK)


def test_without_settings_it_looks_as_the_style_sheets_say() -> None:
    look = look_of(Settings(), WORDING)
    assert look.title == WORDING.text("page_title")
    assert look.style == ""
    assert look.logo is None


def test_a_clinics_own_look(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings = Settings(
        title="Ask St. Anne's",
        logo=logo,
        main_colour="#7a0019",
        ground_colour="#fff8ee",
        phone="+1 555 0100",
    )
    look = look_of(settings, WORDING)
    assert (look.title, look.logo_name) == ("Ask St. Anne's", "logo.svg")
    assert "--main: #7a0019" in look.style
    assert "--ground: #fff8ee" in look.style
    for_widget = look.for_widget(settings, WORDING)
    assert '"colour": "#7a0019"' in for_widget
    assert "+1 555 0100" in for_widget


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"main_colour": "#ffcc00"},
            "main_colour: #ffcc00 beside white has a contrast",
        ),
        ({"main_colour": "#8a9aa0"}, "Choose a darker colour"),
        ({"ground_colour": "#0b5e77"}, "Choose a lighter colour"),
        ({"logo": "data/nlu/small_talk.yml"}, "is not one of .jpg, .png, .svg, .webp"),
        ({"logo": "no-such-logo.png"}, "there is no file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    given: dict[str, str], reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason):
        look_of(Settings(**given), WORDING)


def test_a_logo_that_is_too_large_is_refused(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"x" * 100_001)
    with pytest.raises(SettingsError, match="more than 100 kB"):
        look_of(Settings(logo=logo), WORDING)


def test_colours_are_written_as_they_were_read() -> None:
    assert written(rgb("#0b5e77")) == "#0b5e77"
