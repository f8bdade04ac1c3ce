"""What the lemmas are tried on: every size they speak of, counterexamples with known values, and bounds that are attained."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import sympy

from lietheory.algebra import aff, so
from lietheory.claims import lemma_cayley_depth, lemma_haar_density, lemma_second_order_depth
from lietheory.claims.lemma_vector_fields import acted_twice
from lietheory.proof import applied
from lietheory.proof.registry import claims_by_label
from lietheory.proof.scalar_functions import polynomial
from lietheory.representation import apply_field, exponential, haar_density, matrix_field

COUNTEREXAMPLES = {
    "lemma-jacobi": {"commutator": 1, "associative": 1},
    "lemma-vector-fields": {"sign": 0.5, "mixed derivatives": 1},
    "lemma-commutant": {"independent": 2, "all features": 2},
    "lemma-gauge": {"invertible": 1 / 3, "weights": 6, "identity term": 1},
    "lemma-zero-padded-shifts": {"zero boundary": 10 - 2, "both directions": 24 - 2, "diagonal shifts": 81 - 7},
    "lemma-haar-density": {"left": (1 - np.exp(-1)) * (np.e - 1), "exponential coordinates": np.exp(-1)},
    "lemma-cayley-depth": {"form": 0.4608, "equal halves": 1.0030022612, "linear": 1.0768},
    "lemma-second-order-depth": {"half": 0.0076508581, "linear": 0.4644742787},
    "lemma-limit-algebras": {"independent": 3, "closed": 0.3638034376},
    "lemma-eq14-dimension": {"rank": (9 - 2 + 2) - (9 - 2 + 0)},
    "lemma-eq13-dimension": {"rank": (3 + 2) - (1 + 1), "full rank": 2},
    "lemma-invariance-dimension": {"rank": 1, "full rank": 1},
    "lemma-singular-second-moment": {"rank": 2 - 1, "symmetric": 3 - 1},
    "lemma-bias-row-dimension": {"ones": 2, "mean label": 1, "rank": 3, "full rank": 3},
    "lemma-sampled-second-moment": {"normal": 8, "mean zero": 4, "independent": 16},
    "lemma-nullspace-closure": {"dense points": 4 - 1, "analytic": 4 - 2},
    "lemma-independence-null-space": {"same points": 2, "all pairs": 2, "fields known": 2},
    "lemma-effect-size": {"whitened": 0.2638664825, "relative": 0.265777141},
    "lemma-sample-count": {"general position": 6 - 3, "independent": 0.5482001409},
}


def up_to(*ends: int) -> set:
    """All tuples with entries from 1 to these ends."""
    return set(product(*(range(1, end + 1) for end in ends)))


def with_ranks(end: int) -> set:
    """All shapes up to (end, end) with every rank they can have."""
    return {(c, d, r) for c, d in up_to(end, end) for r in range(min(c, d) + 1)}


DRAWN = {
    "lemma-jacobi": (lambda i: len(i["A"]), set(range(2, 7))),
    "lemma-vector-fields": (lambda i: len(i["A"]), {2, 3, 4, 5}),
    "lemma-commutant": (lambda i: (len(i["u"]), len(i["W"]) - 1), set(product((1, 2, 3, 4, 6), (1, 2)))),
    "lemma-gauge": (lambda i: (len(i["L"]), *i["h"].shape[1:]), up_to(4, 4, 4)),
    "lemma-zero-padded-shifts": (lambda i: i["L"].shape[:2], {(2, d) for d in range(2, 8)} | {(4, d) for d in range(2, 6)}),
    "lemma-haar-density": (lambda i: i["algebra"].dimension, {2, 3, 4, 6}),
    "lemma-cayley-depth": (lambda i: (len(i["B"]), i["depth"]), set(product(range(2, 6), range(1, 9)))),
    "lemma-second-order-depth": (lambda i: (len(i["X"]), i["depth"]), set(product((2, 3, 4), range(1, 9)))),
    "lemma-limit-algebras": (lambda i: (i["n"], i["eps"] > 0), set(product((2, 3), (False, True)))),
    "lemma-eq14-dimension": (
        lambda i: (*i["A"].shape, i["r"]),
        {(c, d, r) for c, d in up_to(5, 5) for r in range(min(c, d) + 1)},
    ),
    "lemma-eq13-dimension": (
        lambda i: (i["c"], i["d"], i["r"]),
        {(c, d, r) for c, d in up_to(4, 4) for r in range(min(c, d) + 1)},
    ),
    "lemma-invariance-dimension": (lambda i: i["A"].shape, up_to(5, 5)),
    "lemma-singular-second-moment": (lambda i: (len(i["H"]), i["s"]), {(d, s) for d in range(1, 6) for s in range(d + 1)}),
    "lemma-bias-row-dimension": (
        lambda i: (i["p"], i["c"], i["centred"]),
        {(p, c, centred) for p, c in up_to(4, 4) if c <= p for centred in (False, True)},
    ),
    "lemma-sampled-second-moment": (lambda i: (len(i["H"]), i["n"]), {(2, 1), (2, 2), (2, 3), (3, 1), (3, 2)}),
    "lemma-nullspace-closure": (lambda i: i["points"].shape[1], {2, 3, 4, 5}),
    "lemma-independence-null-space": (
        lambda i: (i["d"], i["s"], i["q"]),
        {(d, s, q) for d, s, q in up_to(4, 4, 4) if d > 1 and s <= d and q <= d},
    ),
    "lemma-effect-size": (lambda i: i["points"].shape, {(30, 2), (30, 3)}),
    "lemma-sample-count": (
        lambda i: ("points", i["points"].shape[1]) if "points" in i else ("noise", i["unknowns"], i["rows"] // i["unknowns"]),
        {("points", n) for n in range(2, 6)} | {("noise", *each) for each in product(range(2, 13), range(12, 21))},
    ),
}
DRAWS = 1500
FEWER = {"lemma-haar-density": 100, "lemma-second-order-depth": 500}  # slow to draw, and of few sizes


@pytest.mark.parametrize("label", COUNTEREXAMPLES)
def test_counterexamples_of_the_lemmas_have_known_residuals(label):
    claim = claims_by_label()[label]
    found = {c.drops: float(claim.residual(c.make())) for c in claim.counterexamples}
    assert found == pytest.approx(COUNTEREXAMPLES[label], rel=1e-8)


@pytest.mark.parametrize("label", DRAWN)
def test_samples_of_the_lemmas_cover_every_size_stated_and_no_other(label):
    size, stated = DRAWN[label]
    rng = np.random.default_rng(0)
    assert {size(claims_by_label()[label].sample(rng)) for _ in range(FEWER.get(label, DRAWS))} == stated


@pytest.mark.parametrize("module", [lemma_cayley_depth, lemma_second_order_depth])
@pytest.mark.parametrize("depth", [1, 4, 20])
def test_the_bounds_in_depth_are_attained_by_small_turns(module, depth):
    angle, L = 0.02, so(2).generators.astype(float)
    t = np.array([angle])
    given = (L, t, np.eye(2), depth) if module is lemma_cayley_depth else (L, t, depth, 0.5)
    error = np.linalg.norm(applied(module.network, module._instance(*given)) - exponential(L[0], angle), 2)
    assert 0.97 < error / module.bound(angle, depth) <= 1


@pytest.mark.parametrize("algebra", [so(3), aff(1), aff(2)], ids=str)
def test_the_expansion_of_the_haar_density_errs_in_the_third_order_or_later(algebra):
    direction = np.linspace(1, 2, algebra.dimension)
    ads = [lemma_haar_density.element(algebra, h * direction) for h in (0.02, 0.01)]
    errors = [abs(float(haar_density(ad)) - sum(lemma_haar_density.expansion(ad))) for ad in ads]
    assert errors[0] > 7 * errors[1] > 0


def test_second_derivatives_along_linear_fields_are_those_of_sympy():
    x, y = sympy.symbols("x y")
    A, B = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[0.0, 1.0], [3.0, 1.0]])
    a, C = np.array([1.0, -2.0]), np.array([[1.0, 0.5], [0.0, 2.0]])
    point = np.array([0.7, -1.3])
    f = polynomial(0.0, a, C)
    once, twice = (matrix_field(sympy.Matrix(M), (x, y)) for M in (B, A))
    truth = apply_field(twice, apply_field(once, f.value(np.array([x, y])), (x, y)), (x, y))
    assert acted_twice(A, B, f, point, 1) == pytest.approx(float(truth.subs({x: 0.7, y: -1.3})))
