"""The nullity of |x|^2 on R^5 by the number of points, and what LieGG's bias makes of its exact null space."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.claims import liegg_svd
from lietheory.proof.judges import printed


@pytest.mark.parametrize(("count", "nullity"), [(5, 20), (10, 15), (15, 10), (20, 10)])
def test_the_nullity_of_the_square_on_r5_falls_to_the_dimension_of_so5(count, nullity, rng):
    instance = liegg_svd._form(np.eye(5, dtype=np.int64), rng.integers(-99, 100, (count, 5)))
    assert liegg_svd.nullity(instance["E"], None) == nullity
    assert liegg_svd.residual(instance) == 0


def test_the_smallest_map_whose_small_singular_value_is_no_null_vector_is_a_thousandth_of_the_square(rng):
    found = printed(liegg_svd.CLAIM, rng)
    assert found.counterexample["E"].tolist() == [[2e-3]]
