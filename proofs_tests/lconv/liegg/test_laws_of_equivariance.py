"""Laws of the pairs (L_in, L_out) of an equivariant map, J(x) L_in x = L_out F(x), and of evidence that is gathered in parts."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import block_diag
from torch import Tensor

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.polarization import Polarization
from lietheory.algebra import so
from proofs_tests.strategies.matrices import invertible
from proofs_tests.strategies.symmetric_functions import (
    ANGLE,
    FAMILIES,
    SEEDS,
    angle,
    conjugate,
    networks,
    planted,
    points,
    some,
    transformed,
)

FORMS = FAMILIES[:4]
GRAM = 1e-10
"""Relative agreement of sums of squares in another order: 1e-16 for each of at most 1e4 terms, and as much again to spare."""


def _radial(x: Tensor) -> Tensor:
    """x / (1 + |x|^2), which turns as x does."""
    return x / (1 + (x**2).sum(dim=1, keepdim=True))


def _pairs(L_in: np.ndarray, L_out: np.ndarray) -> np.ndarray:
    return np.stack([block_diag(a, b) for a, b in zip(L_in, L_out, strict=True)])


@some
@given(st.data())
def test_a_linear_map_carries_every_matrix_to_its_conjugate(data):
    d = data.draw(st.integers(2, 3))
    A = data.draw(invertible(d, 0.5))
    found = discover(lambda x: transformed(x, A), points(data.draw(SEEDS), 200, d), LinearAction(d), LinearAction(d))
    units = np.eye(d * d).reshape(-1, d, d)
    assert (found.status, found.dimension) == ("symmetric", d * d)
    assert angle(found.generators, _pairs(units, A @ units @ np.linalg.inv(A))) < ANGLE


@some
@given(st.data())
def test_bases_of_inputs_and_outputs_conjugate_each_its_part_of_a_pair(data):
    d = data.draw(st.integers(2, 3))
    S, T = data.draw(invertible(d, 0.5)), data.draw(invertible(d, 0.5))
    x, action = points(data.draw(SEEDS), 300, d), LinearAction(d)
    found = discover(lambda x: transformed(_radial(transformed(x, T)), S), x, action, action)
    L = so(d).generators.astype(float)
    assert found.dimension == len(L)
    assert angle(found.generators, _pairs(conjugate(L, T), S @ L @ np.linalg.inv(S))) < ANGLE


@some
@given(st.data())
def test_equivariant_maps_compose(data):
    d, times = data.draw(st.integers(2, 3)), data.draw(st.integers(2, 3))

    def F(x: Tensor) -> Tensor:
        for _ in range(times):
            x = x + 2 * _radial(x)
        return x

    found = discover(F, points(data.draw(SEEDS), 300, d), LinearAction(d), LinearAction(d))
    L = so(d).generators.astype(float)
    assert found.dimension == len(L) and angle(found.generators, _pairs(L, L)) < ANGLE


@some
@given(st.data())
def test_an_invariant_is_equivariant_with_nothing_on_its_outputs(data):
    """A quadratic form under gl(1) on its value too: the invariance, and the dilation with twice itself (Euler)."""
    F, _, algebra, _ = data.draw(st.sampled_from(FORMS))
    d = algebra.shape[1]
    T = data.draw(invertible(d, 0.5))
    x = points(data.draw(SEEDS), 20 * (d * d + 1), d)
    found = discover(lambda x: F(transformed(x, T)), x, LinearAction(d), LinearAction(1))
    truth = [*(block_diag(L, 0) for L in conjugate(algebra.astype(float), T)), block_diag(np.eye(d), 2)]
    assert found.dimension == len(truth) and angle(found.generators, np.stack(truth)) < ANGLE


@some
@given(st.data())
def test_two_maps_side_by_side_are_equivariant_by_the_direct_sum(data):
    A, B = data.draw(invertible(2, 0.5)), data.draw(invertible(2, 0.5))

    def F(x: Tensor) -> Tensor:
        return torch.cat([_radial(transformed(x[:, :2], A)), _radial(transformed(x[:, 2:], B))], dim=1)

    found = discover(F, points(data.draw(SEEDS), 600, 4), LinearAction(4), LinearAction(4))
    turn, zero = so(2).generators[0].astype(float), np.zeros((2, 2))
    truth = [
        block_diag(conjugate(turn, A), zero, turn, zero),
        block_diag(zero, conjugate(turn, B), zero, turn),
    ]
    assert found.dimension == 2 and angle(found.generators, np.stack(truth)) < ANGLE


@some
@given(st.data())
def test_the_order_of_the_points_does_not_change_an_exact_answer(data):
    case = data.draw(planted())
    order = torch.randperm(len(case.points), generator=torch.Generator().manual_seed(data.draw(SEEDS)))
    one, other = (discover(case.F, x, case.action) for x in (case.points, case.points[order]))
    assert (one.status, one.dimension) == (other.status, other.dimension)
    assert angle(one.generators, other.generators) < ANGLE
    assert np.allclose(one.singular_values, other.singular_values, rtol=1e-2, atol=1e-7)  # whitening is by the same points


@some
@given(st.data())
def test_the_seed_of_the_halves_does_not_change_an_exact_answer(data):
    case = data.draw(planted())
    one, other = (
        discover(case.F, case.points, case.action, generator=torch.Generator().manual_seed(data.draw(SEEDS))) for _ in range(2)
    )
    assert one.dimension == other.dimension and angle(one.generators, other.generators) < ANGLE


@some
@given(st.data())
def test_evidence_does_not_depend_on_how_the_points_come_in_batches(data):
    """The rows E of each half and group, that is: partners are other points of the same batch."""
    F, x = data.draw(networks(3, 2)), points(data.draw(SEEDS), 240, 3)
    sizes = data.draw(st.sampled_from([[240], [100, 140], [33, 67, 140], [4, 5, 231], [80, 80, 80]]))
    whole, parts = Polarization(LinearAction(3), frame=np.eye(2)), Polarization(LinearAction(3), frame=np.eye(2))
    whole.update(F, x)
    for batch in x.split(sizes):
        parts.update(F, batch)
    assert (parts.evidence.points, parts.evidence.rows) == (240, 480)
    assert np.allclose(parts.evidence.fields, whole.evidence.fields, rtol=GRAM)
    assert np.allclose(parts.evidence.evidence_groups, whole.evidence.evidence_groups, rtol=GRAM, atol=GRAM)
    grams = [np.swapaxes(p.evidence.evidence, 1, 2) @ p.evidence.evidence for p in (whole, parts)]
    assert np.allclose(*grams, rtol=GRAM, atol=GRAM)


@some
@given(st.data())
def test_merging_is_adding_in_any_order(data):
    F, x = data.draw(networks(3)), points(data.draw(SEEDS), 240, 3)
    sizes = data.draw(st.sampled_from([[80, 80, 80], [40, 100, 100], [120, 20, 100]]))

    def seen(batch: Tensor) -> Polarization:
        polarization = Polarization(LinearAction(3), frame=np.eye(1))
        polarization.update(F, batch)
        return polarization

    def merged(order: tuple[int, ...]) -> Polarization:
        first, *others = (seen(x.split(sizes)[i]) for i in order)
        for other in others:
            first.merge(other)
        return first

    one, other = merged((0, 1, 2)), merged(data.draw(st.permutations((0, 1, 2))))
    for a, b in zip(one.evidence.total(), other.evidence.total(), strict=True):
        assert np.allclose(a.T @ a, b.T @ b, rtol=GRAM, atol=GRAM)
    assert np.allclose(one.estimate().relative_spectrum, other.estimate().relative_spectrum, rtol=1e-6)
    parts = [seen(batch).evidence for batch in x.split(sizes)]
    assert one.evidence.points == 240 and np.allclose(one.evidence.fields, sum(p.fields for p in parts), rtol=GRAM)


@some
@given(st.data())
def test_single_precision_finds_the_algebra_of_double_precision(data):
    case = data.draw(planted(FAMILIES[:7]))
    double = discover(case.F, case.points, case.action)
    single = discover(case.F, case.points.float(), case.action)
    assert (single.accumulated_by, double.accumulated_by) == ("Gram", "QR")
    assert (single.status, single.dimension) == (double.status, double.dimension)
    assert angle(single.generators, double.generators) < 1e-3  # 6e-8 of a row, times condition numbers of 1e4
    assert single.identify().is_named(case.name)
