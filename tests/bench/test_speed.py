"""What is measured side by side, and how it is told."""

from pathlib import Path

import pytest
from rasa.shared.importers.rasa import RasaFileImporter

from bench.contenders import ours, write_floor_project
from bench.speed import Figures, Plan, compared
from bench.speed_report import headings, rows, written


@pytest.fixture
def figures() -> dict[str, Figures]:
    floor, mine = Figures(), Figures()
    for value in (1.0, 3.0, 2.0):
        floor.add("1 client, 50 %, ms", value)
        mine.add("1 client, 50 %, ms", 3 * value)
    for turn, value in ((10, 6.0), (100, 7.0)):
        floor.add(f"turn {turn:,}, ms", value)
        mine.add(f"turn {turn:,}, ms", value)
    return {"floor": floor, "ours": mine}


def test_a_row_has_the_medians_the_spread_and_the_ratio(
    figures: dict[str, Figures],
) -> None:
    assert headings(figures)[1:] == ["floor", "ours", "ours / floor"]
    first, *_ = rows(figures)
    reached = "3.00 (at most 3: reached)"
    assert first == ["1 client, 50 %, ms", "2 (1–3)", "6 (3–9)", reached]


@pytest.mark.parametrize(("mine", "told"), [(40.0, "reached"), (30.0, "missed")])
def test_of_messages_a_second_there_have_to_be_enough(mine: float, told: str) -> None:
    floor, ours = Figures(), Figures()
    floor.add("8 clients, messages/s", 100.0)
    ours.add("8 clients, messages/s", mine)
    ((*_, ratio),) = rows({"floor": floor, "ours": ours})
    assert ratio == f"{mine / 100:.2f} (at least 0.33: {told})"


def test_the_page_has_the_table_and_a_picture(figures: dict[str, Figures]) -> None:
    steps = {"steps": {"keeping it": (1.25, 2.5)}, "statements": {"SELECT": 2.0}}
    page = written(figures, steps)
    assert "<td>3.00 (at most 3: reached)</td>" in page
    assert "<td>keeping it</td><td>1.25</td><td>2.50</td>" in page
    assert "2.00 SELECT" in page
    assert "data:image/png;base64," in page


def test_the_floor_answers_whatever_is_asked_with_one_response(tmp_path: Path) -> None:
    write_floor_project(tmp_path)
    floor = RasaFileImporter(
        config_file=str(tmp_path / "config.yml"),
        domain_path=str(tmp_path / "domain.yml"),
        training_data_paths=[str(tmp_path / "data")],
    )
    domain = floor.get_domain()
    assert "ask" in domain.intents
    responses = {one["text"] for (one,) in domain.responses.values()}
    assert len(responses) == 1
    assert floor.get_config()["pipeline"] == [{"name": "KeywordIntentClassifier"}]


def test_ours_is_measured_from_its_start_on(trained: Path) -> None:
    plan = Plan(rounds=1, seconds=0.5, turns=(2,), messages=10, from_nothing=False)
    told: list[str] = []
    found = compared([ours()], plan, told.append)["ours"]
    assert told[0] == "ours, round 1"
    for measure in (
        "start to first answer, s",
        "1 client, 50 %, ms",
        "8 clients, messages/s",
        "processor, ms a message",
        "model, MB",
    ):
        assert (found.median(measure) or 0) > 0, measure
    assert (found.median("memory at rest, MB") or 0) > 100
    assert found.median("stored, bytes a message") is not None
