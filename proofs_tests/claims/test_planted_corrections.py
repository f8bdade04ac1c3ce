"""Wrong corrections, each true on most instances, that the search at the edge of the hypotheses has to find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lietheory.algebra import bracket, rank
from lietheory.arrays import is_exact
from lietheory.claims import eq11_shift_generators as eq11
from lietheory.claims import lemma_eq13_dimension as eq13_dimension
from lietheory.claims import lemma_zero_padded_shifts as padded
from lietheory.claims import liegg_variance as variance
from lietheory.claims import p1_local_convolution as prop1
from lietheory.claims import p2_deep_lconv as prop2
from lietheory.claims import prose_fewer_generators as fewer
from lietheory.claims import prose_low_rank_sparse as low_rank
from lietheory.claims import prose_multilayer_rate as rate
from lietheory.claims import prose_quadrature as quadrature
from lietheory.claims import prose_strided_subgroup as strided
from lietheory.proof.instances import applied
from lietheory.proof.registry import claims_by_label
from lietheory.representation import exponential
from lietheory.representation.shifts import shift_generators
from proofs_tests.claims.edge_search import Findings, search

Wrong = Callable[..., float | Fraction]


def half_the_oscillation(edges, nodes, phi, integral, omega):
    error = abs(integral(edges[-1]) - integral(edges[0]) - quadrature.total(edges, nodes, phi))
    bound = omega * (edges[-1] - edges[0]) / 2
    return max(0 * bound, error - bound)


def no_exponential_in_the_flow(A, norm, L, step):
    if is_exact(A):
        return Fraction(0)
    distance = norm(A - np.eye(len(A)))
    return max(0.0, norm(exponential(L, step) - A) - distance**2 * (1 + distance) / 2)


def no_exponential_over_the_layers(L, t, layers, f, g, h, sign, sigma, u, lipschitz):
    if is_exact(t):
        return Fraction(0)
    X = np.tensordot(t, L, axes=1)
    bound = np.abs(g).sum() * lipschitz * np.linalg.norm(h) * np.linalg.norm(X @ X, 2, axis=(1, 2)).max() / (2 * layers)
    return max(0.0, abs(rate.deep(L, t, layers, f, g, h, sign, sigma) - rate.convolution(f, t, u, g, h)) - bound)


def flat_where_it_has_a_hessian(f, curvature=None, **rest):
    """The leading term for every Lipschitz f, by the Hessian that it has almost everywhere."""
    return applied(rate.residual, {**rest, "f": f, "curvature": 0.0 if "|" in f.text else curvature})


def largest_factor_alone(h, u, v, t, L, weights, sigma):
    if is_exact(u):
        return Fraction(0)
    error = np.abs(prop2.composed(h, L, weights, sigma) - np.linalg.inv(u) @ h).max() / max(1.0, np.abs(h).max())
    norms = np.array([float(prop2.size(X_a)) for X_a in np.tensordot(t, L, axes=1)])
    return max(0.0, float(error) - norms @ norms * np.exp(norms.max()) / 2)


def no_gradient_in_the_bound(f, h, slope, algebra, eta, radius, measure, near=None):
    if near is not None:
        return Fraction(0)
    size = np.linalg.norm(h)
    r = float(eta) * np.sqrt(sum(np.linalg.norm(L_i.astype(float), 2) ** 2 for L_i in algebra.generators))
    error = float(prop1.error(f, h, slope, algebra, radius, measure, near))
    return max(0.0, error - r**2 * np.exp(2 * r) * f.curvature * size**2 / 2)


def no_growth_along_the_flow(points, f, t, h, V=0, steepness=0):
    if is_exact(points):
        return Fraction(0)
    reach = np.linalg.norm(points, axis=1)
    r, D = t**2 / 2 * (f.curvature * reach**2 + steepness * reach), np.abs(variance.rows_of(f, points) @ h.ravel())
    mean_square = float(np.mean(variance.change(f, exponential(h, t), points) ** 2))
    return max(0.0, abs(mean_square - t**2 * V) - float(np.mean(2 * t * D * r + r**2))) / t**2


def one_end_forgotten(d, offsets):
    k, j = map(abs, offsets)
    found = rank(bracket(*shift_generators((d,), [k, -j])))
    return Fraction(abs(found - 2 * max(0, min(k, j, d - k))))


def rows_beyond_the_image(shape, offset, L):
    (rows, _), (a, b) = shape, offset
    return Fraction(abs(int(np.count_nonzero(eq11.flat_shift(shape, offset) - L)) - (rows - 1 - a) * b))


def every_target_is_even(M, L, rank_):
    return abs(low_rank.ceiling(M.astype(float), rank_) - float(np.sqrt(rank_ / len(M))))


def stencils_have_no_trace(L, dimension, form):
    points = L.shape[1]
    wrong = min(dimension, points**2 - 1) if form is None else dimension
    return abs(padded._generated(L)[0] - wrong)


def only_whole_turns(d, s, k, W, boundary):
    out = len(strided.as_matrix(d, W, s, boundary, 0))
    return abs(strided.new_rows(d, W, s, boundary, k) - (0 if k % d == 0 or (k > 0 and k % s == 0) else out))


def rank_at_most_the_size(n, a, e, r, d, learned, counted):
    added = fewer.arrays(n + 1, a, e, r, d, learned) - fewer.arrays(n, a, e, r, d, learned)
    return abs(added - a * e - (2 * min(r, d) * d if counted else 0))


def labels_beyond_the_range(d, c, r, H, C):
    return abs(eq13_dimension.pair_dimension(H, C) - eq13_dimension.rotations(r, d - r) - (c - r) ** 2 - r * (c > r + 2))


PLANTED: list[tuple[str, Wrong]] = [
    ("quadrature", half_the_oscillation),
    ("eq12", no_exponential_in_the_flow),
    ("multilayer-rate", no_exponential_over_the_layers),
    ("multilayer-rate", flat_where_it_has_a_hessian),
    ("prop2", largest_factor_alone),
    ("prop1", no_gradient_in_the_bound),
    ("liegg-variance", no_growth_along_the_flow),
    ("shifts-commute", one_end_forgotten),
    ("eq11", rows_beyond_the_image),
    ("low-rank-sparse", every_target_is_even),
    ("lemma-zero-padded-shifts", stencils_have_no_trace),
    ("strided-subgroup", only_whole_turns),
    ("fewer-generators", rank_at_most_the_size),
    ("lemma-eq13-dimension", labels_beyond_the_range),
]


def planted(label: str, wrong: Wrong):
    claim = claims_by_label()[label]
    return replace(claim, residual=lambda instance: applied(wrong, instance))


CASES = [pytest.param(label, wrong, id=f"{label}-{wrong.__name__}") for label, wrong in PLANTED]
MOST = 60  # seeds


@pytest.mark.parametrize(("label", "wrong"), CASES)
def test_the_search_finds_a_planted_wrong_correction(label, wrong):
    claim, found = planted(label, wrong), Findings()
    assert any(search(claim, [seed], found).contradictions for seed in range(MOST))


@pytest.mark.parametrize(("label", "wrong"), CASES)
def test_a_planted_correction_is_right_on_many_samples(label, wrong):
    found = search(planted(label, wrong), range(20), Findings(), ["samples"])
    assert len(found.contradictions) <= 15


def test_no_sample_contradicts_half_of_the_planted_corrections():
    met = [search(planted(label, wrong), range(20), Findings(), ["samples"]) for label, wrong in PLANTED]
    assert 2 * sum(not found.contradictions for found in met) >= len(PLANTED)
