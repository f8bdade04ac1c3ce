"""Gradients from elsewhere, with errors of their own, name an algebra within those errors or none."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import lconv
from lietheory.discovery import linear_symmetries
from lietheory.errors import NotDifferentiableError, PrecisionError, RankError, ShapeError, UndecidedError

X = np.random.default_rng(0).normal(size=(400, 3))
AFFINE = lconv.AffineAction(3)


def _halo(x: np.ndarray) -> np.ndarray:
    r = np.linalg.norm(x, axis=1)
    return -np.log(1 + r) / r


def _disc(x: np.ndarray) -> np.ndarray:
    return -1 / np.sqrt(x[:, 0] ** 2 + x[:, 1] ** 2 + (1 + np.sqrt(x[:, 2] ** 2 + 0.1)) ** 2)


def _differences(f, x: np.ndarray, h: float) -> np.ndarray:
    return np.stack([(f(x + e) - f(x - e)) / (2 * h) for e in h * np.eye(x.shape[1])], axis=1)


@pytest.mark.parametrize("units", [1e-6, 1.0, 1e6])
def test_gradients_by_differences_show_the_rotations_of_a_halo_and_no_translations(units):
    g = _differences(_halo, X, 1e-5) / units
    for found in (lconv.discover_from_gradients(units * X, g, AFFINE), linear_symmetries(units * X, g)):
        assert (found.status, found.dimension) == ("symmetric", 3)
        assert 1e-12 < found.within < 1e-5
        assert found.identify().is_named("so(3)")


def test_gradients_in_float32_show_a_disc_to_have_one_rotation():
    g = _differences(_disc, X, 1e-4).astype(np.float32)
    found = lconv.discover_from_gradients(X, g, AFFINE)
    assert found.dimension == 1
    assert found.identify().is_named("so(2)")


def test_exact_gradients_hold_to_rounding():
    found = lconv.discover_from_gradients(X, 2 * X, AFFINE)
    assert found.within == 0
    assert "so(3) to rounding" in str(found)


def test_several_functions_have_the_symmetries_they_share():
    both = np.stack([2 * X, np.tile([0, 0, 1.0], (len(X), 1))], axis=1)  # |x|^2 and the third coordinate
    found = lconv.discover_from_gradients(torch.as_tensor(X), torch.as_tensor(both), lconv.LinearAction(3))
    assert found.dimension == 1


def test_errors_without_a_gap_leave_it_open():
    rng = np.random.default_rng(1)
    noisy = 2 * X + 0.06 * rng.normal(size=X.shape)
    found = lconv.discover_from_gradients(X, noisy, AFFINE)
    assert (found.status, found.dimension) == ("undecided", 0)
    assert str(found).startswith("cannot tell")
    assert linear_symmetries(X, noisy).status == "undecided"
    with pytest.raises(UndecidedError):
        found.identify()


def test_within_and_beyond_are_the_errors_on_either_side_of_the_gap():
    """Turns of x_3 change |x|^2 + e x_3^4 / 4 by some e, the other turn not at all; the halves differ by their draw only."""
    for e in (0.01, 0.1):
        g = 2 * X + e * X**3 * [0, 0, 1]
        found = lconv.discover_from_gradients(X, g, lconv.LinearAction(3), tolerance=0.3)
        assert found.dimension == 3
        assert found.errors[2] == pytest.approx(found.within, rel=0.25)
        assert found.errors[3] == pytest.approx(found.beyond, rel=0.25)


def test_a_tolerance_takes_the_place_of_the_gap():
    noisy = 2 * X + 0.02 * np.random.default_rng(1).normal(size=X.shape)
    assert lconv.discover_from_gradients(X, noisy, AFFINE, tolerance=0.05).identify().is_named("so(3)")
    assert linear_symmetries(X, noisy, tolerance=0.05).identify().is_named("so(3)")


def test_gradients_of_a_function_without_symmetry_have_none():
    w = np.array([1.0, 2.0, 0.5])
    g = (1 - np.tanh(X @ w + 0.3) ** 2)[:, None] * w + X**3
    assert lconv.discover_from_gradients(X, g, AFFINE).status == "none"


def test_what_no_gradient_sees_is_exact():
    found = lconv.discover_from_gradients(X, np.tile([0.0, 0.0, 1.0], (len(X), 1)), AFFINE)
    assert (found.dimension, found.within) == (8, 0)  # whatever moves the other two coordinates


def test_what_is_no_algebra_is_not_declared():
    # the gradients vanish along E_12 x and E_23 x, but not along their bracket E_13 x: they belong to no function
    units = np.eye(9).reshape(9, 3, 3)
    fields = np.einsum("kij,nj->nki", units[[1, 5]], X)
    g = np.stack([np.linalg.svd(f)[2][-1] for f in fields]) * np.random.default_rng(2).normal(size=(len(X), 1))
    found = lconv.discover_from_gradients(X, g + 1e-9 * X, lconv.LinearAction(3))
    assert found.status != "symmetric" or found.algebra().dimension == found.dimension


def test_points_and_gradients_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError, match="each point"):
        lconv.discover_from_gradients(X, X[:4], AFFINE)
    with pytest.raises(RankError, match="144 points"):
        lconv.discover_from_gradients(X[:50], X[:50], AFFINE)
    with pytest.raises(PrecisionError):
        lconv.discover_from_gradients(X, X * np.nan, AFFINE)
    with pytest.raises(NotDifferentiableError, match="pieces"):
        lconv.discover_from_gradients(X, 0 * X, AFFINE)
