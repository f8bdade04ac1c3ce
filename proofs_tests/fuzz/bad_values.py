"""Bad values of each class, and the classes that each kind of parameter meets."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
import torch

import lconv
from proofs_tests.fuzz.arguments import SO3, Value, points_of, radial


def _tensors() -> list[Value]:
    return [
        lambda: torch.as_tensor(SO3).requires_grad_(),
        lambda: torch.as_tensor(SO3).to_sparse(),
        lambda: torch.empty(3, 3, 3, device="meta"),
        lambda: torch.as_tensor(SO3).to(torch.int32),
        lambda: torch.as_tensor(SO3).to(torch.bfloat16),
        lambda: torch.zeros(0, 3),
        lambda: torch.tensor(1.0),
        lambda: torch.nn.Parameter(torch.ones(60, 3, dtype=torch.float64)),
        lambda: torch.ones(60, 3, dtype=torch.complex128),
    ]


def _raises(x: object) -> object:
    raise RuntimeError("a model that breaks down")


class _Counting:
    """A model whose outputs change after the first calls, by ``then``."""

    def __init__(self, then: Callable[[torch.Tensor], Any]):
        self.then, self.calls = then, 0

    def __call__(self, x: torch.Tensor) -> Any:
        self.calls += 1
        return radial(x) if self.calls < 4 else self.then(x)


CLASSES: dict[str, list[Value]] = {
    "none and texts": [lambda: None, lambda: "text", lambda: b"bytes", lambda: ["a", "b"], lambda: "", lambda: "\ud800"],
    "other objects": [
        object,
        lambda: {},
        lambda: {"a": 1},
        lambda: {1, 2},
        lambda: lambda: 1,
        lambda: iter([1, 2]),
        lambda: int,
        lambda: ...,
    ],
    "empty": [
        lambda: [],
        lambda: (),
        lambda: [[]],
        lambda: np.zeros((0, 3, 3)),
        lambda: np.zeros((3, 0, 0)),
        lambda: np.zeros(0),
    ],
    "shapes": [
        lambda: np.zeros(3),
        lambda: np.eye(3),
        lambda: np.zeros((2, 2, 3)),
        lambda: np.zeros((1, 1, 1, 1)),
        lambda: [[1, 2], [3]],
        lambda: [SO3[0], np.eye(2)],
        lambda: np.ones((60, 4)),
        lambda: np.ones((2, 3)),
        lambda: 5,
        lambda: [[[[[[1]]]]]],
    ],
    "not finite": [
        lambda: float("nan"),
        lambda: float("inf"),
        lambda: -np.inf,
        lambda: SO3 * np.nan,
        lambda: np.full((20, 3), np.inf),
        lambda: sympy.nan,
        lambda: sympy.oo,
        lambda: sympy.zoo,
        lambda: complex("nan"),
        lambda: torch.full((60, 3), torch.nan),
    ],
    "beyond floats": [
        lambda: 10**400,
        lambda: -(10**5000),
        lambda: [[[10**400]]],
        lambda: [[[0, 10**400], [-(10**400), 0]]],
        lambda: [[[Fraction(1, 10**400)]]],
        lambda: Fraction(10**400, 3),
        lambda: [10**400, 1, 1],
        lambda: 1e308,
    ],
    "scales": [
        lambda: SO3 * 1e200,
        lambda: SO3 * 1e-200,
        lambda: SO3 * 1e-310,
        lambda: np.random.default_rng(0).normal(size=(20, 3)) * 1e160,
        lambda: np.ones((20, 3)) * 5e-324,
        lambda: 1e-320,
    ],
    "types of numbers": [
        lambda: SO3.astype(object),
        lambda: SO3.astype(str),
        lambda: SO3.astype(np.float16),
        lambda: SO3 > 0,
        lambda: SO3 * 1j,
        lambda: np.array([None] * 3),
        lambda: np.array(["2020-01-01"], dtype="M8[D]"),
        lambda: SO3.astype(">f8"),
        lambda: SO3.astype(np.longdouble),
        lambda: np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    ],
    "masks": [lambda: np.ma.masked_array(SO3, mask=SO3 > 0), lambda: np.ma.masked_all((20, 3)), lambda: np.ma.masked],
    "tensors": _tensors(),
    "numbers": [
        lambda: 0,
        lambda: -1,
        lambda: -5,
        lambda: 10**6,
        lambda: 10**13,
        lambda: 2.5,
        lambda: True,
        lambda: np.int64(2),
        lambda: np.float64(1e-3),
        lambda: 1 + 1j,
        lambda: "3",
        lambda: Fraction(1, 2),
        lambda: 9,
    ],
    "names": [
        lambda: "so(9999999999999)",
        lambda: "R^0",
        lambda: "so(3" * 50,
        lambda: " + ".join(["so(3)"] * 3000),
        lambda: "so(\u00b3)",
        lambda: "[/]",
        lambda: "x" * 10**5,
        lambda: "so(3)\x00",
        lambda: "so(-1)",
        lambda: "R^99999999999",
        lambda: "sl(2,H)",
        lambda: "so(1e3)",
    ],
    "models": [
        lambda: _raises,
        lambda: lambda x: None,
        lambda: lambda x: x * float("nan"),
        lambda: lambda x: x[:, :0],
        lambda: lambda x: x.sum(),
        lambda: lambda x: [x],
        lambda: lambda x: {"y": x},
        lambda: lambda: 1,
        lambda: _Counting(lambda x: x[:-1]),
        lambda: _Counting(lambda x: x[:, :2]),
        lambda: _Counting(lambda x: x * float("nan")),
        lambda: _Counting(lambda x: None),
        lambda: _Counting(_raises),
        lambda: torch.nn.Identity,
        lambda: torch.nn.Linear(7, 2),
        lambda: lambda x: x.detach(),
    ],
    "actions": [
        lambda: lambda x: x,
        lambda: lambda x: x[:, None] * float("nan"),
        lambda: lambda x: x[:, None, :1],
        lambda: lambda x: x[:, :0][:, None],
        lambda: lambda x: None,
        lambda: _raises,
        lambda: lconv.LinearAction,
        lambda: lconv.LinearAction(7),
        lambda: lconv.ImageAction(2, 2),
        lambda: lambda x: torch.zeros(len(x), 0, 3, dtype=x.dtype),
        lambda: lambda x: x[:, None].to_sparse(),
    ],
    "loaders": [
        lambda: [points_of(4), points_of(4, 5)],
        lambda: [torch.ones(2, 3), "x"],
        lambda: iter([]),
        lambda: [(points_of(), 1), (None,)],
        lambda: (x for x in [points_of(30), 3]),
        lambda: [points_of(0)],
        lambda: [{"a": points_of()}],
    ],
}
"""Bad values by class; some are fine for some parameters, which then take them."""

_OF_A_NUMBER = ("none and texts", "other objects", "empty", "shapes", "not finite", "beyond floats", "numbers", "tensors")
TAKES: dict[str, tuple[str, ...]] = {
    "model": ("none and texts", "other objects", "models", "numbers", "tensors"),
    "action": ("none and texts", "other objects", "actions", "numbers", "shapes"),
    "module": ("none and texts", "other objects", "models", "numbers", "shapes", "tensors"),
    "result": ("none and texts", "other objects", "numbers"),
    "flag": ("none and texts", "numbers", "other objects"),
    "choice": ("none and texts", "other objects", "numbers", "names", "shapes"),
    "whole": (*_OF_A_NUMBER, "types of numbers"),
    "number": (*_OF_A_NUMBER, "scales"),
    "shape": ("none and texts", "other objects", "empty", "shapes", "not finite", "beyond floats", "numbers", "tensors"),
    "path": ("none and texts", "other objects", "empty", "numbers", "names", "shapes", "tensors"),
    "name": ("none and texts", "other objects", "empty", "numbers", "names", "shapes"),
    "symbols": ("none and texts", "other objects", "empty", "shapes", "not finite", "numbers", "tensors", "beyond floats"),
}
"""Classes of a kind of parameter; arrays, algebras and tensors take all but models and actions."""
OF_ARRAYS = tuple(name for name in CLASSES if name not in ("models", "actions"))


def classes_of(kind: str) -> tuple[str, ...]:
    """The classes of bad values for a kind of parameter."""
    return TAKES.get(kind, OF_ARRAYS)
