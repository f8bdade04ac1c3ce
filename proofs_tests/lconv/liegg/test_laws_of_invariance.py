"""Laws of the algebra that leaves a map alone: changes of basis, heads, further outputs, products, ignored inputs, copies."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction, MatrixAction, PointCloudAction
from lconv.liegg.discover import discover
from proofs_tests.strategies.matrices import invertible, orthogonal
from proofs_tests.strategies.symmetric_functions import (
    ANGLE,
    FAMILIES,
    SEEDS,
    Planted,
    angle,
    conjugate,
    heads,
    networks,
    planted,
    points,
    some,
    transformed,
)

FORMS = FAMILIES[:5]
SPECTRUM = 1e-6
"""Relative agreement of spectra that are equal in exact arithmetic: roundings of 1e-16 over the least lambda, .01, squared."""


def _joined(*functions) -> object:
    return lambda x: torch.cat([F(x) for F in functions], dim=1)


@some
@given(planted())
def test_the_algebra_of_a_classical_invariant_has_its_dimension_angle_and_name(case: Planted):
    found = discover(case.F, case.points, case.action)
    assert (found.status, found.dimension) == ("symmetric", len(case.algebra))
    assert angle(found.generators, case.algebra) < ANGLE
    assert found.identify().is_named(case.name)


@some
@given(st.data())
def test_a_change_of_basis_conjugates_the_algebra(data):
    """discover(F o T) = T^-1 discover(F) T."""
    case = data.draw(planted())
    T = data.draw(invertible(case.action.d, 0.5))
    before = discover(case.F, case.points, case.action)
    after = discover(lambda x: case.F(transformed(x, T, case.action.copies)), case.points, case.action)
    assert before.dimension == after.dimension
    assert angle(after.generators, conjugate(before.generators, T)) < ANGLE


@some
@given(st.data())
def test_the_spectrum_of_any_network_does_not_depend_on_the_basis(data):
    F, T, x = data.draw(networks(3, 2)), data.draw(invertible(3, 0.5)), points(data.draw(SEEDS), 200, 3)
    before = discover(F, x, LinearAction(3))
    after = discover(lambda x: F(transformed(x, T)), transformed(x, np.linalg.inv(T)), LinearAction(3))
    assert np.allclose(before.relative_spectrum, after.relative_spectrum, rtol=SPECTRUM)


@some
@given(st.data())
def test_an_injective_head_keeps_the_algebra(data):
    case, head = data.draw(planted()), data.draw(heads())
    before, after = (discover(F, case.points, case.action) for F in (case.F, lambda x: head(case.F(x))))
    assert before.dimension == after.dimension and angle(before.generators, after.generators) < ANGLE


@some
@given(st.data())
def test_one_more_output_only_shrinks_the_algebra(data):
    case = data.draw(planted(FORMS))
    more = data.draw(st.sampled_from([0, 1, case.action.d - 1]))
    wider = discover(case.F, case.points, case.action)
    narrower = discover(_joined(case.F, lambda x: x[:, : more + 1]), case.points, case.action)
    assert narrower.dimension < wider.dimension
    if narrower.dimension:
        both = np.concatenate([narrower.generators, wider.generators])
        assert np.linalg.matrix_rank(both.reshape(len(both), -1), tol=ANGLE) == wider.dimension


@some
@given(st.data())
def test_a_function_of_the_outputs_as_a_further_output_changes_nothing(data):
    case = data.draw(planted())
    plain = discover(case.F, case.points, case.action)
    joined = discover(_joined(case.F, lambda x: torch.cos(case.F(x))), case.points, case.action)
    assert joined.dimension == plain.dimension and angle(joined.generators, plain.generators) < ANGLE


@some
@given(st.data())
def test_mixing_shifting_and_scaling_the_outputs_changes_no_spectrum(data):
    F, A, x = data.draw(networks(3, 2)), data.draw(invertible(2, 2.0)), points(data.draw(SEEDS), 200, 3)
    plain = discover(F, x, LinearAction(3))
    mixed = discover(lambda x: transformed(F(x), A) + 5.0, x, LinearAction(3))
    for name in ("relative_spectrum", "held_out", "lower_bounds", "upper_bounds"):
        assert np.allclose(getattr(plain, name), getattr(mixed, name), rtol=SPECTRUM)


@some
@given(st.data())
def test_the_units_of_the_inputs_change_neither_spectrum_nor_bounds(data):
    F, x = data.draw(networks(3)), points(data.draw(SEEDS), 200, 3)
    unit = data.draw(st.sampled_from([1e-3, 0.1, 30.0, 1e4]))
    plain, scaled = discover(F, x, LinearAction(3)), discover(lambda x: F(x / unit), unit * x, LinearAction(3))
    for name in ("relative_spectrum", "held_out", "lower_bounds", "upper_bounds"):
        assert np.allclose(getattr(plain, name), getattr(scaled, name), rtol=SPECTRUM)


@some
@given(st.data())
def test_a_direct_product_of_models_has_the_direct_sum_of_algebras(data):
    one, other = data.draw(planted(FORMS[:4])), data.draw(planted(FORMS[:4]))
    d, e = one.action.d, other.action.d
    x = points(data.draw(SEEDS), 20 * (d + e) ** 2, d + e)
    found = discover(_joined(lambda x: one.F(x[:, :d]), lambda x: other.F(x[:, d:])), x, LinearAction(d + e))
    summed = [np.pad(one.algebra, ((0, 0), (0, e), (0, e))), np.pad(other.algebra, ((0, 0), (d, 0), (d, 0)))]
    assert (found.status, found.dimension) == ("symmetric", len(one.algebra) + len(other.algebra))
    assert angle(found.generators, np.concatenate(summed)) < ANGLE


@some
@given(st.data())
def test_inputs_that_are_ignored_may_move_in_any_way(data):
    """All (d + k) k matrix units whose rows belong to the k ignored inputs, which the map never sees."""
    case, k = data.draw(planted(FORMS)), data.draw(st.integers(1, 2))
    d = case.action.d
    found = discover(lambda x: case.F(x[:, :d]), points(data.draw(SEEDS), 20 * (d + k) ** 2, d + k), LinearAction(d + k))
    assert found.exact_dimension == (d + k) * k
    assert (found.status, found.dimension) == ("symmetric", len(case.algebra) + (d + k) * k)


@some
@given(st.data())
def test_copies_that_move_together_have_the_algebra_of_one(data):
    case, copies = data.draw(planted(FORMS)), data.draw(st.integers(2, 4))
    d = case.action.d

    def F(x: Tensor) -> Tensor:
        return sum(case.F(part) for part in x.split(d, dim=1))

    found = discover(F, points(data.draw(SEEDS), 30 * d * d, copies * d), LinearAction(d, copies))
    assert found.dimension == len(case.algebra) and angle(found.generators, case.algebra) < ANGLE


@some
@given(st.data())
def test_a_point_cloud_is_so_many_copies(data):
    case = data.draw(planted([FAMILIES[0], FAMILIES[2], FAMILIES[7]]))
    copies, d = case.action.copies, case.action.d
    cloud = discover(lambda x: case.F(x.flatten(1)), case.points.reshape(-1, copies, d), PointCloudAction(d))
    flat = discover(case.F, case.points, case.action)
    assert np.allclose(cloud.relative_spectrum, flat.relative_spectrum, atol=1e-12)
    assert angle(cloud.generators, flat.generators) < ANGLE


@some
@given(st.data())
def test_functions_of_differences_are_invariant_under_translations_too(data):
    case = data.draw(planted(FORMS[:4]))
    d = case.action.d
    x = points(data.draw(SEEDS), 40 * d * (d + 1), 2 * d)
    found = discover(lambda x: case.F(x[:, :d] - x[:, d:]), x, AffineAction(d, copies=2))
    assert (found.status, found.dimension) == ("symmetric", len(case.algebra) + d)
    translations = np.zeros((d, d + 1, d + 1))
    translations[np.arange(d), np.arange(d), d] = 1.0
    assert angle(found.generators, np.concatenate([np.pad(case.algebra, ((0, 0), (0, 1), (0, 1))), translations])) < ANGLE


@some
@given(st.data())
def test_a_shift_of_the_origin_conjugates_affine_symmetries(data):
    case = data.draw(planted(FORMS[:4]))
    d = case.action.d
    shift = points(data.draw(SEEDS), 1, d)
    found = discover(lambda x: case.F(x - shift), points(data.draw(SEEDS), 40 * d * (d + 1), d), AffineAction(d))
    to_centre = np.eye(d + 1)
    to_centre[:d, d] = -shift.numpy()
    assert found.dimension == len(case.algebra)
    assert angle(found.generators, conjugate(np.pad(case.algebra, ((0, 0), (0, 1), (0, 1))), to_centre)) < ANGLE


@some
@given(st.data())
def test_under_a_subalgebra_the_symmetries_are_those_within_it(data):
    """Of so(3) under the span of so(3) and the dilation, in a drawn basis of that span: so(3) again."""
    mix, Q = data.draw(invertible(4, 0.5)), data.draw(orthogonal(3))
    span = np.concatenate([conjugate(FAMILIES[2][2].astype(float), Q), np.eye(3)[None]])
    action = MatrixAction(np.tensordot(mix, span, axes=1))
    found = discover(lambda x: (x**2).sum(dim=1), points(data.draw(SEEDS), 200, 3), action)
    assert found.dimension == 3 and angle(found.generators, FAMILIES[2][2].astype(float)) < ANGLE


@some
@given(networks(3, 2), SEEDS)
def test_an_untrained_network_has_no_symmetry_and_says_so_consistently(F, seed):
    found = discover(F, points(seed, 400, 3), LinearAction(3))
    assert found.dimension == 0 and found.status in ("none", "undecided")
    assert (found.relative_spectrum >= 0).all() and (np.diff(found.relative_spectrum) >= 0).all()
    assert (found.lower_bounds <= found.held_out).all() and (found.held_out <= found.upper_bounds).all()
    assert (np.diff(found.upper_bounds) >= 0).all()


@some
@given(planted(FORMS), st.floats(0.3, 1.0), SEEDS)
def test_a_symmetry_that_is_clearly_broken_is_not_found(case: Planted, size: float, seed: int):
    direction = points(seed, 1, case.action.d)[0]
    direction = direction / direction.norm()

    unit = case.F(case.points).std()
    found = discover(lambda x: case.F(x) / unit + size * torch.sin(3 * x @ direction)[:, None], case.points, case.action)
    assert found.dimension < len(case.algebra)
