import pytest

from bot.page.page import load_page
from bot.understanding.choices import chosen_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("the second one", 2),
        ("option 3", 3),
        ("number one please", 1),
        ("1st", 1),
        ("the last one", 3),
        ("two years ago", None),
        ("is it bad", None),
        ("", None),
    ],
)
def test_reads_the_number_of_a_choice(text: str, number: int | None) -> None:
    assert chosen_number(text, load_page().english) == number
