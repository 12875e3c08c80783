"""Compares ways of understanding: `python -m bench.setups QUESTIONS`.

Every set-up learns the same training questions and is asked the same labelled ones, one
message at a time, by itself: without spelling, clauses, warning signs and dialogue. So
the shares are lower than the bot's, and they differ by nothing but the set-up.

`--encoder name=folder` adds an encoder to compare (see encoder/fine_tune.py), `--diet`
Rasa's DIET on vectors and words, which takes its time.
"""

import argparse
import asyncio
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from bot.components.intent_ranker import IntentRanker
from bot.evaluation.cases import Case, load_cases
from bot.evaluation.judging import Judge
from bot.page.page import load_page
from bot.replies.reply import Reply
from bot.understanding.encoder import ENCODER_FOLDER, SentenceEncoder
from bot.understanding.intent_model import ROUNDS, SCALE, IntentModel
from bot.understanding.thresholds import Thresholds

PROJECT = Path(__file__).parents[1]
# What is shipped: how closely the regression fits, how far it is believed, and below
# which confidence a set-up gives no quote; the last is the same for all.
SHIPPED = IntentRanker.get_default_config()
THRESHOLD = Thresholds().answer
NEAREST = 5
DIET_EPOCHS = 30
WORD_STRENGTH = 10.0
WORD_WEIGHT = 1.5
CORES = 2
BEYOND = {"compound", "attack", "emergency"}

Answers = list[tuple[str, float]]
Setup = Callable[[Sequence[str], Sequence[str], Sequence[str]], Answers]


@dataclass(frozen=True)
class Encoded:
    """Set-ups over the vectors of one encoder."""

    folder: Path

    def regression(
        self, texts: Sequence[str], intents: Sequence[str], asked: Sequence[str]
    ) -> Answers:
        """Logistic regression, as it is shipped."""
        strength, temperature = SHIPPED["strength"], SHIPPED["temperature"]
        regression = IntentModel.learn(self._vectors(texts), intents, strength=strength)
        model = IntentModel(regression, temperature=temperature)
        rankings = model.rank(self._vectors(asked))
        return [(best.intent, best.confidence) for best, *_ in rankings]

    def regression_with_words(
        self, texts: Sequence[str], intents: Sequence[str], asked: Sequence[str]
    ) -> Answers:
        """Logistic regression on vectors and words side by side."""
        words = _words().fit(texts)
        learned, wanted = (
            hstack([csr_matrix(self._vectors(of) * SCALE), words.transform(of)]).tocsr()
            for of in (texts, asked)
        )
        return _regressed(learned, intents, wanted, strength=SHIPPED["strength"])

    def nearest(
        self, texts: Sequence[str], intents: Sequence[str], asked: Sequence[str]
    ) -> Answers:
        """The intent of most of the nearest questions, weighed by their likeness.

        The confidence is the margin: by how much it leads before the next intent.
        """
        likeness = self._vectors(asked) @ self._vectors(texts).T
        answers = []
        for row in likeness:
            votes: Counter[str] = Counter()
            for index in np.argsort(-row)[:NEAREST]:
                votes[intents[index]] += float(row[index])
            (best, most), *others = votes.most_common(2)
            margin = most - (others[0][1] if others else 0.0)
            answers.append((best, margin / votes.total()))
        return answers

    def diet(
        self, texts: Sequence[str], intents: Sequence[str], asked: Sequence[str]
    ) -> Answers:
        """Rasa's DIET on vectors and words."""
        return asyncio.run(_diet(self.folder, asked))

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        return SentenceEncoder(self.folder, cores=CORES).encode(texts)


def words_only(
    texts: Sequence[str], intents: Sequence[str], asked: Sequence[str]
) -> Answers:
    """Logistic regression on words and pieces of words."""
    words = _words().fit(texts)
    return _regressed(
        words.transform(texts), intents, words.transform(asked), strength=WORD_STRENGTH
    )


def main(questions: Path, encoders: dict[str, Path], *, with_diet: bool) -> None:
    """Asks every set-up and prints the table."""
    console, quotable = Console(), load_page().quotable
    texts, intents = training_questions()
    cases = [c for c in load_cases(questions, quotable) if _is_plain(c)]
    asked = [case.turns[0].text for case in cases]
    ours = Encoded(ENCODER_FOLDER)
    setups: dict[str, Setup] = {
        "words: regression": words_only,
        "ours: regression": ours.regression,
        "ours and words: regression": ours.regression_with_words,
        f"ours: {NEAREST} nearest with a margin": ours.nearest,
        **{f"{n}: regression": Encoded(f).regression for n, f in encoders.items()},
    }
    if with_diet:
        setups[f"ours and words: DIET, {DIET_EPOCHS} epochs"] = ours.diet
    shares = {}
    for name, setup in setups.items():
        shares[name] = _shares(cases, setup(texts, intents, asked))
        console.print(name, shares[name])
    console.print(_table(shares))


