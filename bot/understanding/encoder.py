"""Turns sentences into vectors that are close where the meaning is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.errors import BotError

ENCODER_FOLDER = Path(__file__).parents[2] / "data" / "encoder"
LONGEST = 128
# Sentences encoded in one go: bounds the memory, not the number of sentences.
BATCH = 64

Vectors = NDArray[np.float32]
# A text, and what went before it.
InContext = tuple[str, str]


class EncoderError(BotError):
    """The encoder's files are missing or are not the ones that were released."""


@dataclass(frozen=True)
class Facts:
    """What the encoder's `facts.json` says of its files."""

    sha256: dict[str, str]
    dimensions: int

    @classmethod
    def read(cls, folder: Path) -> "Facts":
        """Reads and checks the files of an encoder against their SHA-256.

        Raises:
            EncoderError: a file is missing or differs.
        """
        try:
            facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
            for name, expected in facts["sha256"].items():
                actual = hashlib.sha256((folder / name).read_bytes()).hexdigest()
                if actual != expected:
                    raise EncoderError(
                        f"{folder / name}: its SHA-256 is {actual}, expected "
                        f"{expected}. Restore the file from git, or run 'make encoder'."
                    )
        except OSError as error:
            raise EncoderError(
                f"{error.filename}: cannot be read ({error.strerror}). Restore it from "
                "git, or run 'make encoder'."
            ) from error
        return cls(facts["sha256"], facts["dimensions"])


class SentenceEncoder:
    """A small transformer, run by ONNX Runtime."""

    def __init__(self, folder: Path = ENCODER_FOLDER, *, cores: int = 1) -> None:
        """Loads tokenizer and model.

        Args:
            folder: Where the encoder's files are.
            cores: How many it may use; one is best for short messages.

        Raises:
            EncoderError: a file is missing or altered.
        """
        self.dimensions = Facts.read(folder).dimensions
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = cores
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str | InContext]) -> Vectors:
        """The unit vectors of some texts, of shape (texts, dimensions).

        Args:
            texts: Each alone, or with its context: then it is the text that the vector
                stands for, as it is understood beside the context.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda index: _length(texts[index]))
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            vectors[batch] = self._run([texts[index] for index in batch])
        return vectors

    def _run(self, texts: list[str | InContext]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        inputs: dict[str, Any] = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
            "token_type_ids": np.array([e.type_ids for e in encoded], np.int64),
        }
        (vectors,) = self._session.run(None, inputs)
        return np.asarray(vectors, np.float32)


def _length(text: str | InContext) -> int:
    return len(text) if isinstance(text, str) else sum(map(len, text))
