"""Both estimators keep scikit-learn's contract, and say what the functions behind them say."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

import lconv
import lietheory as lt


def squared_length(x: torch.Tensor) -> torch.Tensor:
    """|x|^2, at the top of the module so that it can be pickled."""
    return (x**2).sum(dim=1)


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_regression_symmetry_passes_every_check_of_scikit_learn(fit_intercept):
    results = check_estimator(lconv.RegressionSymmetry(fit_intercept=fit_intercept), on_skip=None)
    assert {r["status"] for r in results} <= {"passed", "skipped"}


def test_symmetry_discovery_passes_every_check_of_scikit_learn():
    results = check_estimator(lconv.SymmetryDiscovery(squared_length), on_skip=None)
    assert {r["status"] for r in results} <= {"passed", "skipped"}


def test_the_fit_is_least_squares_and_its_algebra_that_of_the_function():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 4)) @ rng.normal(size=(4, 4)) + 3
    Y = X @ rng.normal(size=(4, 2)) + rng.normal(size=2) + 0.1 * rng.normal(size=(60, 2))
    ours, theirs = lconv.RegressionSymmetry().fit(X, Y), LinearRegression().fit(X, Y)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X), atol=1e-9)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-9)
    bare = lt.linear_regression_symmetries(np.column_stack([X, np.ones(60)]), Y, bias_row=True)
    np.testing.assert_allclose(ours.symmetries_.generators, bare.generators)


def test_too_few_points_are_undecided_and_say_how_many_are_needed():
    few = lconv.SymmetryDiscovery(squared_length).fit(np.random.default_rng(0).normal(size=(10, 3)))
    assert (few.status_, few.estimate_, len(few.generators_)) == ("undecided", None, 0)
    assert "Give at least 108 points" in few.reason_


def test_a_fitted_estimator_of_scikit_learn_is_discovered_and_a_clone_says_the_same():
    X = np.random.default_rng(0).normal(size=(400, 3))
    plane = make_pipeline(StandardScaler(), LinearRegression()).fit(X, X[:, 0])
    found = lconv.SymmetryDiscovery(lconv.differentiable(plane.predict), lconv.LinearAction(3)).fit(X)
    assert found.status_ == "symmetric"
    again = clone(found).fit(X)
    np.testing.assert_array_equal(again.generators_, found.generators_)


def test_integers_and_single_precision_go_to_the_precision_of_the_model():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    X = np.random.default_rng(0).integers(-5, 6, size=(300, 2))
    assert lconv.SymmetryDiscovery(model).fit(X).status_ == lconv.SymmetryDiscovery(model).fit(X.astype(np.float32)).status_
