"""The crossing between torch and numpy, and generators read from .pt files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from torch import nn

from lconv.convert.convolution import from_conv
from lconv.nn.generators.files import read_generators
from lconv.nn.generators.parametrization import SkewGenerators
from lconv.nn.layer import LConv
from lconv.numpy_io import to_numpy, to_torch
from lietheory.errors import FileFormatError, PrecisionError, ShapeError
from proofs_tests.strategies.layers import SIZES, normal


@given(SIZES, SIZES)
def test_there_and_back_again_is_the_identity(rows: int, columns: int):
    values = normal(0, rows, columns)
    assert torch.equal(to_torch(to_numpy(values)), values)


def test_to_numpy_detaches_widens_and_copies():
    tensor = torch.ones(2, dtype=torch.float16, requires_grad=True)
    array = to_numpy(tensor)
    array[0] = 5
    assert array.dtype == np.float64 and tensor[0] == 1
    assert to_numpy(torch.tensor([1j])).dtype == np.complex128


def test_to_torch_rounds_exact_numbers_and_copies_floating_ones():
    assert to_torch([Fraction(1, 2), 3]).tolist() == [0.5, 3.0]
    array = np.ones(2)
    to_torch(array)[0] = 5
    assert array[0] == 1


@pytest.mark.parametrize(
    ("values", "dtype"), [([np.nan], torch.float64), ([1j], torch.float64), (torch.tensor([np.inf]), torch.float32)]
)
def test_numbers_without_a_real_value_are_refused(values: object, dtype: torch.dtype):
    with pytest.raises(PrecisionError):
        to_torch(values, dtype)


LAYERS = {
    "full": lambda: LConv(4, 1, 2, n_generators=3),
    "low rank": lambda: LConv(4, 1, 2, n_generators=3, rank=2),
    "skew": lambda: LConv(4, 1, 2, generators=SkewGenerators(3, 4)),
    "fixed": lambda: LConv(4, 1, 2, n_generators=3, trainable=False),
}


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "wrap",
    [
        lambda layer: layer.generators,
        lambda layer: {"generators": layer.generators, "seed": 3},
        lambda layer: layer.state_dict(),
        lambda layer: nn.Sequential(layer, nn.Flatten(), nn.Linear(8, 2)).state_dict(),
    ],
    ids=["tensor", "dict", "state_dict", "state_dict of a model"],
)
def test_generators_are_read_from_every_kind_of_file(layer: str, wrap: object, tmp_path: Path):
    layer = LAYERS[layer]()
    torch.save(wrap(layer), tmp_path / "layer.pt")
    read = read_generators(tmp_path / "layer.pt")
    assert read.dtype == np.float64
    assert np.array_equal(read, to_numpy(layer.generators))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"weight": torch.zeros(2)}, "without them"),
        ([torch.zeros(2)], "list"),
        (nn.Sequential(LConv(3, 1, 1), LConv(3, 1, 1)).state_dict(), r"2 LConv layers \(0, 1\)"),
        (from_conv(nn.Conv1d(1, 1, 3, padding=1), 5).state_dict(), "stored as source"),
        (Path("x"), "UnpicklingError"),  # a pickled object that is no tensor
    ],
    ids=["no layer", "list", "two layers", "shifts", "code"],
)
def test_a_file_without_generators_is_refused(content: object, word: str, tmp_path: Path):
    torch.save(content, tmp_path / "layer.pt")
    with pytest.raises(FileFormatError, match=word):
        read_generators(tmp_path / "layer.pt")


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(FileFormatError, match="no file"):
        read_generators(tmp_path / "none.pt")


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04"])
def test_a_file_that_is_no_torch_file_is_refused(content: bytes, tmp_path: Path):
    (tmp_path / "layer.pt").write_bytes(content)
    with pytest.raises(FileFormatError, match=r"torch\.save"):
        read_generators(tmp_path / "layer.pt")


def test_a_truncated_file_is_refused(tmp_path: Path):
    torch.save(torch.zeros(3, 20, 20), tmp_path / "layer.pt")
    whole = (tmp_path / "layer.pt").read_bytes()
    (tmp_path / "layer.pt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileFormatError):
        read_generators(tmp_path / "layer.pt")


def test_a_folder_is_refused(tmp_path: Path):
    with pytest.raises(FileFormatError):
        read_generators(tmp_path)


@pytest.mark.parametrize(
    ("tensor", "error"),
    [(torch.zeros(3, 3), ShapeError), (torch.zeros(2, 3, 4), ShapeError), (torch.full((1, 2, 2), torch.nan), PrecisionError)],
)
def test_tensors_that_are_no_generators_are_refused(tensor: torch.Tensor, error: type, tmp_path: Path):
    torch.save(tensor, tmp_path / "layer.pt")
    with pytest.raises(error):
        read_generators(tmp_path / "layer.pt")
