"""The nullity of |x|^2 on R^5 by the number of points, and what LieGG's bias makes of its exact null space."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.claims import liegg_bias, liegg_svd
from lietheory.discovery import null_space
from lietheory.proof import applied
from lietheory.proof.random_instances import orthogonal
from lietheory.proof.verdicts import printed


@pytest.mark.parametrize(("count", "nullity"), [(5, 20), (10, 15), (15, 10), (20, 10)])
def test_the_nullity_of_the_square_on_r5_falls_to_the_dimension_of_so5(count, nullity, rng):
    instance = liegg_svd._form(np.eye(5, dtype=np.int64), rng.integers(-99, 100, (count, 5)))
    assert liegg_svd.nullity(instance["E"], None) == nullity
    assert applied(liegg_svd.residual, instance) == 0


def test_the_smallest_map_whose_small_singular_value_is_no_null_vector_is_a_thousandth_of_the_square(rng):
    found = printed(liegg_svd.claim.checked(), rng)
    assert found.counterexample["E"].tolist() == [[2e-3]]


def test_the_bias_of_the_exact_square_of_the_plane_is_two_for_the_other_sign():
    instance = next(iter(liegg_bias.smallest()))
    [sides] = liegg_bias.claim.checked().printed.sides(instance)
    assert np.linalg.norm(sides.left - sides.right) == pytest.approx(2.0)
    assert applied(liegg_bias.residual, instance) < 1e-12


def test_the_bias_of_the_exact_square_on_r5_is_large_after_the_best_sign_where_the_angle_is_zero(rng):
    instance = liegg_bias.form(np.eye(5), rng.standard_normal((75, 5)), mix=np.eye(10))
    turned = orthogonal(rng, 10) @ null_space(instance["E"])
    true = liegg_bias.units(instance["symmetries"])
    after_sign = np.linalg.norm(liegg_bias.with_nearer_signs(turned, true)[:, None] - true, axis=2).min(axis=1)
    assert after_sign.max() > 0.5
    assert after_sign.max() / after_sign.min() > 1.2
    assert applied(liegg_bias.residual, instance) < 1e-12