def _is_plain(case: Case) -> bool:
    """Whether it is one question of one message; the rest takes the whole bot."""
    (turn, *further) = case.turns
    return not further and turn.kind not in BEYOND


def training_questions() -> tuple[list[str], list[str]]:
    """The training questions, and the intent of each."""
    texts, intents = [], []
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line[2:] for line in entry["examples"].splitlines()]
            texts += lines
            intents += [entry["intent"]] * len(lines)
    return texts, intents


def _shares(cases: Sequence[Case], answers: Answers) -> dict[str, float]:
    """The share that is right, by kind and of all; and of wrong quotes."""
    quotable = load_page().quotable
    judge, right = Judge(load_page()), defaultdict(list)
    wrong = []
    for case, (intent, sure) in zip(cases, answers, strict=True):
        passage = quotable.by_intent.get(intent) if sure >= THRESHOLD else None
        reply: dict[str, Any] = {"text": intent, "custom": {}}
        if passage:
            answer = quotable.answer(passage)
            quoting = Reply(answer.outcome, answer.quotes, gap=answer.gap)
            reply["custom"] = quoting.as_data()
        (turn,) = case.turns
        problem = judge.problem(turn, [reply])
        right[turn.kind].append(problem is None)
        right["all"].append(problem is None)
        quoted = judge.quoted([reply])
        wrong.append(problem is not None and judge.misquotes(turn, quoted))
    shares = {kind: float(np.mean(of)) for kind, of in right.items()}
    return {**shares, "wrong quotes": float(np.mean(wrong))}


def _table(shares: dict[str, dict[str, float]]) -> Table:
    kinds = list(next(iter(shares.values())))
    table = Table("set-up", *kinds)
    for name, of in shares.items():
        table.add_row(name, *(f"{of[kind]:.1%}" for kind in kinds))
    return table


def _words() -> FeatureUnion:
    word = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    pieces = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 4),
        min_df=3,
        max_features=20_000,
        sublinear_tf=True,
    )
    weights = {"words": WORD_WEIGHT, "pieces": WORD_WEIGHT}
    parts = [("words", word), ("pieces", pieces)]
    return FeatureUnion(parts, transformer_weights=weights)


def _regressed(
    learned: Any, intents: Sequence[str], wanted: Any, *, strength: float
) -> Answers:
    regression = LogisticRegression(C=strength, max_iter=ROUNDS).fit(learned, intents)
    chances = regression.predict_proba(wanted)
    best = chances.argmax(axis=1)
    return [
        (str(regression.classes_[column]), float(row[column]))
        for row, column in zip(chances, best, strict=True)
    ]


async def _diet(encoder: Path, asked: Sequence[str]) -> Answers:
    from rasa.core.agent import load_agent
    from rasa.model_training import train_nlu

    featurizer = "bot.components.sentence_featurizer.SentenceFeaturizer"
    pipeline = [
        {"name": "bot.components.message_cleaner.MessageCleaner"},
        {"name": "bot.components.spelling_reader.SpellingReader"},
        {"name": "bot.components.clause_finder.ClauseFinder"},
        {"name": featurizer, "encoder": str(encoder)},
        {"name": "WhitespaceTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {
            "name": "DIETClassifier",
            "epochs": DIET_EPOCHS,
            "entity_recognition": False,
            "constrain_similarities": True,
        },
    ]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        recipe = {"recipe": "default.v1", "assistant_id": "diet", "language": "en"}
        config.write_text(yaml.safe_dump({**recipe, "pipeline": pipeline}))
        data = str(PROJECT / "data" / "nlu")
        model = await train_nlu(str(config), data, folder)
        agent = await load_agent(model_path=model)
        read = [(await agent.parse_message(text))["intent"] for text in asked]
    return [(intent["name"], intent["confidence"]) for intent in read]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, help="folder of .jsonl files")
    parser.add_argument("--encoder", action="append", default=[], help="name=folder")
    parser.add_argument("--diet", action="store_true")
    options = parser.parse_args()
    pairs = (encoder.split("=", 1) for encoder in options.encoder)
    folders = {name: Path(folder) for name, folder in pairs}
    main(options.questions, folders, with_diet=options.diet)
