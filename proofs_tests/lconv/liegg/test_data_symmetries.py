"""From noisy values alone an algebra is declared only where the error of the fit leaves no doubt about it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import lconv
from lietheory import SymmetryEstimate
from lietheory.discovery.polynomial_fit import degree_needed, fit_polynomial, looks_like_noise
from lietheory.errors import PrecisionError, RankError, ShapeError, UnknownNameError

LINEAR, AFFINE = lconv.LinearAction(3), lconv.AffineAction(3)


def _points(n: int = 600, d: int = 3) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n, d))


def _noisy(y: np.ndarray, share: float, seed: int = 1) -> np.ndarray:
    return y + share * y.std() * np.random.default_rng(seed).normal(size=y.shape)


def _square(X: np.ndarray) -> np.ndarray:
    return (X**2).sum(axis=1)


def test_an_invariant_function_is_named_and_the_name_is_within_its_interval():
    X = _points()
    found = lconv.discover_from_data(X, _noisy(_square(X), 0.03), LINEAR)
    assert found.status == "symmetric"
    assert found.identify().is_named("so(3)")
    assert found.answer is not None and found.answer.held is not None
    assert found.answer.held.breaking.lower == 0 < found.answer.held.breaking.upper < 0.001
    assert (found.lower_bounds <= found.held_out).all() and (found.held_out <= found.upper_bounds).all()


def test_an_input_that_the_values_do_not_depend_on_is_told_and_taken_out_of_the_name():
    X = np.random.default_rng(0).normal(size=(600, 4))
    found = lconv.discover_from_data(X, _noisy(_square(X[:, :3]), 0.03), lconv.LinearAction(4), degree=2)
    assert found.headline.startswith("nearly ignores x4; symmetric: so(3) on the others, ")


def test_a_vector_field_is_equivariant_under_the_same_matrices_without_the_translations():
    X = _points(600)
    Y = _noisy(X * (1 - _square(X)[:, None] / 4), 0.02)
    found = lconv.discover_from_data(X, Y, AFFINE, "vectors", degree=3)
    assert found.identify().is_named("so(3)")


def test_values_under_another_action_pair_with_that_of_the_points():
    X = _points(400, 2)
    turned = np.stack([X[:, 0] ** 2 - X[:, 1] ** 2, 2 * X[:, 0] * X[:, 1]], axis=1)  # turns twice as fast
    found = lconv.discover_from_data(X, _noisy(turned, 0.01), lconv.LinearAction(2), lconv.LinearAction(2), degree=2)
    assert found.status == "symmetric"
    J = np.array([[0.0, -1.0], [1.0, 0.0]])
    pair = np.zeros((4, 4))
    pair[:2, :2], pair[2:, 2:] = J, 2 * J
    span = found.generators.reshape(found.dimension, -1)
    inside = np.linalg.lstsq(span.T, pair.ravel(), rcond=None)[0] @ span
    assert np.linalg.norm(inside - pair.ravel()) < 0.1


def test_noise_that_hides_a_breaking_leaves_it_open():
    X = _points(300)
    broken = _square(X) + 0.15 * X[:, 0] ** 2
    found = lconv.discover_from_data(X, _noisy(broken, 0.2), LINEAR)
    assert found.status != "symmetric"


def test_the_share_that_a_fit_leaves_is_that_of_the_noise():
    X, noise = _points(2000), np.random.default_rng(4).normal(size=2000)
    for size in (0.1, 1.0):
        y = _square(X) + size * noise
        for values in (y, np.stack([y, _square(X) - size * noise], axis=1)):
            found = lconv.discover_from_data(X, values, LINEAR, degree=2)
            assert found.fit is not None and found.fit.unexplained == pytest.approx(size**2 / y.var(), rel=0.2)


def test_a_broken_symmetry_is_called_broken():
    X = _points()
    found = lconv.discover_from_data(X, _noisy(X[:, 0] ** 3 + X[:, 1] ** 2 + X[:, 2], 0.02), LINEAR)
    assert found.status == "none"


def test_a_class_that_cannot_break_a_symmetry_does_not_declare_it():
    X = _points()
    y = _noisy(X[:, 0] + 0.4 * X[:, 1] ** 2, 0.05)
    assert lconv.discover_from_data(X, y, AFFINE, degree=1).status == "undecided"
    wave = _noisy(_square(X) + 0.6 * np.sin(6 * X[:, 0]), 0.05)
    found = lconv.discover_from_data(X, wave, LINEAR)
    assert found.status == "undecided"
    assert found.fit is not None and not found.fit.noise_like


def test_a_higher_degree_than_the_points_pay_for_is_said_and_not_assumed_away():
    X = _points(200, 5)
    y = _noisy(_square(X), 0.02)
    found = lconv.discover_from_data(X, y, lconv.LinearAction(5))
    assert found.status == "undecided"
    assert "degree=2" in found.headline
    assert lconv.discover_from_data(X, y, lconv.LinearAction(5), degree=2).identify().is_named("so(5)")


def test_noise_alone_shows_nothing():
    X = _points(400, 2)
    found = lconv.discover_from_data(X, np.random.default_rng(3).normal(size=400), lconv.LinearAction(2))
    assert found.status == "undecided"
    assert "do not show that they depend" in found.headline


def test_units_of_the_inputs_change_nothing():
    X = _points()
    found = lconv.discover_from_data(X * [1e-6, 30.0, 1e3], _noisy(_square(X), 0.01), LINEAR)
    assert found.identify().is_named("so(3)")


def test_points_in_a_plane_say_nothing_about_leaving_it():
    X = _points() * [1.0, 1.0, 0.0]
    found = lconv.discover_from_data(X, _noisy(_square(X), 0.01), LINEAR)
    assert found.identifiable_dimension < 9


def test_the_estimate_with_its_fit_is_saved_and_printed(tmp_path):
    X = _points(500, 2)
    found = lconv.discover_from_data(torch.as_tensor(X), torch.as_tensor(_noisy(_square(X), 0.02)), lconv.LinearAction(2))
    again = SymmetryEstimate.load(found.save(tmp_path / "fit.npz"))
    assert str(again.fit) == str(found.fit)
    assert "polynomials of degree 4" in str(found)


def test_bad_data_are_refused():
    X, y = _points(100), _square(_points(100))
    with pytest.raises(ShapeError):
        lconv.discover_from_data(X, y[:5], LINEAR)
    with pytest.raises(ShapeError, match="points \\(n, d\\)"):
        lconv.discover_from_data(X[:, :0], y, LINEAR)
    with pytest.raises(ShapeError):
        lconv.discover_from_data(X, y, LINEAR, "vectors")
    with pytest.raises(UnknownNameError, match="vectors"):
        lconv.discover_from_data(X, X, LINEAR, "vector")
    with pytest.raises(ShapeError, match="degree"):
        lconv.discover_from_data(X, y, LINEAR, degree=0)
    with pytest.raises(PrecisionError):
        lconv.discover_from_data(X, y * np.nan, LINEAR)
    with pytest.raises(RankError):
        lconv.discover_from_data(X[:10], y[:10], LINEAR)
    with pytest.raises(RankError, match="terms"):
        lconv.discover_from_data(X[:40], y[:40], LINEAR, degree=4)


def test_the_covariance_of_a_fit_is_that_of_repeated_fits():
    X, truth = _points(150, 1), 2 * _points(150, 1) ** 2
    rng = np.random.default_rng(5)
    fits = [fit_polynomial(X, truth + np.abs(X) * rng.normal(size=X.shape), 2, "example") for _ in range(300)]
    spread = np.std([f.coefficients.ravel() for f in fits], axis=0)
    stated = np.sqrt(np.mean([np.square(f.error).sum(axis=1) for f in fits], axis=0))
    assert np.abs(stated / spread - 1).max() < 0.2  # 300 repetitions know a standard deviation to 4 %


def test_what_is_left_of_a_right_fit_is_noise_and_of_a_wrong_one_is_not():
    X, rng = _points(500, 2), np.random.default_rng(2)
    y = (_square(X) + 0.1 * rng.normal(size=500))[:, None]
    assert degree_needed(X, y, rng) == 2
    right, wrong = (fit_polynomial(X, y, k, "example") for k in (2, 1))
    assert looks_like_noise(X, right, rng)
    assert not looks_like_noise(X, wrong, rng)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_the_degree_of_several_outputs_does_not_depend_on_their_units_nor_on_constant_ones(unit, rng):
    X = rng.normal(size=(300, 2))
    y = np.stack([X[:, 0], unit * X[:, 1] ** 3, np.ones(300)], axis=1)
    assert degree_needed(X, y, rng) == 3
