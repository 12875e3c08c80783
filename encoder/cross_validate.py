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
from fine_tune import BASE, LONGEST, fine_tune, new_encoder
from questions import about_others, load_questions
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
        vectors.append(_vectors_without(learned, [text for text, _ in questions]))
    OUTPUT.parent.mkdir(exist_ok=True)
    np.savez(
        OUTPUT,
        texts=np.array([text for text, _ in questions]),
        intents=np.array([intent for _, intent in questions]),
        folds=folds,
        vectors=np.stack(vectors).astype(np.float16),
    )
    print(f"{OUTPUT} is written; now run 'make calibrate'.")


def _vectors_without(learned: list[tuple[str, str]], texts: list[str]) -> np.ndarray:
    """The vectors of all texts, by an encoder that learned only some of them."""
    torch.manual_seed(SEED)
    random.seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(BASE)
    encoder = new_encoder()
    others = about_others(learned, ABOUT_OTHERS, seed=SEED)
    fine_tune(encoder, tokenizer, learned + others)
    encoder.eval()
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    vectors = np.empty((len(texts), encoder.transformer.config.hidden_size))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        inputs = tokenizer(
            [texts[index] for index in batch],
            padding=True,
            truncation=True,
            max_length=LONGEST,
            return_tensors="pt",
        )
        with torch.no_grad():
            vectors[batch] = encoder(inputs["input_ids"], inputs["attention_mask"])
    return vectors


if __name__ == "__main__":
    main()
