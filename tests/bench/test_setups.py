from pathlib import Path

from bench.setups import Encoded, words_only
from bot.understanding.encoder import ENCODER_FOLDER

TEXTS = ["is it bad", "is it very bad", "who gets it", "who has it"] * 2
INTENTS = ["ask_danger", "ask_danger", "ask_who_gets_it", "ask_who_gets_it"] * 2
ASKED = ["is it really bad", "who can have it"]
WANTED = ["ask_danger", "ask_who_gets_it"]


def test_every_set_up_answers_each_question_with_an_intent_and_a_confidence() -> None:
    ours = Encoded(Path(ENCODER_FOLDER))
    third = (["what is it", "what is that"], ["ask_definition"] * 2)
    texts, intents = [*TEXTS, *third[0]], [*INTENTS, *third[1]]
    for setup in (
        words_only,
        ours.regression,
        ours.regression_with_words,
        ours.nearest,
    ):
        answers = setup(texts, intents, ASKED)
        assert [intent for intent, _ in answers] == WANTED
        assert all(0 <= sure <= 1 for _, sure in answers)
