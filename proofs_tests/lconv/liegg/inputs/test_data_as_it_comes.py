"""Arrays, data frames and series are taken; what does not fit is told by its name and with its own cure."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
import torch

import lconv
from lconv.liegg.inputs.model_files import is_model_file, load_model
from lietheory.errors import FileFormatError, ShapeError

X = np.random.default_rng(0).normal(size=(300, 3))


class Frame:
    """A table as data frames are: it iterates over its columns, and is an array when asked."""

    def __init__(self, values: np.ndarray):
        self.values = values

    def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
        """The numbers."""
        return self.values

    def __iter__(self):
        return iter(["a", "b", "c"])


def _radial(x: torch.Tensor) -> torch.Tensor:
    return (x**2).sum(dim=1)


@pytest.mark.parametrize(
    "points", [X, X.astype(np.float32), np.round(3 * X).astype(int), Frame(X)], ids=["float64", "float32", "integers", "table"]
)
def test_arrays_and_tables_are_points(points):
    assert lconv.discover(_radial, points, lconv.LinearAction(3)).dimension == 3


def test_a_table_takes_the_precision_of_the_network():
    net = torch.nn.Linear(3, 1)
    assert lconv.discover(net, Frame(X), lconv.LinearAction(3)).dimension == 6


def test_series_are_labels():
    found = lconv.discover(_radial, Frame(X), lconv.LinearAction(3), labels=Frame((X**2).sum(axis=1)))
    assert found.risk is not None


@pytest.mark.skipif(importlib.util.find_spec("pandas") is None, reason="pandas is not installed")
def test_data_frames_of_pandas_are_points():
    import pandas

    frame = pandas.DataFrame(X)
    assert lconv.discover(_radial, frame, lconv.LinearAction(3), labels=frame[0]).dimension == 3


def test_outputs_that_the_output_action_does_not_take_are_called_outputs():
    with pytest.raises(ShapeError, match=r"outputs of shape \(batch, m\).*outputs of shape \(1,\).*\(batch, 1\)"):
        lconv.discover(_radial, X, lconv.LinearAction(3), lconv.LinearAction(3))


def test_a_loader_of_dictionaries_is_sent_to_the_adapter():
    with pytest.raises(ShapeError, match=r"lconv\.adapt"):
        lconv.discover(_radial, iter([{"x": torch.ones(5, 3)}]), lconv.LinearAction(3))


def test_a_file_is_a_model_file_by_being_there(tmp_path):
    file = tmp_path / "voice.jit"
    assert not is_model_file(str(file))
    file.write_bytes(b"no model")
    assert is_model_file(str(file)) and not is_model_file("x" * 5000)
    with pytest.raises(FileFormatError, match=r"torch\.export"):
        load_model(file)
