"""Functions with orthogonal, complex, solvable and exceptional symmetry: the whole algebra, to 1e-9 degrees, by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import heisenberg, sim, so, sp, su
from lietheory.comparison.subspaces import principal_angles
from lietheory.representation.octonions import conjugation, octonions

LARGEST_ANGLE = 1e-9  # degrees
PRODUCT = octonions()[0]


def _points(count: int, size: int, seed: int = 0) -> Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def _square(x: Tensor) -> Tensor:
    return (x**2).sum(dim=1)


def _form(p: int, q: int) -> Callable[[Tensor], Tensor]:
    return lambda x: _square(x[:, :p]) - _square(x[:, p:])


def _symplectic(x: Tensor) -> Tensor:
    q, p, Q, P = x.chunk(4, dim=1)
    return (q * P - p * Q).sum(dim=1)


def _special_unitary(x: Tensor) -> Tensor:
    """The norm and the real part of the determinant of three complex vectors."""
    real, imaginary = x.reshape(-1, 3, 2, 3).unbind(dim=2)
    return torch.stack([_square(x), torch.linalg.det(torch.complex(real, imaginary)).real], dim=1)


def _ratio_of_distances(x: Tensor) -> Tensor:
    a, b, c = x.chunk(3, dim=1)
    return (a - b).norm(dim=1) / (a - c).norm(dim=1)


def _flag(x: Tensor) -> Tensor:
    """z, y ^ z and the determinant of three vectors (x, y, z)."""
    M = x.reshape(-1, 3, 3)
    return torch.cat([M[:, :, 2], torch.linalg.cross(M[:, :, 1], M[:, :, 2]), torch.linalg.det(M)[:, None]], dim=1)


def _three_form(x: Tensor) -> Tensor:
    """<xy, z> of imaginary octonions."""
    tensor = torch.as_tensor(PRODUCT[1:, 1:, 1:], dtype=x.dtype)
    return torch.einsum("ijk,bi,bj,bk->b", tensor, *x.chunk(3, dim=1))


def _four_form(x: Tensor) -> Tensor:
    """<x, (y (z* w) - w (z* y)) / 2> of octonions."""
    m, star = torch.as_tensor(PRODUCT, dtype=x.dtype), torch.as_tensor(conjugation(), dtype=x.dtype)

    def times(a: Tensor, b: Tensor) -> Tensor:
        return torch.einsum("ijk,bi,bj->bk", m, a, b)

    a, y, z, w = x.chunk(4, dim=1)
    return (a * (times(y, times(z * star, w)) - times(w, times(z * star, y)))).sum(dim=1) / 2


def _derivations() -> np.ndarray:
    """All D with D(xy) = (Dx) y + x (Dy) on the octonions, as matrices on the imaginary ones."""
    m, eye = PRODUCT.astype(float), np.eye(8)
    equations = (
        np.einsum("ijb,ka->ijkab", m, eye) - np.einsum("ajk,bi->ijkab", m, eye) - np.einsum("iak,bj->ijkab", m, eye)
    ).reshape(-1, 64)
    values, right = np.linalg.svd(equations)[1:]
    return right[np.sum(values > 1e-10) :].reshape(-1, 8, 8)[:, 1:, 1:]


def _spinors() -> np.ndarray:
    """so(7) on octonions, x -> (x e_j) e_i for i < j imaginary.

    The mirror image of the form has multiplications from the left.
    """
    right = PRODUCT.transpose(1, 2, 0).astype(float)  # right[i] @ x = x e_i
    return np.stack([right[i] @ right[j] for i in range(1, 8) for j in range(i + 1, 8)])


CASES = {
    **{f"|x|^2 on R^{n}": (_square, LinearAction(n), so(n), f"so({n})") for n in range(2, 9)},
    **{f"Lorentz form on R^{n + 1}": (_form(n, 1), LinearAction(n + 1), so(n, 1), f"so({n},1)") for n in range(2, 6)},
    "neutral form on R^4": (_form(2, 2), LinearAction(4), so(2, 2), "so(2,2)"),
    "x^T J y on R^6": (_symplectic, LinearAction(6, copies=2), sp(3), "sp(6,R)"),
    "norm and Re det on C^3": (_special_unitary, LinearAction(6, copies=3), su(3), "su(3)"),
    "|x-y| / |x-z| in the plane": (_ratio_of_distances, AffineAction(2, copies=3), sim(2), "sim(2)"),
    "z, y ^ z and det on R^3": (_flag, LinearAction(3, copies=3), heisenberg(1), "heisenberg(1)"),
}
EXCEPTIONAL = {
    "octonion three-form": (_three_form, LinearAction(7, copies=3), _derivations, 14, "g2(-14)"),
    "octonion four-form": (_four_form, LinearAction(8, copies=4), _spinors, 21, "so(7)"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_whole_algebra_is_found_and_named(case):
    function, action, algebra, name = CASES[case]
    estimate = discover(function, _points(2000, action.copies * action.d), action)
    assert (estimate.status, estimate.dimension) == ("symmetric", algebra.dimension)
    assert np.degrees(principal_angles(estimate.generators, algebra.generators)[-1]) < LARGEST_ANGLE
    assert estimate.identify().is_named(name)


@pytest.mark.parametrize("case", EXCEPTIONAL)
def test_octonion_forms_have_exceptional_symmetry(case):
    function, action, truth, dimension, name = EXCEPTIONAL[case]
    estimate = discover(function, _points(3000, action.copies * action.d), action)
    assert (estimate.status, estimate.dimension, len(truth())) == ("symmetric", dimension, dimension)
    assert np.degrees(principal_angles(estimate.generators, truth())[-1]) < LARGEST_ANGLE
    assert estimate.identify().is_named(name)


def test_the_inverse_of_3_by_3_matrices_has_multiplication_from_either_side():
    """inv(A M B) = B^-1 inv(M) A^-1: 2 n^2 pairs, of which the scalars act alike."""

    def inverse(x: Tensor) -> Tensor:
        return torch.linalg.inv(x.reshape(-1, 3, 3)).reshape(-1, 9)

    x = _points(1500, 9) / 2 + 3 * torch.eye(3, dtype=torch.float64).reshape(9)
    estimate = discover(inverse, x, LinearAction(9), LinearAction(9))
    assert (estimate.status, estimate.dimension) == ("symmetric", 17)
    A, zero = np.eye(9).reshape(9, 3, 3), np.zeros((9, 9))
    one = np.eye(3)
    from_left = [np.block([[np.kron(a, one), zero], [zero, -np.kron(one, a.T)]]) for a in A]
    from_right = [np.block([[np.kron(one, a.T), zero], [zero, -np.kron(a, one)]]) for a in A[:-1]]
    assert np.degrees(principal_angles(estimate.generators, [*from_left, *from_right])[-1]) < LARGEST_ANGLE
