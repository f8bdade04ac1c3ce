"""The public methods that take arguments: how each comes about, and what its parameters take."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sympy
import torch

import lconv
import lietheory as lt
from lietheory.representation import so3_quadrature
from proofs_tests.fuzz.arguments import SO3, Value, X, points_of, radial

FOLDER = Path(tempfile.mkdtemp(prefix="lietheory-fuzz-"))
Parameters = dict[str, tuple[str, Value]]


@cache
def _estimate() -> Any:
    return lconv.discover(radial, points_of(), lconv.LinearAction(3))


def _polarization() -> lconv.Polarization:
    seen = lconv.Polarization(lconv.LinearAction(3))
    seen.update(radial, points_of())
    return seen


def _ones(*shape: int) -> Value:
    return lambda: torch.ones(*shape, dtype=torch.float64)


def _verify(labels: Any) -> Any:
    """For all claims, which take a minute, None is a right value."""
    return None if labels is None else lt.verify(labels)


@cache
def _seen() -> lconv.Polarization:
    """One that no case changes."""
    return _polarization()


def _acting(make: Callable[[], Any], inputs: Value, size: int) -> dict[str, tuple[Callable[[], Any], Parameters]]:
    name = type(make()).__name__
    x = ("tensor", inputs)
    return {
        f"{name}.__call__": (make, {"x": x}),
        f"{name}.flow": (lambda: make().flow, {"x": x, "coefficients": ("array", _ones(size))}),
    }


_PATH: Parameters = {"path": ("path", lambda: FOLDER / "result.npz")}
_ELEMENT = ("array", lambda: [1.0, 0.0, 0.0])
_MATRIX = ("algebra", lambda: np.eye(2))
_SYMBOLIC = ("algebra", lambda: [sympy.Matrix([[0, X], [0, 0]])])
SAVED = {
    "Comparison": lambda: lt.compare("so(3)", "so(3)"),
    "Identification": lambda: lt.identify("so(3)"),
    "LieAlgebra": lambda: lt.so(3),
    "NearestAlgebra": lambda: lt.nearest_algebra(SO3),
    "RegressionSymmetries": lambda: lt.linear_regression_symmetries(np.random.default_rng(0).normal(size=(20, 3))),
    "SymmetryEstimate": _estimate,
}
METHODS: dict[str, tuple[Callable[[], Any], Parameters]] = {
    **{f"{name}.save": (lambda make=make: make().save, _PATH) for name, make in SAVED.items()},
    **{
        f"{name}.load": (
            lambda name=name: getattr(lt, name).load,
            {"path": ("path", lambda make=make, name=name: make().save(FOLDER / f"{name}.npz"))},
        )
        for name, make in SAVED.items()
    },
    "CampbellHausdorffSeries.evaluate": (lambda: lt.bch(2).evaluate, {"X": _MATRIX, "Y": _MATRIX}),
    "Casimir.evaluate": (lambda: lt.casimirs("so(3)")[0].evaluate, {"L": ("algebra", lambda: SO3)}),
    "Casimir.to_sympy": (lambda: lt.casimirs("so(3)")[0].to_sympy, {"letters": ("symbols", lambda: sympy.symbols("p q r"))}),
    "Identification.is_named": (lambda: lt.identify("so(3)").is_named, {"text": ("name", lambda: "so(3)")}),
    "LieAlgebra.ad": (lambda: lt.so(3).ad, {"x": _ELEMENT}),
    "LieAlgebra.bracket": (lambda: lt.so(3).bracket, {"x": _ELEMENT, "y": _ELEMENT}),
    "LieAlgebra.from_matrices": (
        lambda: lt.LieAlgebra.from_matrices,
        {"L": ("algebra", lambda: SO3), "close": ("flag", lambda: True), "tolerance": ("number", lambda: 1e-6)},
    ),
    "LieAlgebra.from_structure_constants": (
        lambda: lt.LieAlgebra.from_structure_constants,
        {"f": ("algebra", lambda: lt.so(3).structure_constants)},
    ),
    "SymbolicAlgebra.at": (lambda: lt.symbolic_algebra(_SYMBOLIC[1]()).at, {"values": ("symbols", lambda: {X: 1})}),
    "SymbolicAlgebra.from_matrices": (lambda: lt.SymbolicAlgebra.from_matrices, {"L": _SYMBOLIC}),
    "SymmetryEstimate.compare": (lambda: _estimate().compare, {"truth": ("algebra", lambda: "so(3)")}),
    "SymmetryEstimate.preserving": (
        lambda: _estimate().preserving,
        {"second_moment": ("array", lambda: np.eye(3)), "tolerance": ("number", lambda: 0.1)},
    ),
    "verify": (lambda: _verify, {"labels": ("name", lambda: ["prop5"])}),
    "Polarization.estimate": (
        lambda: _seen().estimate,
        {"tolerance": ("number", lambda: 0.1), "generator": ("choice", lambda: None)},
    ),
    "Polarization.merge": (lambda: _polarization().merge, {"other": ("result", _seen)}),
    "Polarization.save": (lambda: _seen().save, _PATH),
    "Polarization.load": (
        lambda: lconv.Polarization.load,
        {
            "path": ("path", lambda: _seen().save(FOLDER / "evidence.npz")),
            "model": ("model", lambda: radial),
            "action": ("action", lambda: lconv.LinearAction(3)),
        },
    ),
    "Polarization.update": (
        lambda: lconv.Polarization(lconv.LinearAction(3)).update,
        {"model": ("model", lambda: radial), "x": ("tensor", points_of)},
    ),
    "PolynomialAction.formula": (lambda: lconv.PolynomialAction(2, 2).formula, {"coefficients": ("array", _ones(12))}),
    "LConv.forward": (lambda: lconv.LConv(9, 1, 2).double().forward, {"x": ("tensor", _ones(2, 9, 1))}),
    "GroupConv.forward": (lambda: lconv.GroupConv(so3_quadrature(1), 1, 2).double().forward, {"f": ("tensor", _ones(2, 18, 1))}),
    "RepresentationConv.forward": (
        lambda: lconv.RepresentationConv(so3_quadrature(1), SO3, 1, 2).double().forward,
        {"x": ("tensor", _ones(2, 3, 1))},
    ),
    "images.images_to_features": (lambda: lconv.images.images_to_features, {"images": ("tensor", _ones(2, 1, 3, 3))}),
    "images.features_to_images": (
        lambda: lconv.images.features_to_images,
        {"features": ("tensor", _ones(2, 9, 1)), "height": ("whole", lambda: 3), "width": ("whole", lambda: 3)},
    ),
    **_acting(lambda: lconv.LinearAction(3), points_of, 9),
    **_acting(lambda: lconv.AffineAction(3), points_of, 12),
    **_acting(lambda: lconv.PolynomialAction(3, 1), points_of, 12),
    **_acting(lambda: lconv.MatrixAction("so(3)", SO3), points_of, 3),
    **_acting(lambda: lconv.PointCloudAction(3), _ones(2, 4, 3), 9),
    **_acting(lambda: lconv.SequenceAction(8), _ones(2, 1, 8), 2),
    **_acting(lambda: lconv.ImageAction(4, 4), _ones(2, 1, 4, 4), 4),
    **_acting(lambda: lconv.VolumeAction(3, 3, 3), _ones(2, 1, 3, 3, 3), 9),
}
"""What makes the bound method, and its parameters; right values of all parameters that are required."""
OWN_ERRORS = ("RegressionSymmetry", "SymmetryDiscovery")
"""scikit-learn's own tests say which errors an estimator raises, and that its constructor raises none."""
INNER = (
    *("combined", "gathered", "independence_inverse", "matrices", "motion", "moved", "masked_share", "start", "complete"),
    *("from_numbers", "ignored_by", "name_of", "in_frame"),
)
"""What the library calls on actions, accumulators, layers and estimates, with what it has checked or holds."""
