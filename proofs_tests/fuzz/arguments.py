"""What parameters take, by their names: a kind, and a right value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy
import torch

import lconv
import lietheory as lt
from lietheory.representation import so3_quadrature

Value = Callable[[], Any]
"""Makes a value anew, since calls may keep it, use it up or change it."""

SO3 = np.asarray(lt.catalogue_algebra("so(3)").generators, dtype=np.float64)
X, Y, T = sympy.symbols("x y t")


def points_of(n: int = 130, d: int = 3) -> torch.Tensor:
    return torch.randn(n, d, dtype=torch.float64, generator=torch.Generator().manual_seed(0))


def radial(x: torch.Tensor) -> torch.Tensor:
    """A map with the symmetry so(3)."""
    return (x**2).sum(1)


def _estimate() -> Any:
    return lconv.discover(radial, points_of(), lconv.LinearAction(3))


VALID: dict[str, tuple[str, Value]] = {
    **dict.fromkeys(("g", "L", "h", "learned", "analytic", "A", "B", "M", "algebra"), ("algebra", lambda: SO3)),
    **dict.fromkeys(("generators", "acting"), ("algebra", lambda: SO3)),
    **dict.fromkeys(("n", "p", "d", "order", "length", "height", "width", "depth", "space"), ("whole", lambda: 3)),
    **dict.fromkeys(
        ("degree", "copies", "channels", "in_channels", "out_channels", "n_generators", "rank"), ("whole", lambda: 2)
    ),
    **dict.fromkeys(("q", "max_dimension", "chunk"), ("whole", lambda: 1)),
    **dict.fromkeys(("noise", "tolerance"), ("number", lambda: 1e-6)),
    **dict.fromkeys(("points", "X"), ("array", lambda: np.random.default_rng(0).normal(size=(20, 3)))),
    "Y": ("array", lambda: np.random.default_rng(1).normal(size=(20, 1))),
    "t": ("array", lambda: 0.5),
    "x": ("tensor", points_of),
    "y": ("tensor", lambda: points_of(130, 1)[:, 0]),
    "labels": ("tensor", lambda: radial(points_of())),
    "form": ("array", lambda: np.eye(3)),
    "name": ("name", lambda: "so(3)"),
    "expect": ("algebra", lambda: "so(3)"),
    "involution": ("array", lambda: np.eye(3)),
    "angles": ("array", lambda: np.array([0.1, 0.2])),
    "irreps": ("name", lambda: "1x1o"),
    "text": ("name", lambda: "so(3)"),
    "polynomials": ("symbols", lambda: [X**2 + Y**2]),
    "coordinates": ("symbols", lambda: sympy.symbols("p q r")),
    "variables": ("symbols", lambda: [X, Y]),
    "nodes": ("choice", lambda: so3_quadrature(1)),
    "data": ("tensor", points_of),
    "model": ("model", lambda: radial),
    "f": ("model", lambda: lambda x: (np.asarray(x) ** 2).sum(1)),
    "action": ("action", lambda: lconv.LinearAction(3)),
    **dict.fromkeys(("first", "second"), ("action", lambda: lconv.LinearAction(3))),
    "estimate": ("result", _estimate),
    "directions": ("array", lambda: np.random.default_rng(0).normal(size=(2, 9))),
    "conv": ("module", lambda: torch.nn.Conv2d(1, 2, 3, padding=1)),
    "linear": ("module", lambda: torch.nn.Linear(3, 2)),
    "layer": ("module", lambda: lconv.LConv(9, 1, 2, n_generators=8)),
    "spatial_shape": ("shape", lambda: (3, 3)),
    "shape": ("shape", lambda: (4, 4)),
    "W": ("tensor", lambda: torch.ones(3, 2, dtype=torch.float64)),
    "derivative": ("choice", lambda: "spectral"),
    "mask": ("choice", lambda: None),
    "loss": ("choice", lambda: "squared"),
    "trainable": ("flag", lambda: True),
    "translations": ("flag", lambda: False),
    "bias_row": ("flag", lambda: False),
    **dict.fromkeys(
        ("field", "generator", "dtype", "layers", "moves", "outputs", "collate", "progress"), ("choice", lambda: None)
    ),
    **dict.fromkeys(("activation", "kernel", "axes"), ("choice", lambda: None)),
    "method": ("choice", lambda: "euler"),
    **dict.fromkeys(("vectors", "names"), ("choice", lambda: ())),
    **dict.fromkeys(("bias", "identity", "keywords"), ("flag", lambda: True)),
    "gradient": ("model", lambda: lambda x: 2 * np.asarray(x)),
    "output_action": ("action", lambda: None),
    "frame": ("array", lambda: None),
    "fit_on": ("tensor", lambda: None),
    "scale": ("array", lambda: None),
    "times": ("array", lambda: (0.5, 1.0)),
    "orbits": ("whole", lambda: 2),
}
OF_CALL: dict[tuple[str, str], tuple[str, Value]] = {
    ("adjoint_action", "x"): ("array", lambda: [0.0, 0.0, 1.0]),
    ("exterior_derivative", "form"): ("symbols", lambda: [X, Y]),
    ("exterior_derivative", "coordinates"): ("symbols", lambda: [X, Y]),
    ("e6", "form"): ("choice", lambda: "split"),
    ("e7", "form"): ("choice", lambda: "split"),
    ("e8", "form"): ("choice", lambda: "split"),
    ("f4", "form"): ("choice", lambda: "split"),
    ("g2", "form"): ("choice", lambda: "split"),
    **dict.fromkeys((("from_gcn", "bias"), ("lie_convolution", "bias")), ("array", lambda: None)),
    ("from_gcn", "A"): ("array", lambda: np.ones((4, 4))),
    ("from_gcn", "W"): ("array", lambda: np.ones((3, 2))),
    ("lie_convolution", "x"): ("tensor", lambda: torch.ones(2, 3, 2, dtype=torch.float64)),
    ("lie_convolution", "L"): ("tensor", lambda: torch.as_tensor(SO3)),
    ("lie_convolution", "W"): ("tensor", lambda: torch.ones(4, 2, 2, dtype=torch.float64)),
    ("closure_penalty", "L"): ("tensor", lambda: torch.as_tensor(SO3)),
    ("killing_penalty", "L"): ("tensor", lambda: torch.as_tensor(SO3)),
    ("orthogonality_penalty", "L"): ("tensor", lambda: torch.as_tensor(SO3)),
    ("layer_inputs", "layer"): ("name", lambda: "0"),
    ("layer_inputs", "model"): ("model", lambda: torch.nn.Sequential(torch.nn.Linear(3, 2)).double()),
    ("discover", "layer"): ("choice", lambda: None),
    ("breaking", "layer"): ("choice", lambda: None),
    ("breaking", "algebra"): ("algebra", lambda: "so(3)"),
    ("equivariant_maps", "variables"): ("symbols", lambda: sympy.symbols("p q r")),
    ("polynomial_invariants", "variables"): ("symbols", lambda: sympy.symbols("p q r")),
    ("polynomial_invariants", "copies"): ("whole", lambda: 1),
    ("relative_invariants", "variables"): ("symbols", lambda: sympy.symbols("p q r")),
    ("discover_from_data", "y"): ("tensor", lambda: radial(points_of())),
    ("discover_from_data", "output_action"): ("choice", lambda: None),
    ("discover_from_data", "degree"): ("whole", lambda: 2),
    ("discover_from_gradients", "g"): ("tensor", lambda: 2 * points_of()),
    ("dual", "action"): ("action", lambda: lconv.LinearAction(3)),
    ("loss_variance", "g"): ("algebra", lambda: lt.lie_closure(["X", "Z"])),
    ("loss_variance", "state"): ("name", lambda: "0"),
    ("loss_variance", "observable"): ("name", lambda: "Z"),
    ("loss_variance", "two_design"): ("flag", lambda: True),
    ("with_generators", "fields"): ("action", lambda: lconv.LinearAction(3)),
    ("with_generators", "generators"): ("algebra", lambda: np.eye(9).reshape(9, 3, 3)),
    ("LConv", "generators"): ("algebra", lambda: None),
    ("grid_algebra", "algebra"): ("algebra", lambda: "so(2)"),
    ("symbolic_algebra", "L"): ("algebra", lambda: [sympy.Matrix([[0, T], [0, 0]])]),
    ("type_changes", "L"): ("algebra", lambda: [sympy.Matrix([[0, T], [0, 0]])]),
}
"""Where a name means something else in one call."""
