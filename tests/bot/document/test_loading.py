import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.document import DocumentError, QuotableText, load_quotable_text
from bot.page.page import DOCUMENT, PROJECT, load_page

TEXT = "Birds sing. Cats sleep at night.Dogs bark, including: Cats sleep by day."


def written(folder: Path, **changes: Any) -> Path:
    """A small document, with the changes that a test makes to it."""
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    content: dict[str, Any] = {
        "source": {
            "file": "text.txt",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "title": "Animals",
            "publisher": "Zoo",
            "date": "Jan 2, 2024",
        },
        "quotes": {"birds": "Birds sing.", "cats": "Cats sleep at night."},
        "passages": {
            "birds": {"answers": ["ask_birds"], "quotes": ["birds"]},
            "cats": {"answers": ["ask_cats"], "quotes": ["cats"]},
        },
        "gaps": {},
        "terms": {},
        "suggested": ["cats"],
    }
    path = folder / "passages.yml"
    path.write_text(yaml.safe_dump({**content, **changes}), encoding="utf-8")
    return path


def problem(folder: Path, **changes: Any) -> str:
    with pytest.raises(DocumentError) as error:
        load_quotable_text(written(folder, **changes))
    return str(error.value)


def test_finds_every_quote_in_the_source() -> None:
    quotable = load_page().quotable
    text = quotable.source.text
    assert all(text[s.start : s.end] == s.text for s in quotable.sentences)
    assert len(quotable.sentences) == 37


def test_source_is_kept_byte_for_byte() -> None:
    content = (PROJECT / DOCUMENT).with_name("mitral_valve_prolapse.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == (
        "b9f619a816bb3aa08e258b1559fc4ac57c5d19c54157c0e13c10790edf04dddc"
    )
    assert len(content.decode()) == 3332


def test_knows_title_publisher_and_date() -> None:
    source = load_page().quotable.source
    assert (source.title, source.publisher, source.date) == (
        "Mitral valve prolapse",
        "Mayo Clinic",
        "Mar 27, 2024",
    )
    assert source.day.isoformat() == "2024-03-27"


def test_refuses_a_quote_that_is_absent_and_names_the_nearest_text(
    tmp_path: Path,
) -> None:
    quotes = {"birds": "Birds sing.", "cats": "Cats sleep at noon."}
    message = problem(tmp_path, quotes=quotes)
    assert "passages.yml" in message
    assert "'cats'" in message
    assert "ats sleep at night" in message


def test_refuses_a_quote_that_occurs_twice(tmp_path: Path) -> None:
    quotes = {"birds": "Birds sing.", "cats": "Cats sleep"}
    message = problem(tmp_path, quotes=quotes)
    assert "occurs more than once" in message
    assert "Make it longer" in message


def test_refuses_quotes_that_overlap(tmp_path: Path) -> None:
    quotes = {"birds": "Birds sing. Cats", "cats": "Cats sleep at night."}
    assert "must not overlap" in problem(tmp_path, quotes=quotes)


def test_refuses_an_empty_quote(tmp_path: Path) -> None:
    quotes = {"birds": "", "cats": "Cats sleep at night."}
    assert "'birds' is empty" in problem(tmp_path, quotes=quotes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"gaps": {"x": {"after": "fish", "passages": []}}}, "unknown quote"),
        ({"gaps": {"x": {"after": "cats", "passages": ["fish"]}}}, "'fish'"),
        ({"terms": {"purr": "fish"}}, "'purr' is explained by 'fish'"),
        ({"suggested": ["fish"]}, "'fish' is suggested, but is no passage"),
        (
            {"passages": {"a": {"answers": ["ask_a"], "quotes": ["fish"]}}},
            "names the quote 'fish'",
        ),
        ({"passages": {"a": {"answers": ["ask_a"], "quotes": []}}}, "0 quotes"),
        (
            {"passages": {"a": {"answers": [], "quotes": ["cats"], "in_short": []}}},
            "in_short has to name some of its quotes",
        ),
        (
            {
                "passages": {
                    "a": {"answers": [], "quotes": ["cats"], "in_short": ["birds"]}
                }
            },
            "in_short has to name some of its quotes",
        ),
        (
            {
                "passages": {
                    "a": {"answers": ["ask_a"], "quotes": ["cats"]},
                    "b": {"answers": ["ask_a"], "quotes": ["birds"]},
                }
            },
            "answered by 'a' and by 'b'",
        ),
        (
            {"passages": {"a": {"answers": [], "quotes": ["cats"], "why": "fish"}}},
            "leads on to 'fish'",
        ),
    ],
)
def test_refuses_what_names_something_unknown(
    tmp_path: Path, changes: dict[str, Any], expected: str
) -> None:
    assert expected in problem(tmp_path, **changes)


