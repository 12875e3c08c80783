import json
import tarfile
from pathlib import Path

import pytest

from bot.components.clause_finder import STATE_FILE
from bot.page.page import load_page
from bot.understanding.boundaries import BoundaryModel
from bot.understanding.splitting import QuestionSplitter, SeveralError, load_several


@pytest.fixture(scope="module")
def splitter(trained: Path) -> QuestionSplitter:
    """What the trained model learned, from all training questions."""
    with tarfile.open(trained) as model:
        (name,) = (name for name in model.getnames() if name.endswith(STATE_FILE))
        state = json.load(model.extractfile(name) or pytest.fail(name))
    page = load_page()
    return QuestionSplitter(page.subject, page.english, BoundaryModel(**state))


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("what is it and how is it treated", ["what is it", "how is it treated"]),
        ("dangerous? inherited? surgery?", ["dangerous", "inherited", "surgery"]),
        ("why it happens, how its treated", ["why it happens", "how its treated"]),
        ("what is this n is it bad", ["what is this", "is it bad"]),
        ("I am 55. Can it get worse?", ["I am 55", "Can it get worse"]),
        ("is it bad", ["is it bad"]),
        ("I also have it. Is it bad?", ["I also have it", "Is it bad"]),
        # A list without a verb.
        ("causes and treatment", ["causes", "treatment"]),
        ("causes, symptoms + therapy", ["causes", "symptoms", "therapy"]),
        ("explanation; remedies; age", ["explanation", "remedies", "age"]),
        ("causes and treatment of mvp", ["causes", "treatment of mvp"]),
        # Without any mark between them.
        (
            "what causes it who gets it and is it dangerous",
            ["what causes it", "who gets it", "is it dangerous"],
        ),
        ("what does treatment of mvp cost", ["what does treatment of mvp cost"]),
        # The name of the subject is no question of its own.
        ("salt and mitral valve prolapse", ["salt"]),
        ("and salt?", ["salt"]),
        ("the flaps bulge... why", ["the flaps bulge... why"]),
    ],
)
def test_finds_the_clauses(
    splitter: QuestionSplitter, message: str, clauses: list[str]
) -> None:
    assert [clause.text for clause in splitter.split(message)] == clauses


def test_knows_which_clauses_ask(splitter: QuestionSplitter) -> None:
    clauses = splitter.split("I was diagnosed last week. Should I worry?")
    assert [clause.asks for clause in clauses] == [False, True]


def test_knows_which_clauses_lead_up_to_a_question(splitter: QuestionSplitter) -> None:
    clauses = splitter.split("My symptoms came late. Symptoms, please. My symptoms?")
    assert [clause.tells for clause in clauses] == [True, False, False]


@pytest.mark.parametrize("message", ["", "?", "...", "🤷 ??"])
def test_finds_nothing_where_there_are_no_words(
    splitter: QuestionSplitter, message: str
) -> None:
    assert splitter.split(message) == []


@pytest.mark.parametrize("content", ["a: b", "- [a]", "- 3", "", "- {"])
def test_refuses_what_is_no_list_of_messages(tmp_path: Path, content: str) -> None:
    path = tmp_path / "several.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SeveralError, match=r"several\.yml: needs a list of messages"):
        load_several(path)
