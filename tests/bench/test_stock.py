from pathlib import Path

import yaml
from rasa.shared.importers.rasa import RasaFileImporter

from bench.stock import write_stock_project
from bot.page.page import load_page


def questions(importer: RasaFileImporter) -> set[tuple[str, str]]:
    examples = importer.get_nlu_data().intent_examples
    return {(example.get("text"), example.get("intent")) for example in examples}


def test_the_peer_learns_the_same_questions_and_quotes_the_same(
    tmp_path: Path, project: Path
) -> None:
    write_stock_project(tmp_path)
    peer = RasaFileImporter(
        domain_path=str(tmp_path / "domain.yml"),
        training_data_paths=[str(tmp_path / "data")],
    )
    ours = RasaFileImporter(training_data_paths=[str(project / "data/nlu")])
    assert questions(peer) == questions(ours)
    domain = peer.get_domain()
    for intent, passage in load_page().quotable.by_intent.items():
        (reply,) = domain.responses[f"utter_{intent}"]
        assert all(sentence.text in reply["text"] for sentence in passage.sentences)


def test_every_intent_of_the_peer_has_a_rule(tmp_path: Path) -> None:
    write_stock_project(tmp_path)
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((tmp_path / "data/rules.yml").read_text(encoding="utf-8"))
    ruled = {rule["steps"][0]["intent"] for rule in rules["rules"]}
    assert ruled == {*domain["intents"], "nlu_fallback"}
