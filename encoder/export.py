"""Writes an encoder as one int8 ONNX file, with what is needed to check it."""

import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoTokenizer

FOLDER = Path(__file__).parents[1] / "data" / "encoder"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# Sentences whose vectors, as PyTorch computes them in full precision, are kept: the
# tests hold what ONNX Runtime makes of the int8 weights against them.
REFERENCE = (
    "is it dangerous",
    "what causes it",
    "my chest hurts so bad right now",
    "could you tell me, please, how large the chance is that my children have it too?",
    "weather in London tomorrow",
)


def write_encoder(
    encoder: torch.nn.Module,
    tokenizer: AutoTokenizer,
    base_sha256: str,
    folder: Path = FOLDER,
) -> None:
    """Writes model.onnx, tokenizer.json, reference.json and facts.json."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        aside = Path(name)
        _export(encoder, tokenizer, aside / "full.onnx")
        quantize_dynamic(
            aside / "full.onnx",
            folder / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
        )
        tokenizer.save_pretrained(aside)
        (folder / "tokenizer.json").write_bytes((aside / "tokenizer.json").read_bytes())
    _write_reference(encoder, tokenizer, folder)
    _write_facts(base_sha256, folder)


def _export(encoder: torch.nn.Module, tokenizer: AutoTokenizer, path: Path) -> None:
    inputs = tokenizer(list(REFERENCE), padding=True, return_tensors="pt")
    sentences = torch.export.Dim("sentences", min=1, max=512)
    tokens = torch.export.Dim("tokens", min=2, max=256)
    shape = {0: sentences, 1: tokens}
    torch.onnx.export(
        encoder,
        tuple(inputs[name] for name in INPUTS),
        path,
        input_names=list(INPUTS),
        output_names=["vectors"],
        dynamo=True,
        dynamic_shapes={name: shape for name in INPUTS},
        external_data=False,
        verbose=False,
    )


def _write_reference(
    encoder: torch.nn.Module, tokenizer: AutoTokenizer, folder: Path
) -> None:
    vectors = {}
    for text in REFERENCE:
        inputs = tokenizer([text], return_tensors="pt")
        with torch.no_grad():
            vector = encoder(**{name: inputs[name] for name in INPUTS})[0]
        vectors[text] = [round(value, 6) for value in vector.tolist()]
    (folder / "reference.json").write_text(json.dumps(vectors), encoding="utf-8")


def _write_facts(base_sha256: str, folder: Path) -> None:
    facts = {
        "base": "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
        "base_sha256": base_sha256,
        "dimensions": 384,
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("model.onnx", "tokenizer.json")
        },
    }
    (folder / "facts.json").write_text(json.dumps(facts, indent=2), encoding="utf-8")
