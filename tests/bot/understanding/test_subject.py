import pytest

from bot.understanding.subject import Subject

BEES = Subject(
    names=frozenset({"bee", "bees", "honeybee", "hive"}),
    own=frozenset({"bee", "bees", "honeybee"}),
    unmistakable=frozenset({"honeybee"}),
)


@pytest.mark.parametrize(
    ("text", "named", "surely", "unmistakably"),
    [
        ("is a Honeybee dangerous", True, True, True),
        ("Are BEES dangerous?", True, True, False),
        ("how is a hive built", True, False, False),
        ("beehive", False, False, False),
        ("is it dangerous", False, False, False),
    ],
)
def test_knows_its_names(
    text: str, named: bool, surely: bool, unmistakably: bool
) -> None:
    assert BEES.is_named_in(text) is named
    assert BEES.is_surely_named_in(text) is surely
    assert BEES.is_unmistakable_in(text) is unmistakably


def test_what_stands_beside_them() -> None:
    assert BEES.words_beside("the Bees' hive 2 and honey") == {"the", "and", "honey"}
