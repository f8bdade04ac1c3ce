"""How the outputs of layers move: as e3nn layers say themselves, or as a linear action fits them."""

from __future__ import annotations

import importlib
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import Action
from lconv.liegg.actions.representation_actions import MatrixAction
from lconv.liegg.derivatives import Model, outputs
from lietheory.algebra import catalogue_algebra
from lietheory.errors import RankError, ShapeError

FIT_POINTS = 4
"""Points for each output, as for their covariance."""
FIT_DIGITS = 0.8
"""The error of a fitted action is that of its differences of fourth order, eps to this power."""
SAME = 1e-9
"""Generators are those of so(3) up to this part of their size: floats as input."""


@runtime_checkable
class _SaysIrreps(Protocol):
    """A layer of e3nn."""

    irreps_out: Any


def irreps_action(irreps: object) -> MatrixAction:
    """so(3) on the features that irreducible representations of e3nn describe: ``"4x0e + 2x1o"`` or an ``Irreps``.

    Raises:
        ShapeError: e3nn is not installed, or a text that it does not read.
    """
    call = f"irreps_action({str(irreps)!r})"
    try:
        o3 = importlib.import_module("e3nn.o3")
    except ImportError:
        raise ShapeError(call, "e3nn, whose bases these are", "a Python without it", "pip install e3nn") from None
    try:
        parts = [(mul, ir.l) for mul, ir in o3.Irreps(irreps)]
    except (ValueError, AssertionError) as problem:
        raise ShapeError(call, "irreps such as '4x0e + 2x1o'", repr(problem), "See e3nn.o3.Irreps.") from None
    blocks = [_spin(o3, l) for mul, l in parts for _ in range(mul)]
    acting = np.stack([np.asarray(block_diag(*(block[k] for block in blocks))) for k in range(3)])
    return MatrixAction("so(3)", acting)


def _spin(o3: Any, l: int) -> Float[np.ndarray, "3 m m"]:
    """The generators of degree l in e3nn's basis; four times their squares are whole numbers, which undoes its rounding."""
    X = o3.so3_generators(l).double().numpy()
    return np.sign(X) * np.sqrt(np.round(4 * X**2)) / 2


def read_action(layer: torch.nn.Module, L: Float[np.ndarray, "k n n"]) -> MatrixAction | None:
    """The action of so(3) on the outputs of an e3nn layer, in the terms of the generators L; None of other layers.

    Raises:
        ShapeError: generators that are not those of so(3) on R^3.
    """
    if not isinstance(layer, _SaysIrreps):
        return None
    standard = np.asarray(catalogue_algebra("so(3)").generators, dtype=np.float64).reshape(3, -1)
    flat = (L[:, :3, :3] if L.shape[1] == 4 else L).reshape(len(L), -1)
    if flat.shape[1] != 9:
        cure = "Give the action on R^3, or MatrixAction('so(3)', ...) with those generators."
        raise ShapeError("audit(..., layers='read')", "generators of so(3) as 3 x 3 matrices", f"shape {L.shape}", cure)
    C = np.linalg.lstsq(standard.T, flat.T, rcond=None)[0].T
    if np.linalg.norm(C @ standard - flat) > SAME * np.linalg.norm(flat):
        raise ShapeError("audit(..., layers='read')", "generators of so(3)", "others", "Declare the layers' actions.")
    acting = irreps_action(layer.irreps_out).acting
    return MatrixAction(L, np.tensordot(C, acting, axes=1))


def fitted_action(model: Model, x: Tensor, action: Action, L: Float[np.ndarray, "k n n"]) -> MatrixAction:
    """Matrices R_k with d/dt F(exp(tL_k) x) = R_k F(x), by least squares on half of the points.

    Raises:
        ShapeError: outputs that are not (batch, m).
        RankError: fewer than 8 points for each output.
    """
    y = outputs(model, x[::2])
    call = "fitted_action(model, x, action, L)"
    if y.ndim != 2:
        raise ShapeError(call, "outputs (batch, m)", f"shape {tuple(y.shape)}", "Declare the action.")
    if len(y) < FIT_POINTS * y.shape[1]:
        needed = 2 * FIT_POINTS * y.shape[1]
        raise RankError(call, f"at least {needed} points for {y.shape[1]} outputs", f"{len(x)}", "Give more points.")
    basis = action.basis.reshape(action.size, -1)
    C = np.linalg.lstsq(basis.T, L.reshape(len(L), -1).T, rcond=None)[0].T
    F = y.double()
    inverse = torch.linalg.pinv(F)
    R = [(inverse @ _velocity(model, x[::2], action, c)).T.cpu().numpy() for c in C]
    return MatrixAction(L, np.stack(R))


def _velocity(model: Model, x: Tensor, action: Action, c: Float[np.ndarray, " K"]) -> Float[Tensor, "n m"]:
    """d/dt F(exp(tc) x) by differences of fourth order, at a step of float32's or float64's own."""
    h = float(torch.finfo(x.dtype).eps) ** 0.2 / max(float(np.linalg.norm(c)), 1e-300)

    def across(t: float) -> Tensor:
        up, down = (outputs(model, action.flow(x, s * t * c)).double() for s in (1.0, -1.0))
        return (up - down) / (2 * t)

    return (4 * across(h) - across(2 * h)) / 3
