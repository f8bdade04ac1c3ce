"""The exact instances of the lemmas: every rank, sign and depth stated occurs at every size of the replay, and no other."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from lietheory.algebra import rank, signature
from lietheory.claims.lemma_nullspace_closure import POLYNOMIALS, known
from lietheory.proof.judges import SIZES
from lietheory.proof.registry import claims_by_label


def largest(array: np.ndarray, denominator: int = 1) -> set[int]:
    """The entries of an exact array times a common denominator."""
    return {int(entry * denominator) for entry in np.ravel(array)}


def ranks(n: int, columns: int) -> set:
    """(c, r) for up to n rows and a number of columns."""
    return {(c, r) for c in range(1, n + 1) for r in range(min(c, columns) + 1)}


CASES = {
    "lemma-commutant": (lambda i: len(i["W"]) - 1, lambda n: {2 if n < 4 else 1}),
    "lemma-gauge": (lambda i: len(i["L"]), lambda n: {1, 2, 3}),
    "lemma-zero-padded-shifts": (lambda i: [o["dimension"] for o in i["others"]][-1], lambda n: {n**4 if n < 4 else n * n - 1}),
    "lemma-cayley-depth": (lambda i: (i["depth"], signature(i["B"])[1]), lambda n: set(product((2, 3), (0, 1)))),
    "lemma-second-order-depth": (lambda i: i["depth"], lambda n: {1, 2, 3}),
    "lemma-limit-algebras": (lambda i: i["eps"] > 0, lambda n: {False, True}),
    "lemma-eq14-dimension": (lambda i: (len(i["A"]), i["r"]), lambda n: ranks(4, n)),
    "lemma-eq13-dimension": (lambda i: (len(i["A"]), i["r"]), lambda n: ranks(4, n)),
    "lemma-invariance-dimension": (lambda i: (len(i["A"]), i["r"]), lambda n: ranks(4, n) | {(n, n)}),
    "lemma-singular-second-moment": (lambda i: i["s"], lambda n: set(range(1, n + 1))),
    "lemma-bias-row-dimension": (lambda i: (i["c"], i["centred"]), lambda n: set(product(range(1, n), (False, True)))),
    "lemma-sampled-second-moment": (lambda i: i["n"], lambda n: {2 if n == 2 else 1}),
    "lemma-independence-null-space": (lambda i: (i["s"], i["q"]), lambda n: set(product(range(1, n + 1), repeat=2))),
    "lemma-sample-count": (lambda i: len(i["points"]), lambda n: set(range(1, n * n + 2))),
}
ENTRIES = {
    "lemma-jacobi": (("A", 7), ("B", 7), ("C", 7), set(range(-5, 6))),
    "lemma-vector-fields": (("A", 3), ("B", 3), ("x", 3), set(range(-5, 6))),
    "lemma-gauge": (("L", 2), ("W", 2), ("h", 2), ("c", 2), set(range(-3, 4))),
    "lemma-haar-density": (("eps", 3), set(range(-4, 5))),
    "lemma-cayley-depth": (("t", 7), set(range(-3, 4))),
    "lemma-second-order-depth": (("t", 5), set(range(-3, 4))),
    "lemma-singular-second-moment": (("K", 1), set(range(-3, 4))),
    "lemma-nullspace-closure": (("x", 1), set(range(-5, 6))),
}


@pytest.mark.parametrize("label", CASES)
@pytest.mark.parametrize("size", SIZES)
def test_exact_instances_cover_every_case_of_their_size(label, size):
    case, stated = CASES[label]
    rng = np.random.default_rng(size)
    draws = 25 if label == "lemma-zero-padded-shifts" else 40 * len(stated(size))
    assert {case(claims_by_label()[label].exact(rng, size)) for _ in range(draws)} == stated(size)


@pytest.mark.parametrize("label", ENTRIES)
def test_exact_entries_are_small_rationals_of_either_sign(label):
    *names, stated = ENTRIES[label]
    rng = np.random.default_rng(1)
    drawn = [claims_by_label()[label].exact(rng, 3) for _ in range(150)]
    for name, denominator in names:
        assert set().union(*(largest(i[name], denominator) for i in drawn)) == stated, name


@pytest.mark.parametrize("size", SIZES)
def test_every_polynomial_is_tried_on_a_grid_that_tells_polynomials_of_its_degree_apart(size):
    rng = np.random.default_rng(size)
    claim = claims_by_label()["lemma-nullspace-closure"]
    drawn = [claim.exact(rng, size) for _ in range(30)]
    assert {len(i["points"]) for i in drawn} <= {3**size, 4**size}
    assert {len(i["symmetries"]) for i in drawn} == {len(known(text, size).symmetries) for text in POLYNOMIALS[size]}
    assert {rank(i["points"]) for i in drawn} == {size}
