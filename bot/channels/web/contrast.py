"""How well colours can be told apart: WCAG 2.2, "contrast ratio".

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio and #dfn-relative-luminance
"""

from collections.abc import Iterable

Rgb = tuple[int, int, int]

# The least for text: success criterion 1.4.3.
ENOUGH = 4.5
WHITE: Rgb = (255, 255, 255)


def rgb(colour: str) -> Rgb:
    """The parts of a colour that is written as "#0b5e77"."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def written(colour: Rgb) -> str:
    """A colour as "#0b5e77"."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightened_for(colour: Rgb, grounds: Iterable[Rgb]) -> Rgb:
    """The colour, as much nearer to white as it takes to be read on dark grounds."""
    grounds = tuple(grounds)
    for share in range(0, 101, 5):
        mixed = _mixed(colour, share / 100)
        if all(contrast(mixed, ground) >= ENOUGH for ground in grounds):
            return mixed
    return WHITE


def _mixed(colour: Rgb, white: float) -> Rgb:
    red, green, blue = (round(part + (255 - part) * white) for part in colour)
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
