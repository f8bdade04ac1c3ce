"""Isomorphisms: exact maps between names of one class, floats with a proven bound, and what tells classes apart."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra.isomorphism.distinguishing import told_apart
from lietheory.algebra.isomorphism.rigidity import defect, polished
from lietheory.algebra.linalg.dispatch import inverse, tensordot
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import exact_array
from lietheory.errors import ShapeError

ONE_CLASS = [
    ("so(6)", "su(4)"),
    ("so(3,2)", "sp(4,R)"),
    ("so*(8)", "so(6,2)"),
    ("so(3,1)", "sl(2,C)"),
    ("so(4,2)", "su(2,2)"),
    ("so(5,1)", "su*(4)"),
    ("so(3,3)", "sl(4,R)"),
    ("so*(6)", "su(3,1)"),
    ("so(4)", "so(3) + so(3)"),
    ("so*(4)", "so(3) + so(2,1)"),
    ("usp(2,2)", "so(4,1)"),
    ("g2(-14)", "g2(-14)"),
    ("gl(4,R)", "so(3,3) + R"),
    ("se(2)", "so(2) |x R^2"),
    ("galilei(2)", "galilei(2)"),
    ("heisenberg(3)", "heisenberg(3)"),
    ("aff(2)", "(so(2,1) + R) |x R^2"),
    ("A4,7", "R |x heisenberg(1)[J2(1)]"),
]
CLASSES = [
    ("so(4)", "so(3,1)"),
    ("so(7)", "usp(6)"),
    ("su(2,2)", "su(3,1)"),
    ("sp(6,R)", "so(4,3)"),
    ("se(2)", "A3,4"),
    ("A4,7", "A4,8"),
    ("so(3) |x C^2", "so(3) |x R^3 + R"),
    ("R |x R^2[1, 1/2]", "R |x R^2[1, 1/3]"),
    ("R |x R^2[1, -1/2]", "R |x R^2[1, 1/2]"),
    ("R |x R^2[1/2 +- i]", "R |x R^2[1/3 +- i]"),
]


def keeps_brackets(g, h, T) -> bool:
    """T [x, y] = [T x, T y] for columns of coordinates, by a computation of its own."""
    images = tensordot(tensordot(T.T, h.structure_constants, 1, 0), T.T, 1, 1).swapaxes(1, 2)
    return bool((tensordot(g.structure_constants, T.T, 2, 0) == images).all())


def mixed(g, rng):
    """The span of g in another rational basis."""
    n = g.dimension
    A = exact_array(np.eye(n, dtype=int) + np.triu(rng.integers(-2, 3, size=(n, n)), 1))
    B = exact_array(np.eye(n, dtype=int) + np.tril(rng.integers(-2, 3, size=(n, n)), -1))
    return tensordot(tensordot(A, B, 1, 0), g.generators, 1, 0)


@pytest.mark.parametrize(("one", "two"), ONE_CLASS)
def test_two_names_of_one_class_have_an_isomorphism_over_the_rationals(one, two):
    g, h = lt.catalogue_algebra(one), lt.catalogue_algebra(two)
    found = lt.isomorphism(g, h)
    assert (found.status, found.field, found.error) == ("isomorphic", "Q", 0.0)
    assert keeps_brackets(g, h, found.map)
    inverse(found.map)


@pytest.mark.parametrize(("one", "two"), CLASSES)
def test_two_classes_are_told_apart_by_an_invariant(one, two):
    assert lt.isomorphism(one, two).status == "different"


@pytest.mark.parametrize("name", ["so(4,1)", "su(2,1)", "sp(4,R)", "so(3) |x R^3", "so(2,1) |x R^2", "(so(3) + R) |x R^3"])
def test_a_rational_change_of_basis_is_undone_exactly(name):
    g = lt.catalogue_algebra(name)
    found = lt.isomorphism(mixed(g, np.random.default_rng(3)), g)
    assert found.status == "isomorphic"
    assert found.field == "Q"


def conjugated(L, rng):
    """P L P^-1 for a unimodular P with entries up to about ten."""
    d = L.shape[1]
    upper = exact_array(np.triu(rng.integers(-2, 3, size=(d, d)), 1) + np.eye(d, dtype=int))
    lower = exact_array(np.tril(rng.integers(-1, 2, size=(d, d)), -1) + np.eye(d, dtype=int))
    P = tensordot(upper, lower, 1, 0)
    return tensordot(tensordot(P, L, 1, 1).swapaxes(0, 1), inverse(P), 2, 0)


@pytest.mark.parametrize("name", ["so(3,2)", "su(2,1)", "sp(4,R)", "so(4,3)", "g2(2)", "su(2,2)", "se(3)", "aff(2)"])
def test_a_conjugation_and_a_change_of_basis_are_undone_exactly(name):
    g, rng = lt.catalogue_algebra(name), np.random.default_rng(7)
    found = lt.isomorphism(conjugated(mixed(g, rng), rng), g)
    assert (found.status, found.field) == ("isomorphic", "Q")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "name", ["aff(1) + aff(1) + aff(1)", "aff(1) + se(2)", "R |x R^2[1, 1/2] + aff(1)", "heisenberg(1) + se(2)"]
)
def test_sums_are_mapped_summand_by_summand(name, seed):
    g = lt.catalogue_algebra(name)
    h = lt.LieAlgebra.from_matrices(mixed(g, np.random.default_rng(seed)))
    found = lt.isomorphism(g, h)
    assert (found.status, found.field) == ("isomorphic", "Q")
    assert keeps_brackets(g, h, found.map)
    inverse(found.map)


def test_one_class_in_a_basis_beyond_floats_is_never_told_apart():
    g, rng = lt.so(4, 3), np.random.default_rng(8)
    L = mixed(g, rng)
    for _ in range(3):
        L = conjugated(mixed(lt.LieAlgebra.from_matrices(L), rng), rng)
    assert np.abs(lt.LieAlgebra.from_matrices(L).structure_constants.astype(float)).max() > 1e9
    assert lt.isomorphism(L, g).status != "different"


@pytest.mark.parametrize("name", ["A4,7", "sim(2)", "bargmann(2)", "aff(2)", "so(7)", "usp(6)", "R |x R^3[1/3 +- i, 2]"])
def test_invariants_of_one_class_agree_in_any_rational_basis(name):
    g, rng = lt.catalogue_algebra(name), np.random.default_rng(11)
    spans = [Structure(lt.LieAlgebra.from_matrices(mixed(g, rng)).structure_constants) for _ in range(2)]
    assert told_apart(*spans) is None


def test_a_field_without_rational_isomorphism_is_left_for_floats_with_a_bound():
    form = exact_array(np.diag([1, 1, 7]))  # x^2 + y^2 + 7 z^2: of another class over Q than the sum of three squares
    L = [tensordot(inverse(form), exact_array(A), 1, 0) for A in lt.so(3).generators]
    found = lt.isomorphism(L, "so(3)")
    assert found.status == "isomorphic"
    assert found.field == "Q(sqrt(7))" or (found.field == "R" and found.error < 1e-6)


@pytest.mark.parametrize(("one", "two", "status"), [("so(5)", "usp(4)", "isomorphic"), ("so(4,1)", "so(3,2)", "different")])
def test_semisimple_floats_are_decided(one, two, status):
    rng = np.random.default_rng(5)
    L = lt.catalogue_algebra(one).generators.astype(float)
    d = L.shape[1]
    P = np.eye(d) + 0.2 * rng.normal(size=(d, d))
    assert lt.isomorphism(P @ L @ np.linalg.inv(P), two).status == status


def test_floats_that_may_be_a_limit_are_undecided():
    assert lt.isomorphism(lt.se(3).generators.astype(float), "se(3)").status == "undecided"


def test_a_contraction_is_told_apart_from_its_limit_exactly():
    def deformed(eps):
        X = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 0]], dtype=object)
        Y = np.array([[0, 0, 1], [0, 0, 0], [-eps, 0, 0]], dtype=object)
        Z = np.array([[0, 0, 0], [0, 0, 1], [0, -eps, 0]], dtype=object)
        return exact_array(np.stack([X, Y, Z]))

    tiny = Fraction(1, 10**12)
    assert lt.isomorphism(deformed(tiny), "so(3)").status == "isomorphic"
    assert lt.isomorphism(deformed(-tiny), "so(2,1)").status == "isomorphic"
    assert lt.isomorphism(deformed(0), "se(2)").status == "isomorphic"
    assert lt.isomorphism(deformed(tiny), "se(2)").status == "different"


def test_a_dimension_above_eighty_is_refused():
    with pytest.raises(ShapeError, match="up to 80"):
        lt.isomorphism("so(14)", "so(14)")


def test_an_identification_leads_to_the_catalogue():
    for name in ("su(4)", "sp(4,R)", "so*(8)"):
        found = lt.identify(name).to_catalogue()
        assert (found.status, found.field) == ("isomorphic", "Q")


@pytest.mark.parametrize("size", [1e-2, 1e-4])
def test_newton_steps_take_a_nearby_map_to_an_isomorphism(size, rng):
    """The defect of T is squared by each step, with constants that do not depend on it."""
    c = lt.so(4).structure_constants.astype(float)
    T = np.eye(6) + size * rng.normal(size=(6, 6))
    assert np.abs(defect(c, T, c)).max() > size / 10
    assert np.abs(defect(c, polished(c, T, c), c)).max() < 1e-12
