"""LieGG on functions whose symmetry algebra is known: dimension and span, in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg.actions import Action, AffineAction, LinearAction
from lconv.liegg.discover import discover
from lietheory.algebra import se, sl, so, sp, u
from lietheory.comparison.subspaces import principal_angles
from lietheory.discovery.estimator import SymmetryEstimate

LARGEST_ANGLE = 1e-9  # degrees; 1.7e-11 radians is 1e5 roundings, where a Gram matrix would leave 1e-8 radians


def _points(count: int, size: int, seed: int = 0) -> Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def _lorentz(x: Tensor) -> Tensor:
    return (x[:, :-1] ** 2).sum(dim=1) - x[:, -1] ** 2


def _symplectic(x: Tensor) -> Tensor:
    q, p, Q, P = x.chunk(4, dim=1)
    return (q * P - p * Q).sum(dim=1)


def _hermitian(x: Tensor) -> Tensor:
    """Re and Im of <z, w> for z = a + ib, w = c + id."""
    a, b, c, d = x.chunk(4, dim=1)
    return torch.stack([(a * c + b * d).sum(dim=1), (a * d - b * c).sum(dim=1)], dim=1)


def _determinant(x: Tensor) -> Tensor:
    n = round(x.shape[1] ** 0.5)
    return torch.linalg.det(x.reshape(-1, n, n))


def _squared_distance(x: Tensor) -> Tensor:
    a, b = x.chunk(2, dim=1)
    return ((a - b) ** 2).sum(dim=1)


def _two_sided(n: int) -> np.ndarray:
    """sl(n) + sl(n) on matrices as vectors, row by row: M -> A M and M -> M B."""
    L, eye = sl(n).generators, np.eye(n)
    return np.concatenate([np.kron(L, eye), np.kron(eye, L)])


CASES = {
    "|x|^2 on R^2: so(2)": (lambda x: (x**2).sum(dim=1), LinearAction(2), lambda: so(2).generators),
    "|x|^2 on R^5: so(5)": (lambda x: (x**2).sum(dim=1), LinearAction(5), lambda: so(5).generators),
    "|z|^2 on C^3: so(6), not u(3)": (lambda x: (x**2).sum(dim=1), LinearAction(6), lambda: so(6).generators),
    "Lorentz form on R^3: so(2,1)": (_lorentz, LinearAction(3), lambda: so(2, 1).generators),
    "Lorentz form on R^4: so(3,1)": (_lorentz, LinearAction(4), lambda: so(3, 1).generators),
    "x^T J y on R^2: sp(2,R)": (_symplectic, LinearAction(2, copies=2), lambda: sp(1).generators),
    "x^T J y on R^4: sp(4,R)": (_symplectic, LinearAction(4, copies=2), lambda: sp(2).generators),
    "<z, w> on C^2: u(2)": (_hermitian, LinearAction(4, copies=2), lambda: u(2).generators),
    "<z, w> on C^3: u(3)": (_hermitian, LinearAction(6, copies=2), lambda: u(3).generators),
    "det of 2 vectors: sl(2)": (_determinant, LinearAction(2, copies=2), lambda: sl(2).generators),
    "det of 3 vectors: sl(3)": (_determinant, LinearAction(3, copies=3), lambda: sl(3).generators),
    "det on R^4: sl(2) + sl(2)": (_determinant, LinearAction(4), lambda: _two_sided(2)),
    "det on R^9: sl(3) + sl(3)": (_determinant, LinearAction(9), lambda: _two_sided(3)),
    "|x - y|^2 in the plane: se(2)": (_squared_distance, AffineAction(2, copies=2), lambda: se(2).generators),
    "|x - y|^2 in space: se(3)": (_squared_distance, AffineAction(3, copies=2), lambda: se(3).generators),
}


def _discover(function, action: Action, points: int = 2000) -> SymmetryEstimate:
    return discover(function, _points(points, action.copies * action.d), action)


@pytest.mark.parametrize("case", CASES)
def test_an_exact_function_has_its_algebra(case):
    function, action, truth = CASES[case]
    estimate = _discover(function, action)
    assert estimate.status == "symmetric"
    assert estimate.dimension == len(truth())
    assert np.degrees(principal_angles(estimate.generators, truth())[-1]) < LARGEST_ANGLE
    assert estimate.identifiable_dimension == len(action.basis)


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ("|x|^2 on R^5: so(5)", "so(5)"),
        ("|z|^2 on C^3: so(6), not u(3)", "so(6)"),
        ("Lorentz form on R^4: so(3,1)", "so(3,1)"),
        ("x^T J y on R^4: sp(4,R)", "sp(4,R)"),
        ("det of 3 vectors: sl(3)", "sl(3,R)"),
        ("det on R^4: sl(2) + sl(2)", "so(2,2)"),
    ],
)
def test_what_is_found_is_named(case, name):
    assert _discover(*CASES[case][:2]).identify().is_named(name)


def test_translations_of_a_distance_are_exact_symmetries_and_counted():
    assert _discover(_squared_distance, AffineAction(3, copies=2)).exact_dimension == 3


def test_a_linear_map_has_every_symmetry_that_keeps_its_covector():
    w = torch.arange(1.0, 5.0, dtype=torch.float64)
    estimate = _discover(lambda x: x @ w, LinearAction(4))
    assert (estimate.dimension, estimate.exact_dimension) == (12, 12)
    assert np.abs(np.einsum("i,kij->kj", w.numpy(), estimate.generators)).max() < 1e-13


def test_motions_that_a_projection_swallows_are_exact_and_its_rotation_is_found_beside_them():
    W = _points(2, 4, seed=1)
    estimate = _discover(lambda x: ((x @ W.T) ** 2).sum(dim=1), LinearAction(4))
    assert (estimate.dimension, estimate.exact_dimension) == (9, 8)


def test_a_quartic_has_no_symmetry():
    estimate = _discover(lambda x: (x**4).sum(dim=1), LinearAction(4), points=4000)
    assert (estimate.status, estimate.dimension) == ("none", 0)


def test_two_outputs_with_a_symmetric_sum_have_no_symmetry():
    """The gradient of x^2 + y^2 is blind to what x^2 and y^2 do apart."""
    estimate = _discover(lambda x: x**2, LinearAction(2))
    assert (estimate.status, estimate.dimension) == ("none", 0)


def test_the_scale_of_an_output_does_not_matter():
    units = torch.tensor([1.0, 1e6], dtype=torch.float64)
    x = _points(1000, 2)
    plain, scaled = (discover(lambda x, c=c: x**2 * c, x, LinearAction(2)) for c in (torch.ones(2, dtype=torch.float64), units))
    assert np.allclose(plain.relative_spectrum, scaled.relative_spectrum, rtol=1e-9)
    assert np.allclose(plain.finite_step_error, scaled.finite_step_error, rtol=1e-9)


def test_data_in_a_plane_identify_no_more_than_the_plane_shows():
    """Points of R^3 with x_3 = 0: the three generators E_i3 move nothing, and are not taken for symmetries."""
    x = _points(2000, 3) * torch.tensor([1.0, 1.0, 0.0], dtype=torch.float64)
    estimate = discover(lambda x: (x**2).sum(dim=1), x, LinearAction(3))
    assert estimate.identifiable_dimension == 6
    assert np.isnan(estimate.relative_spectrum[6:]).all() and np.isnan(estimate.finite_step_error[6:]).all()
    assert principal_angles(estimate.generators[:, :2, :2], so(2).generators)[-1] < 1e-13
    assert np.abs(estimate.generators[:, :, 2]).max() < 1e-14
    assert np.abs(estimate.directions[6:, :, :2]).max() < 1e-14
    # the gradient has no third component on the plane, but a whole step out of it changes the length: only so(2) is left
    assert (estimate.dimension, estimate.exact_dimension) == (1, 2)
    assert np.sort(estimate.finite_step_error[:3])[1] > 0.1


def test_float32_finds_the_algebra_to_its_own_precision():
    x = _points(4000, 4).float()
    estimate = discover(_lorentz, x, LinearAction(4))
    assert estimate.dimension == 6
    assert principal_angles(estimate.generators, so(3, 1).generators)[-1] < 1e-5  # 100 roundings of float32


def test_a_callable_is_an_action_and_its_flow_is_integrated():
    def turn_and_stretch(x: Tensor) -> Tensor:
        return torch.stack([torch.stack([-x[:, 1], x[:, 0]], dim=1), x], dim=1)

    estimate = discover(lambda x: (x**2).sum(dim=1), _points(500, 2), turn_and_stretch)
    assert (estimate.status, estimate.dimension) == ("symmetric", 1)
    assert np.allclose(np.abs(estimate.coefficients[0]), [1, 0], atol=1e-14)
    assert estimate.finite_step_error[0] < 1e-14


def test_the_answer_is_the_same_at_every_call():
    x = _points(1000, 3)
    assert str(discover(_lorentz, x, LinearAction(3))) == str(discover(_lorentz, x, LinearAction(3)))
