"""Three answers to one linear regression agree where theory says so, and differ where it says so."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.experiments.harness.report import Finding, Table
from lconv.experiments.harness.study import Result
from lconv.experiments.regression import REGRESSION
from lconv.experiments.regression.report import ANSWERS, expected_dimensions
from lconv.experiments.regression.study import LEARNED, Regression, learn_pairs
from lietheory.comparison import principal_angles
from lietheory.discovery.regression_symmetries import linear_regression_symmetries

SMALL = Regression(inputs=4, outputs=1, samples=300, spare=1, steps=100, seeds=1)


@pytest.fixture(scope="module")
def measures():
    """One small regression."""
    return REGRESSION.run(SMALL, {"seed": 0})


@pytest.mark.parametrize(
    ("d", "c", "model", "both"), [(5, 2, 19, 4), (6, 3, 27, 6), (6, 1, 31, 10), (4, 4, 16, 6), (7, 3, 37, 9)]
)
def test_dimensions_of_theory(d, c, model, both):
    expected = expected_dimensions(d, c)
    assert (expected["equivariance"], expected["closed"], expected["equivariance_kept"]) == (model, both, both)


def test_every_answer_has_the_dimension_of_theory(measures):
    assert {k: measures[k] for k in ANSWERS} == expected_dimensions(4, 1)


def test_restricted_by_the_second_moment_liegg_is_the_closed_form_and_so_is_the_layer(measures):
    assert measures["angle_kept"] < 0.01 and measures["angle_lconv"] < 0.01 and measures["angle_inside"] < 0.01
    assert measures["names"]["equivariance_kept"] == measures["names"]["closed"] == measures["names"]["lconv"] == "so(3)"
    assert measures["next_angle"] > 10  # the other directions of the model are far from keeping H


def test_one_generator_too_many_cannot_be_learned(measures):
    assert max(measures["losses"][:3]) < LEARNED < 1e-3 < measures["losses"][3]


def test_a_layer_learns_the_pairs_of_a_regression_with_two_labels():
    rng = np.random.default_rng(3)
    X, A = rng.normal(size=(300, 3)) * [1.0, 2.0, 3.0], rng.normal(size=(2, 3))
    closed = linear_regression_symmetries(X, X @ A.T)
    learned = learn_pairs(torch.as_tensor(X), torch.as_tensor(A), 1, steps=200, generator=torch.Generator().manual_seed(0))
    assert learned.loss < LEARNED
    assert np.degrees(principal_angles(learned.generators[:, :3, :3], closed.generators)[0]) < 0.01
    assert np.degrees(principal_angles(learned.generators[:, 3:, 3:], closed.output_generators)[0]) < 0.01


def test_the_report_has_theory_beside_every_answer(measures):
    parts = REGRESSION.report(SMALL, [Result({"seed": 0}, measures, 1.0)])
    tables = [part for part in parts if isinstance(part, Table)]
    assert [row[1] == row[2] for row in tables[0].rows[1:]] == [True] * len(ANSWERS)
    findings = [part for part in parts if isinstance(part, Finding)]
    assert [f.verdict for f in findings][:2] == ["supported", "contradicted"]


def test_a_wrong_dimension_contradicts_theory(measures):
    parts = REGRESSION.report(SMALL, [Result({"seed": 0}, measures | {"lconv": 4}, 1.0)])
    assert next(p for p in parts if isinstance(p, Finding)).verdict == "contradicted"