def test_refuses_a_source_that_was_changed(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "text.txt").write_text(TEXT + " ", encoding="utf-8")
    with pytest.raises(DocumentError, match="SHA-256"):
        load_quotable_text(path)


def test_refuses_a_source_that_is_missing(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "text.txt").unlink()
    with pytest.raises(DocumentError, match=r"text\.txt: cannot be read"):
        load_quotable_text(path)


def test_refuses_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "passages.yml"
    path.write_text("quotes: [", encoding="utf-8")
    with pytest.raises(DocumentError, match="not valid YAML"):
        load_quotable_text(path)


def test_refuses_a_file_without_passages(tmp_path: Path) -> None:
    path = tmp_path / "passages.yml"
    path.write_text("source: {}", encoding="utf-8")
    with pytest.raises(DocumentError, match="has no 'quotes'"):
        load_quotable_text(path)


def test_reports_what_no_passage_covers(tmp_path: Path) -> None:
    quotable = load_quotable_text(written(tmp_path))
    left = [quotable.source.text[start:end] for start, end in quotable.uncovered]
    assert left == [" ", "Dogs bark, including: Cats sleep by day."]


@pytest.fixture(scope="module")
def quotable() -> QuotableText:
    return load_page().quotable


def test_passages_cover_all_but_what_the_extraction_broke(
    quotable: QuotableText,
) -> None:
    left = [quotable.source.text[start:end] for start, end in quotable.uncovered]
    assert [piece for piece in left if piece.strip()] == ["CON-XXXXXXXX", "Â© "]


def test_every_sentence_belongs_to_a_passage(quotable: QuotableText) -> None:
    quoted = {sentence for p in quotable.passages for sentence in p.sentences}
    assert quoted == set(quotable.sentences)


def test_near_passages_are_known_and_exist(tmp_path: Path) -> None:
    quotable = load_quotable_text(written(tmp_path, near={"not_covered_dogs": "cats"}))
    near = quotable.near_to("not_covered_dogs")
    assert near is not None and near.name == "cats"
    assert quotable.near_to("not_covered_cows") is None
    assert "near to 'cows'" in problem(tmp_path, near={"not_covered_dogs": "cows"})


def test_a_guarded_sentence_is_never_quoted_alone(tmp_path: Path) -> None:
    passages = {
        "both": {"answers": ["ask_both"], "quotes": ["birds", "cats"]},
        "cats": {"answers": ["ask_cats"], "quotes": ["cats"]},
    }
    guarded = {"birds": "cats"}
    path = written(tmp_path, passages=passages, guarded=guarded)
    quotable = load_quotable_text(path)
    assert quotable.is_guarded(quotable.passage("both"))
    assert not quotable.is_guarded(quotable.passage("cats"))
    passages["birds"] = {"answers": ["ask_birds"], "quotes": ["birds"]}
    told = problem(tmp_path, passages=passages, guarded=guarded)
    assert "'birds' quotes 'birds' without 'cats' after it" in told
    passages["birds"] = {**passages["both"], "answers": [], "in_short": ["birds"]}
    told = problem(tmp_path, passages=passages, guarded=guarded)
    assert "'birds' quotes 'birds' without 'cats' after it" in told
