"""Encodes every training question with encoders that never saw it.

A confidence measured on questions that were learned by heart says nothing. Here the
questions are dealt into folds, an encoder is fine-tuned on all folds but one, and
encodes them all; `make calibrate` trains the classifier on the same folds and looks at
how right it is on the one left out.
"""

import random
from pathlib import Path

import numpy as np
import torch
from fine_tune import BASE, EPOCHS, fine_tune, new_encoder, tokens_of
from questions import Learned, about_others, load_questions
from transformers import AutoTokenizer

FOLDS = 3
SEED = 0
ABOUT_OTHERS = 1_000
BATCH = 128
OUTPUT = Path(__file__).parents[1] / "models" / "folds.npz"


def main() -> None:
    """Writes the questions, their folds, and a set of vectors for each fold."""
    questions = load_questions()
    order = random.Random(SEED).sample(range(len(questions)), len(questions))
    folds = np.empty(len(questions), np.int8)
    folds[order] = np.arange(len(questions)) % FOLDS
    vectors = []
    for fold in range(FOLDS):
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
        learned = [q for q, of in zip(questions, folds, strict=True) if of != fold]
        vectors.append(_vectors_without(learned, questions))
    OUTPUT.parent.mkdir(exist_ok=True)
    np.savez(
        OUTPUT,
        texts=np.array([one.text for one in questions]),
        intents=np.array([one.intent for one in questions]),
        folds=folds,
        vectors=np.stack(vectors).astype(np.float16),
    )
    print(f"{OUTPUT} is written; now run 'make calibrate'.")


def _vectors_without(learned: list[Learned], questions: list[Learned]) -> np.ndarray:
    """The vectors of all questions, by an encoder that learned only some of them."""
    torch.manual_seed(SEED)
    random.seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(BASE)
    encoder = new_encoder()
    others = about_others(learned, ABOUT_OTHERS, seed=SEED)
    fine_tune(encoder, tokenizer, [learned + others] * EPOCHS)
    encoder.eval()
    order = sorted(range(len(questions)), key=lambda index: len(questions[index].text))
    vectors = np.empty((len(questions), encoder.transformer.config.hidden_size))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        tokens = tokens_of([questions[index] for index in batch], tokenizer)
        with torch.no_grad():
            vectors[batch] = encoder(**tokens)
    return vectors


if __name__ == "__main__":
    main()
