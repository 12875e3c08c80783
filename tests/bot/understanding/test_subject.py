import pytest

from bot.understanding.subject import Subject

BEES = Subject(frozenset({"bee", "bees", "hive"}), frozenset({"bee", "bees"}))


@pytest.mark.parametrize(
    ("text", "named", "surely"),
    [
        ("Are BEES dangerous?", True, True),
        ("how is a hive built", True, False),
        ("beehive", False, False),
        ("is it dangerous", False, False),
    ],
)
def test_knows_its_names(text: str, named: bool, surely: bool) -> None:
    assert BEES.is_named_in(text) is named
    assert BEES.is_surely_named_in(text) is surely


def test_what_stands_beside_them() -> None:
    assert BEES.words_beside("the Bees' hive 2 and honey") == {"the", "and", "honey"}
