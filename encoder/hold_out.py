"""Encodes the conversations with encoders that never saw them.

The conversations are dealt into folds; for each, an encoder learns context from the
others, and encodes the turns that were left out, and what `ContextRanker` learns from.
`python -m bench.context` trains the ranker on the same folds and looks at how right it
is on those left out. All encoders begin with the same single questions: no turn that
leans on another is among them.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from fine_tune import (
    ABOUT_OTHERS,
    BASE,
    EPOCHS,
    SEED,
    Encoder,
    averaged,
    fine_tune,
    learn_context,
    new_encoder,
    tokens_of,
)
from questions import (
    Learned,
    about_others,
    load_questions,
    some_in_context,
    written_conversations,
)
from transformers import AutoTokenizer

from bot.understanding.conversations import Conversations

FOLDS = 5
# As many single questions are enough to see how a turn is read alone.
SINGLE = 8_000
BATCH = 128
FOLDER = Path(__file__).parents[1] / "models" / "context"


def main() -> None:
    """Writes, for each fold, the vectors of what is learned and what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--begin", type=Path, nargs="*", help="weights to begin with")
    parser.add_argument("--only", type=int, nargs="*", default=range(FOLDS))
    options = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(BASE)
    questions = load_questions()
    begin = _beginning(tokenizer, questions, options.begin)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for fold in options.only:
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
        _write_fold(fold, begin, tokenizer, questions)


def _beginning(
    tokenizer: AutoTokenizer, questions: list[Learned], weights: list[Path] | None
) -> dict[str, torch.Tensor]:
    """The encoder that has learned the single questions."""
    if weights:
        return averaged([torch.load(path) for path in weights])
    torch.manual_seed(SEED)
    random.seed(SEED)
    encoder = new_encoder()
    others = about_others(questions, ABOUT_OTHERS, seed=SEED)
    fine_tune(encoder, tokenizer, [questions + others] * EPOCHS)
    return encoder.state_dict()


def _write_fold(
    fold: int,
    begin: dict[str, torch.Tensor],
    tokenizer: AutoTokenizer,
    questions: list[Learned],
) -> None:
    everything = written_conversations().turns
    left_out = Conversations(everything[fold::FOLDS])
    kept = tuple(c for i, c in enumerate(everything) if i % FOLDS != fold)
    encoder = new_encoder()
    encoder.load_state_dict(begin)
    encoder = learn_context(
        encoder, tokenizer, questions, conversations=Conversations(kept), runs=1
    ).eval()
    learned = some_in_context(questions, seed=SEED, conversations=Conversations(kept))
    turns = list(left_out.in_context())
    asked = [Learned(x.text, x.intent, x.context.as_text()) for x in turns]
    beside = [one for one in learned if one.context]
    single = random.Random(SEED).sample(questions, SINGLE)
    np.savez(
        FOLDER / f"fold_{fold}.npz",
        **_encoded("learned", beside, encoder, tokenizer),
        **_encoded("single", single, encoder, tokenizer),
        **_encoded("asked", asked, encoder, tokenizer),
        **_encoded("alone", _alone(asked), encoder, tokenizer),
    )


def _alone(messages: list[Learned]) -> list[Learned]:
    return [one._replace(context="") for one in messages]


def _encoded(
    name: str, messages: list[Learned], encoder: Encoder, tokenizer: AutoTokenizer
) -> dict[str, np.ndarray]:
    order = sorted(range(len(messages)), key=lambda index: len(messages[index].text))
    vectors = np.empty((len(messages), encoder.transformer.config.hidden_size))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        tokens = tokens_of([messages[index] for index in batch], tokenizer)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            vectors[batch] = encoder(**tokens).float()
    return {
        name: vectors.astype(np.float16),
        f"{name}_texts": np.array([one.text for one in messages]),
        f"{name}_contexts": np.array([one.context for one in messages]),
        f"{name}_intents": np.array([one.intent for one in messages]),
    }


if __name__ == "__main__":
    main()
