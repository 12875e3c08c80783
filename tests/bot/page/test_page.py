import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.errors import BotError
from bot.page.page import DOCUMENT, UNDERSTANDING, load_page
from bot.understanding.intent import EMERGENCY, Intent


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Iterator[Path]:
    """The data of a page, to change something in."""
    shutil.copy(project / "domain.yml", tmp_path)
    for folder in ("document", "understanding"):
        shutil.copytree(project / "data" / folder, tmp_path / "data" / folder)
    load_page.cache_clear()
    yield tmp_path
    load_page.cache_clear()


def test_is_read_once_in_a_process(copy: Path) -> None:
    assert load_page(copy) is load_page(copy)


def test_knows_which_passage_answers(copy: Path) -> None:
    passage = load_page(copy).passage_for(Intent("ask_danger"))
    assert passage is not None and passage.name == "danger"
    assert load_page(copy).passage_for(Intent("greet")) is None
    assert load_page(copy).passage_for(EMERGENCY) is not None


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("subject.yml", "names: [bees]", "subject.yml: needs the lists"),
        ("subject.yml", "[", "subject.yml: needs the lists"),
        ("shorthand.yml", "[a, b]", "shorthand.yml: these are no short forms"),
        ("english.yml", "links: [and]\nnumbers: {}", "english.yml: needs the lists"),
        ("english.yml", "cows: [moo]\nnumbers: {}", "english.yml: needs the lists"),
        ("emergency.yml", "places: []", "emergency.yml: cannot be read"),
        ("cries.yml", "de: 1", "cries.yml: these are no cries for help"),
    ],
)
def test_data_that_cannot_be_read_is_named(
    copy: Path, file: str, content: str, told: str
) -> None:
    (copy / UNDERSTANDING / file).write_text(content, encoding="utf-8")
    with pytest.raises(BotError) as raised:
        load_page(copy)
    assert told in str(raised.value)


def test_a_small_word_without_quotes_is_named(copy: Path) -> None:
    path = copy / UNDERSTANDING / "english.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"no", choice', "no, choice"), encoding="utf-8")
    with pytest.raises(BotError, match="False needs quotes around it"):
        load_page(copy)


def fingerprint(copy: Path) -> str:
    load_page.cache_clear()
    return load_page(copy).fingerprint


def test_the_fingerprint_follows_what_training_reads_and_nothing_else(
    copy: Path,
) -> None:
    before = fingerprint(copy)
    path = copy / UNDERSTANDING / "emergency.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a note\n", encoding="utf-8")
    assert fingerprint(copy) == before
    path = copy / UNDERSTANDING / "shorthand.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\nbzz: bees\n")
    assert fingerprint(copy) != before


def test_a_text_that_speaks_of_no_emergency_is_a_page_too(copy: Path) -> None:
    path = copy / DOCUMENT
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for passage in content["passages"].values():
        passage["answers"] = [i for i in passage["answers"] if i != EMERGENCY]
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    assert load_page(copy).passage_for(EMERGENCY) is None
