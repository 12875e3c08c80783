import pytest

from bench.emergencies import Listener
from bot.page.page import load_page
from bot.understanding.intent_model import IntentModel
from bot.understanding.spelling import Speller
from bot.understanding.splitting import QuestionSplitter
from bot.understanding.urgency import EMERGENCY

TEXTS = ["my chest hurts so bad", "i cant breathe", "is it bad", "hello there"] * 3
INTENTS = [EMERGENCY, EMERGENCY, "ask_danger", "greet"] * 3


@pytest.fixture(scope="module")
def listener() -> Listener:
    page = load_page()
    return Listener(
        page,
        speller=Speller.learn("The chest.", TEXTS, page.shorthand),
        splitter=QuestionSplitter.learn(
            page.subject, page.english, questions=TEXTS, written=["is it bad | hello"]
        ),
    )


def test_hears_a_message_as_the_pipeline_does(listener: Listener) -> None:
    vectors = listener.vectors(TEXTS)
    regression = IntentModel.learn(vectors, INTENTS, strength=1.0)
    model = IntentModel(regression, temperature=1.0)
    heard = listener.hear("is it bad? my chst hurts so bad", EMERGENCY, model)
    assert heard.whole.text == "is it bad? my chest hurts so bad"
    assert [clause.text for clause, _ in heard.clauses] == [
        "is it bad",
        "my chest hurts so bad",
    ]
    assert [alarm.text for alarm in heard.alarms] == ["my chest hurts so bad"]
    assert heard.alarms[0].best.intent == EMERGENCY
    assert heard.clauses[0][1].best.intent == "ask_danger"
