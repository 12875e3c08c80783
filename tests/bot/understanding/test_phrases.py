from pathlib import Path

import pytest

from bot.understanding.phrases import Phrases, PhrasesError, load_phrases

PHRASES = Phrases(["stop my", "pregnan*", "can't breathe", "mg"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Can I stop my honey?", True),
        ("stop, my dear", True),
        ("STOP  MY bees", True),
        ("pregnant bees", True),
        ("25 mg of honey", True),
        ("I can't breathe", True),
        ("stop the bees", False),
        ("nonstop my", False),
        ("omg", False),
        ("unpregnant", False),
        ("", False),
    ],
)
def test_finds_whole_words_and_beginnings(text: str, found: bool) -> None:
    assert PHRASES.are_in(text) is found


def test_without_any_nothing_is_found() -> None:
    assert not Phrases([]).are_in("stop my bees")


@pytest.mark.parametrize(
    "content", ["- stop", "a: [Stop]", "a: ['stop, my']", "a: [1]", "a: ['']x", "["]
)
def test_phrases_that_cannot_be_found_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "phrases.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PhrasesError, match=r"phrases\.yml"):
        load_phrases(path)


def test_reads_them_from_under_their_headings(tmp_path: Path) -> None:
    path = tmp_path / "phrases.yml"
    path.write_text("one: [stop my]\ntwo: [pregnan*]\n", encoding="utf-8")
    assert load_phrases(path).are_in("is she pregnant")
