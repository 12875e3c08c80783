import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.encoder import ENCODER_FOLDER, EncoderError, SentenceEncoder


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


def test_int8_stays_near_the_full_precision_that_pytorch_computed(
    encoder: SentenceEncoder,
) -> None:
    reference = json.loads((ENCODER_FOLDER / "reference.json").read_text())
    vectors = encoder.encode(list(reference))
    cosines = (vectors * np.array(list(reference.values()))).sum(axis=1)
    assert cosines.min() > 0.98


def test_vectors_have_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["is it bad", "", "a" * 5000])
    assert vectors.shape == (3, encoder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_a_sentence_has_one_vector_whatever_stands_beside_it(
    encoder: SentenceEncoder,
) -> None:
    alone = encoder.encode(["is it bad"])[0]
    beside = encoder.encode(["a much longer sentence than that one", "is it bad"])[1]
    # Dynamic quantisation scales by what is in the batch; the meaning stays.
    assert float(alone @ beside) > 0.98


def test_a_text_means_something_else_beside_something_else(
    encoder: SentenceEncoder,
) -> None:
    alone, on_people, on_names = encoder.encode(
        [
            "and at ninety?",
            ("and at ninety?", "who gets it: who can get it"),
            ("and at ninety?", "inherited: is it inherited"),
        ]
    )
    assert float(on_people @ on_names) < 0.9
    assert float(alone @ on_people) < 0.9


def test_encodes_nothing(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_refuses_a_file_that_was_changed(tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    shutil.copytree(ENCODER_FOLDER, folder)
    with (folder / "model.onnx").open("ab") as file:
        file.write(b" ")
    with pytest.raises(EncoderError, match=r"model\.onnx: its SHA-256 is"):
        SentenceEncoder(folder)


def test_refuses_a_folder_without_files(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"facts\.json: cannot be read"):
        SentenceEncoder(tmp_path)
