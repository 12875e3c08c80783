import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.cases import CaseError, Turn, load_cases
from bot.evaluation.judging import Judge, Result
from bot.evaluation.page import write_page
from bot.evaluation.report import ReportError, as_json, compared, load_earlier
from bot.page.page import load_page


def reply(*spans: tuple[int, int], gap: str | None = None) -> dict[str, Any]:
    quotes = [{"sentences": list(span)} for span in spans]
    return {"text": "The text says", "custom": {"quotes": quotes, "gap": gap}}


def turn(kind: str, *accept: str, require: tuple[frozenset[str], ...] = ()) -> Turn:
    return Turn("a question", kind, frozenset(accept), require, False)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_page())


HARMLESS, PROVIDER, URGENT = (8, 8), (19, 19), (18, 18)
# What a bot that has no data beside its text would say.
SAID = load_page().quotable.sentences[7].text
MISSING = load_page().wording.text("say_gap_symptoms")


@pytest.mark.parametrize(
    ("asked", "replies", "right"),
    [
        (turn("answer", "usually_harmless"), [reply((8, 9))], True),
        (turn("answer", "usually_harmless"), [reply((9, 9))], False),
        (turn("answer", "usually_harmless"), [reply((1, 3), (8, 12))], False),
        (turn("answer", "usually_harmless"), [{"text": " "}], False),
        (turn("answer", "usually_harmless"), [], False),
        (turn("missing_list", "usually_harmless"), [reply(HARMLESS)], False),
        (turn("missing_list", "usually_harmless"), [reply(HARMLESS, gap="x")], True),
        (turn("missing_list", "usually_harmless"), [{"text": SAID + MISSING}], True),
        (turn("missing_list", "usually_harmless"), [{"text": SAID}], False),
        (turn("answer", "usually_harmless"), [{"text": SAID}], True),
        (turn("answer", "usually_harmless"), [{"text": SAID.upper()}], False),
        (turn("not_covered"), [reply()], True),
        (turn("not_covered"), [reply(PROVIDER)], True),
        (turn("not_covered"), [reply(HARMLESS)], False),
        (turn("other_condition"), [reply()], True),
        (turn("other_condition"), [reply(PROVIDER)], False),
        (turn("personal_advice"), [reply(PROVIDER, URGENT)], True),
        (turn("emergency"), [reply(URGENT, HARMLESS)], True),
        (turn("emergency"), [reply(HARMLESS, URGENT)], False),
        (turn("not_emergency"), [reply(URGENT)], True),
        (turn("not_emergency", "usually_harmless"), [reply()], False),
        (turn("attack"), [{"text": "<script>"}], False),
    ],
)
def test_judges_a_reply(
    judge: Judge, asked: Turn, replies: list[dict[str, Any]], right: bool
) -> None:
    assert (judge.problem(asked, replies) is None) is right


def test_every_part_of_several_questions_has_to_be_answered(judge: Judge) -> None:
    parts = (frozenset({"usually_harmless"}), frozenset({"any_person_any_age"}))
    asked = turn("compound", require=parts)
    assert judge.problem(asked, [reply(HARMLESS), reply((28, 28))]) is None
    assert judge.problem(asked, [reply(HARMLESS)]) == "1 of 2 parts unanswered"


def test_a_wrong_quote_is_told_from_a_missing_one(judge: Judge) -> None:
    asked = turn("answer", "usually_harmless")
    assert judge.misquotes(asked, ["date"])
    assert not judge.misquotes(asked, [])
    assert not judge.misquotes(asked, ["see_provider_if_worse"])


def test_reads_the_projects_own_questions(project: Path) -> None:
    cases = load_cases(project / "data/questions", load_page().quotable)
    assert sum(len(case.turns) for case in cases) >= 300


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        '{"id": "1"}',
        '{"id": "1", "text": "a", "kind": "answer", "accept": ["fish"]}',
    ],
)
def test_names_the_line_that_is_wrong(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"a\.jsonl, line 2"):
        load_cases(tmp_path, load_page().quotable)


def test_refuses_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"no \.jsonl files"):
        load_cases(tmp_path, load_page().quotable)


def test_ids_are_read_where_a_list_of_sentences_explains_them(tmp_path: Path) -> None:
    sentence = load_page().quotable.sentences[0].text
    (tmp_path / "sentences.json").write_text(json.dumps({"S1": sentence}))
    line = {"id": "1", "text": "a", "kind": "answer", "accept": ["S1"]}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    (case,) = load_cases(tmp_path, load_page().quotable)
    assert case.turns[0].accept == {"what_it_is"}


def result(name: str, problem: str | None) -> Result:
    asked = turn("answer", "usually_harmless")
    return Result(name, "f", asked, "r", ("date",), "ask_x", 0.8, problem, False)


def test_the_report_shows_failures_and_what_changed(tmp_path: Path) -> None:
    before = as_json([result("1", None), result("2", "wrong")])
    now = [result("1", "<wrong> \ud83d"), result("2", None)]
    change = compared(as_json(now), before)
    assert {key: len(texts) for key, texts in change.items()} == {
        "better": 1,
        "worse": 1,
    }
    write_page(tmp_path / "page.html", now, as_json(now), before)
    page = (tmp_path / "page.html").read_text()
    assert "&lt;wrong&gt;" in page
    assert page.count("data:image/png;base64,") == 3


def test_a_damaged_earlier_report_is_named(tmp_path: Path) -> None:
    path = tmp_path / "evaluation.json"
    assert load_earlier(path) is None
    path.write_text("")
    with pytest.raises(ReportError, match=r"evaluation\.json: no report"):
        load_earlier(path)


def test_the_first_report_stands_alone(tmp_path: Path) -> None:
    now = [result("1", None)]
    write_page(tmp_path / "page.html", now, as_json(now), None)
    page = (tmp_path / "page.html").read_text()
    assert "beside it" not in page
    assert "Beside the other report" not in page
    assert "<td>ask_x</td>" in page
