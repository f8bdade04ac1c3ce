"""Inputs and models that give no evidence are refused by the right class, naming the cure."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lietheory.errors import NotDifferentiableError, PrecisionError, RankError, ShapeError

X = torch.randn(500, 3, generator=torch.Generator().manual_seed(0))


def _norm(x: torch.Tensor) -> torch.Tensor:
    return (x**2).sum(dim=1)


BAD_MODELS = {
    "an input it cannot take": (lambda x: x @ torch.ones(4, 1), ShapeError, "RuntimeError"),
    "a tuple": (lambda x: (x, x), ShapeError, "tuple"),
    "a dictionary": (lambda x: {"y": x}, ShapeError, "dict"),
    "no batch axis": (lambda x: _norm(x).sum(), ShapeError, "batch of 4 first"),
    "an argmax": (lambda x: x.argmax(dim=1), NotDifferentiableError, "argmax"),
    "a detached output": (lambda x: _norm(x).detach(), NotDifferentiableError, "detach"),
    "an ignored input": (lambda x: torch.ones(len(x), requires_grad=True) * 1, NotDifferentiableError, "path to the input"),
    "a constant": (lambda x: 0 * _norm(x) + 1, NotDifferentiableError, "constant"),
    "a step function": (lambda x: x.sign().sum(dim=1) + 0 * _norm(x), NotDifferentiableError, "zero at all 500 points"),
    "NaN": (lambda x: _norm(x) * torch.nan, PrecisionError, "NaN"),
    "numbers whose squares overflow": (lambda x: 1e300 * _norm(x.double()), PrecisionError, "another unit"),
    "a derivative that is none": (
        lambda x: (x[:, 0].abs() * (x[:, 0] > -0.5)).sqrt(),
        NotDifferentiableError,
        "finite derivatives",
    ),
    "half precision": (lambda x: _norm(x).half(), PrecisionError, "float16"),
    "random numbers": (lambda x: _norm(x) * torch.rand(len(x)), NotDifferentiableError, "without random numbers"),
    "a sum along the batch": (lambda x: _norm(x).cumsum(dim=0), NotDifferentiableError, "other samples"),
    "batch statistics": (lambda x: _norm(x) / _norm(x).sum(), NotDifferentiableError, "other samples"),
}


@pytest.mark.parametrize("case", BAD_MODELS)
def test_a_model_without_evidence_is_refused(case):
    model, error, word = BAD_MODELS[case]
    with pytest.raises(error, match=word) as refusal:
        discover(model, X, LinearAction(3))
    assert refusal.value.call == "discover(model, x, action)"


BAD_FIELDS = {
    "NaN": (lambda x: torch.stack([x, x * torch.nan], dim=1), "finite squares"),
    "infinity": (lambda x: torch.stack([x, x / 0], dim=1), "finite squares"),
    "another precision": (lambda x: torch.stack([x, x], dim=1).double(), "fields in torch.float32"),
}


@pytest.mark.parametrize("case", BAD_FIELDS)
def test_fields_that_are_no_numbers_of_the_inputs_precision_are_refused(case):
    fields, word = BAD_FIELDS[case]
    with pytest.raises(PrecisionError, match=word):
        discover(_norm, X, fields)


def test_outputs_that_grow_with_the_batch_are_refused():
    with pytest.raises(ShapeError, match="one shape for each sample"):
        discover(lambda x: x @ x.T, X[:2], LinearAction(3))


def test_an_action_that_cannot_be_called_is_refused():
    with pytest.raises(ShapeError, match="action"):
        discover(_norm, X, "linear(3)")


BAD_INPUTS = {
    "no batch axis": (X[0], ShapeError, r"x\[None\]"),
    "an empty batch": (X[:0], ShapeError, "batch"),
    "another shape than the action's": (torch.ones(500, 4), ShapeError, r"\(batch, 3\)"),
    "a list": ([[1.0, 2.0, 3.0]], ShapeError, "as_tensor"),
    "numbers whose squares are zero": (1e-200 * X.double(), PrecisionError, "another unit"),
    "half precision": (X.half(), PrecisionError, "float16"),
    "integers": (X.long(), PrecisionError, "int64"),
    "NaN": (X.index_fill(0, torch.tensor([7]), torch.nan), PrecisionError, r"x\[7, 0\]"),
    "too few points": (X[:107], RankError, "at least 108"),
    "one point many times": (X[:1].expand(500, 3), NotDifferentiableError, "points differ"),
    "nothing but zeros": (X * 0, NotDifferentiableError, "points differ"),
}


@pytest.mark.parametrize("case", BAD_INPUTS)
def test_inputs_without_evidence_are_refused(case):
    x, error, word = BAD_INPUTS[case]
    with pytest.raises(error, match=word):
        discover(_norm, x, LinearAction(3))


def test_a_model_in_another_precision_than_its_inputs_is_refused():
    model = torch.nn.Linear(3, 1).double()
    with pytest.raises(PrecisionError, match=r"torch\.float64"):
        discover(model, X, LinearAction(3))


def test_too_few_points_for_many_outputs_are_refused():
    W = torch.randn(3, 40, generator=torch.Generator().manual_seed(0))
    with pytest.raises(RankError, match="160 points"):
        discover(lambda x: torch.tanh(x @ W), X[:100], LinearAction(3))


def test_the_number_of_points_asked_for_is_enough():
    assert discover(_norm, X[:108], LinearAction(3)).dimension == 3


def test_a_refused_call_leaves_the_inputs_alone():
    before = X.clone()
    with pytest.raises(PrecisionError):
        discover(lambda x: x.mul_(np.nan), X, LinearAction(3))
    assert torch.equal(X, before)
