import pytest

from bot.page.page import load_page
from bot.understanding.splitting import QuestionSplitter


@pytest.fixture(scope="module")
def splitter() -> QuestionSplitter:
    return QuestionSplitter(load_page().subject, load_page().english)


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
        # A short list without a verb may be several questions, or one.
        ("salt and pepper", ["salt and pepper", "salt", "pepper"]),
        ("salt, pepper + oil", ["salt, pepper + oil", "salt", "pepper", "oil"]),
        (
            "salt and the pepper of mvp",
            ["salt and the pepper of mvp", "salt", "the pepper of mvp"],
        ),
        ("salt on the table and mvp ok", ["salt on the table and mvp ok"]),
        ("salt, not very good with mvp", ["salt, not very good with mvp"]),
        ("is it salt and pepper", ["is it salt and pepper"]),
        ("and salt?", ["salt"]),
        ("salt and mitral valve prolapse", ["salt and mitral valve prolapse"]),
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
