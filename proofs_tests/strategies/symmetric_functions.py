"""Functions whose whole linear symmetry algebra is known: invariants of classical groups, in a drawn basis, under a drawn head.

Every head is injective with a derivative away from zero, so that it changes no symmetry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from hypothesis import settings
from hypothesis import strategies as st
from torch import Tensor

from lconv.liegg.actions import LinearAction
from lietheory.algebra import sl, so, sp
from lietheory.comparison.subspaces import principal_angles
from proofs_tests.strategies.matrices import invertible
from proofs_tests.strategies.networks import seeded

Function = Callable[[Tensor], Tensor]
SEEDS = st.integers(0, 2**31 - 1)
ANGLE = 1e-7
"""Radians within which two spans from float64 agree: 1e-16 of a row, times condition numbers of at most 1e4 of the drawn bases
and heads squared."""
some = settings(max_examples=max(3, settings.default.max_examples // 6))
"""Examples of a law that runs LieGG: a sixth of the profile's, 5 in the suite."""


@dataclass(frozen=True)
class Planted:
    """A function and its whole symmetry algebra within gl(d).

    Args:
        F: the function, of (n, copies * d).
        action: gl(d) on all copies.
        algebra: (n_L, d, d), what leaves F alone.
        name: of the algebra.
        points: (n, copies * d).
    """

    F: Function
    action: LinearAction
    algebra: np.ndarray
    name: str
    points: Tensor


def points(seed: int, count: int, size: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Standard normal points."""
    return torch.randn(count, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64).to(dtype)


def transformed(x: Tensor, T: np.ndarray, copies: int = 1) -> Tensor:
    """T applied to every copy of every point."""
    return (x.reshape(len(x), copies, -1) @ torch.as_tensor(T, dtype=x.dtype).T).reshape(x.shape[0], -1)


def conjugate(L: np.ndarray, T: np.ndarray) -> np.ndarray:
    """T^-1 L T."""
    return np.linalg.inv(T) @ L @ T


def angle(A: np.ndarray, B: np.ndarray) -> float:
    """The largest principal angle between two spans of matrices."""
    return float(principal_angles(A, B).max())


@st.composite
def heads(draw: st.DrawFn) -> Function:
    """Injective maps y -> a y + b sin(y) of every output, |b| < |a| / 2."""
    a, b = draw(st.sampled_from([-3.0, -0.5, 1.0, 4.0])), draw(st.floats(-0.4, 0.4))
    return lambda y: a * (y + b * torch.sin(y))


def _form(p: int, q: int) -> tuple[Function, int, np.ndarray, str]:
    """x^T diag(1, ..., -1, ...) x."""
    signs = torch.tensor([1.0] * p + [-1.0] * q, dtype=torch.float64)
    return lambda x: (x**2 @ signs.to(x))[:, None], 1, so(p, q).generators, f"so({p},{q})" if q else f"so({p})"


def _symplectic(n: int) -> tuple[Function, int, np.ndarray, str]:
    """The symplectic form of two vectors of R^2n."""

    def F(x: Tensor) -> Tensor:
        q, p, Q, P = x.chunk(4, dim=1)
        return (q * P - p * Q).sum(dim=1, keepdim=True)

    return F, 2, sp(n).generators, f"sp({2 * n},R)"


def _volume(n: int) -> tuple[Function, int, np.ndarray, str]:
    """The determinant of n vectors."""
    return lambda x: torch.linalg.det(x.reshape(-1, n, n))[:, None], n, sl(n).generators, f"sl({n},R)"


FAMILIES = [_form(p, q) for p, q in ((2, 0), (1, 1), (3, 0), (2, 1), (4, 0), (3, 1), (2, 2))] + [
    _symplectic(1),
    _symplectic(2),
    _volume(2),
    _volume(3),
]


@st.composite
def planted(draw: st.DrawFn, families: list = FAMILIES, rows: int = 30) -> Planted:
    """An invariant of a classical group in a basis of condition 3 at most, under a head, and 30 points for each generator."""
    F, copies, algebra, name = draw(st.sampled_from(families))
    d = algebra.shape[1]
    T, head = draw(invertible(d, 0.5)), draw(heads())
    x = points(draw(SEEDS), rows * d * d, copies * d)
    return Planted(
        lambda x: head(F(transformed(x, T, copies))), LinearAction(d, copies), conjugate(algebra.astype(float), T), name, x
    )


@st.composite
def networks(draw: st.DrawFn, size: int, outputs: int = 1) -> torch.nn.Module:
    """Untrained perceptrons in float64, without any symmetry."""
    seed, width = draw(SEEDS), draw(st.sampled_from([8, 16]))
    linear = torch.nn.Linear
    return seeded(lambda: torch.nn.Sequential(linear(size, width), torch.nn.Tanh(), linear(width, outputs)), seed).double()
