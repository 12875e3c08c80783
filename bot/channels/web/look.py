"""How the page and the widget look on a clinic's behalf: name, logo, two colours."""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.channels.web.contrast import (
    ENOUGH,
    WHITE,
    Rgb,
    contrast,
    lightened_for,
    rgb,
    written,
)
from bot.replies.wording import Wording
from bot.settings import PROJECT, Settings, SettingsError

# As in base.css: what the clinic's colours have to be told apart from.
MAIN, GROUND = "#0b5e77", "#eef2f4"
INK, SOFT = rgb("#16242c"), rgb("#47595f")
ALARM = rgb("#a3160f")
ALARM_GROUND = rgb("#fdecea")
# What links stand on where the page is dark, the lightest of it.
DARK = (rgb("#1f3038"), rgb("#3d1512"))
LOGOS = {".svg", ".png", ".jpg", ".webp"}
LARGEST_LOGO = 100_000


@dataclass(frozen=True)
class Look:
    """A clinic's look, checked."""

    title: str
    main: str
    ground: str
    logo: Path | None

    @property
    def logo_name(self) -> str | None:
        """What the logo is called among the page's files."""
        return f"logo{self.logo.suffix}" if self.logo else None

    @property
    def style(self) -> str:
        """The clinic's colours as a style sheet, lighter where the page is dark."""
        if (self.main, self.ground) == (MAIN, GROUND):
            return ""
        dark = written(lightened_for(rgb(self.main), DARK))
        return (
            f":root {{ --main: {self.main}; --ground: {self.ground};"
            f" --focus: {self.main}; }}\n"
            "@media (prefers-color-scheme: dark) {\n"
            f"  :root {{ --main: {dark}; --ground: #0f181d; --focus: #ffd33d; }}\n}}\n"
        )

    def for_widget(self, settings: Settings, wording: Wording) -> str:
        """What the widget's loader says and looks like, as JSON."""
        return json.dumps(
            {
                "title": self.title,
                "colour": self.main,
                "close": wording.text("widget_close", title=self.title),
                "failed": wording.text("widget_failed"),
                "open": wording.text("widget_open"),
                "call": wording.text("say_phone", phone=settings.phone)
                if settings.phone
                else "",
            },
            ensure_ascii=False,
        )


def look_of(settings: Settings, wording: Wording) -> Look:
    """The look that the settings ask for.

    Raises:
        SettingsError: a colour cannot be read on what is around it, or the logo is
            not there, too large, or not of a kind that browsers show.
    """
    main = settings.main_colour or MAIN
    ground = settings.ground_colour or GROUND
    words = {"the text": INK, "small text": SOFT, "warnings": ALARM}
    _check("ground_colour", ground, words)
    grounds = {"white": WHITE, "the ground": rgb(ground), "a warning": ALARM_GROUND}
    _check("main_colour", main, grounds)
    title = settings.title or wording.text("page_title")
    return Look(title, main, ground, _logo(settings))


def _check(name: str, colour: str, others: dict[str, Rgb]) -> None:
    for what, other in others.items():
        found = contrast(rgb(colour), other)
        if found < ENOUGH:
            way = "darker" if name == "main_colour" else "lighter"
            raise SettingsError(
                f"{name}: {colour} beside {what} has a contrast of {found:.1f}; to be"
                f" read by everybody it needs {ENOUGH} (WCAG 2.2, 1.4.3). Choose a"
                f" {way} colour."
            )


def _logo(settings: Settings) -> Path | None:
    if settings.logo is None:
        return None
    path = PROJECT / settings.logo
    if path.suffix not in LOGOS:
        kinds = ", ".join(sorted(LOGOS))
        raise SettingsError(f"logo: {path} is not one of {kinds}.")
    if not path.is_file():
        raise SettingsError(f"logo: there is no file {path}.")
    if path.stat().st_size > LARGEST_LOGO:
        raise SettingsError(
            f"logo: {path} has more than {LARGEST_LOGO // 1000} kB, which everybody"
            " would have to load. Take a smaller one."
        )
    return path
