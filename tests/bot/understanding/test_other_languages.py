import json
from pathlib import Path

import pytest
import yaml

from bot.page.page import PROJECT, UNDERSTANDING, load_page
from bot.understanding.cleaning import clean
from bot.understanding.other_languages import (
    CriesError,
    language_of_cry,
    load_cries,
)

# Six for each language, by a writer who did not see the phrases that are looked for.
COLLECTED = Path(__file__).parent / "cries.jsonl"

CRIES = load_page().cries


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "胸口痛得厉害"),
        ("hi", "छाती में दर्द हो रहा है"),
        ("es", "ME DUELE EL PECHO"),
        ("es", "se desmayo y no respira"),
        ("fr", "j’ai mal au coeur et à la poitrine"),
        ("fr", "AU SECOURS"),
        ("ar", "ألم شديد في صدري"),
        ("bn", "আমার বুকে ব্যথা"),
        ("pt", "dor no peito forte"),
        ("ru", "сердце сильно болит"),
        ("ur", "میرے سینے میں درد ہے"),
        ("id", "dada sakit"),
        ("de", "Brustschmerzen"),
        ("de", "ich krieg keine Luft"),
        ("ja", "胸が苦しい"),
        ("tr", "gogsum agriyor"),
        ("ta", "நெஞ்சு வலி"),
        ("te", "గుండెలో నొప్పి"),
        ("vi", "toi dau nguc qua"),
        ("ko", "가슴이 답답해요"),
        ("fa", "درد شدید قفسه سینه"),
        ("it", "mi fa male il petto"),
        ("sw", "kifua kinauma"),
    ],
)
def test_hears_a_cry_for_help(language: str, text: str) -> None:
    assert language_of_cry(clean(text), CRIES) == language


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué es el prolapso y puede causar dolor en el pecho?",
        "Ist das gefährlich?",
        "obrigado pela ajuda doutor",
        "что такое пролапс",
        "hace años me dolía el pecho",
        "is it time to fix that valve",
        "call an ambulance",
        "it",
        "",
    ],
)
def test_hears_none_in_what_is_none(text: str) -> None:
    assert language_of_cry(clean(text), CRIES) is None


def test_takes_no_english_question_for_a_cry(project: Path) -> None:
    heard = [
        line
        for path in (project / "data/nlu").glob("*.yml")
        if path.stem != "emergency"
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if entry["intent"] != "other_language"
        for line in entry["examples"].splitlines()
        if language_of_cry(clean(line[2:]), CRIES)
    ]
    # One begins in another language, one misspells a word into another's.
    assert len(heard) <= 2


def test_twenty_languages_are_heard() -> None:
    assert len({cries.language for cries in load_page().cries}) == 20


def test_hears_the_cries_that_were_collected() -> None:
    lines = COLLECTED.read_text(encoding="utf-8").splitlines()
    cries = [json.loads(line) for line in lines]
    unheard = [
        cry for cry in cries if language_of_cry(clean(cry["text"]), CRIES) is None
    ]
    assert len(cries) == 120
    assert unheard == []


@pytest.mark.parametrize(
    "content", ["xx: {places: [a]}", "xx: [a]", "xx: {alone: [no]}", ":"]
)
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cries.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CriesError, match=r"cries\.yml"):
        load_cries(path)


def test_the_file_can_be_read_by_people() -> None:
    text = (PROJECT / UNDERSTANDING / "cries.yml").read_text(encoding="utf-8")
    assert all(
        set(kinds) >= {"places", "feelings", "alone", "whole", "general"}
        for kinds in yaml.safe_load(text).values()
    )
