"""Cartan matrices, their types, positive roots and Weyl's dimension formula, in integers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra.names.dynkin import (
    arrangements,
    cartan_matrix,
    dominant,
    dynkin_types,
    letters,
    positive_roots,
    weyl_dimension,
)
from lietheory.algebra.names.simple_types import complex_dimension
from lietheory.errors import ShapeError, UndecidedError, UnknownNameError

TYPES = [(letter, rank) for rank in range(1, 9) for letter in letters(rank)]
types = st.sampled_from([kind for kind in TYPES if kind[1] <= 6])
DETERMINANTS = {
    "A": lambda r: r + 1,
    "B": lambda r: 2,
    "C": lambda r: 2,
    "D": lambda r: 4,
    "E": lambda r: 9 - r,
    "F": lambda r: 1,
    "G": lambda r: 1,
}


@pytest.mark.parametrize(("letter", "rank"), TYPES)
def test_a_cartan_matrix_has_the_determinant_of_its_type_and_as_many_roots_as_its_algebra(letter, rank):
    A = cartan_matrix(letter, rank)
    assert round(np.linalg.det(A)) == DETERMINANTS[letter](rank)
    assert 2 * len(positive_roots(A)) + rank == complex_dimension(letter, rank)


@given(types, types, st.randoms(use_true_random=False))
def test_types_are_found_in_any_order_of_the_nodes(first, second, random):
    (a, r), (b, s) = first, second
    A = np.zeros((r + s, r + s), dtype=int)
    A[:r, :r], A[r:, r:] = cartan_matrix(a, r), cartan_matrix(b, s)
    order = random.sample(range(r + s), r + s)
    shuffled = A[np.ix_(order, order)]
    found = dynkin_types(shuffled)
    assert sorted(name for name, _ in found) == sorted([f"{a}{r}", f"{b}{s}"])
    for name, nodes in found:
        np.testing.assert_array_equal(shuffled[np.ix_(nodes, nodes)], cartan_matrix(name[0], int(name[1:])))


@pytest.mark.parametrize(("kind", "count"), [("A1", 1), ("A4", 2), ("B3", 1), ("D4", 6), ("D5", 2), ("E6", 2)])
def test_diagrams_have_their_automorphisms(kind, count):
    A = cartan_matrix(kind[0], int(kind[1:]))
    assert len(list(arrangements(A, A))) == count


@pytest.mark.parametrize(
    ("letter", "rank", "labels", "dimension"),
    [
        ("A", 2, (1, 1), 8),
        ("B", 3, (0, 0, 1), 8),
        ("C", 3, (0, 0, 1), 14),
        ("D", 4, (0, 0, 1, 0), 8),
        ("G", 2, (1, 0), 7),
        ("F", 4, (0, 0, 0, 1), 26),
        ("E", 6, (1, 0, 0, 0, 0, 0), 27),
        ("E", 7, (0, 0, 0, 0, 0, 0, 1), 56),
        ("A", 4, (0, 2, 0, 0), 50),
    ],
)
def test_weyls_formula_gives_known_dimensions(letter, rank, labels, dimension):
    assert weyl_dimension(cartan_matrix(letter, rank), labels) == dimension


@pytest.mark.parametrize(("letter", "rank"), TYPES)
def test_the_highest_root_is_the_weight_of_the_adjoint_representation(letter, rank):
    A = cartan_matrix(letter, rank)
    highest = positive_roots(A)[-1] @ A
    assert weyl_dimension(A, highest.tolist()) == complex_dimension(letter, rank)


@given(types, st.data())
def test_reflections_lead_to_a_dominant_weight_of_the_same_length(kind, data):
    A = cartan_matrix(*kind)
    labels = data.draw(st.lists(st.integers(-3, 3), min_size=len(A), max_size=len(A)))
    weight, path = dominant(A, labels)
    assert min(weight) >= 0
    assert all(steps > 0 for _, steps in path)
    lengths = [1.0] * len(A)
    for i, j in np.argwhere(np.triu(A, 1)):  # each node but the first hangs on an earlier one
        lengths[j] = lengths[i] * A[j, i] / A[i, j]
    form = np.linalg.inv(A) * (np.array(lengths) / 2)  # of the fundamental weights, up to a factor
    sizes = [float(np.array(w) @ (form + form.T) @ np.array(w)) for w in (weight, labels)]
    assert sizes[0] == pytest.approx(sizes[1])


def test_a_matrix_of_no_finite_type_is_refused():
    with pytest.raises(UndecidedError, match="finite type"):
        dynkin_types(np.array([[2, -2], [-2, 2]]))


def test_labels_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError, match="labels"):
        weyl_dimension(cartan_matrix("A", 2), [1])
    with pytest.raises(ShapeError, match="labels"):
        weyl_dimension(cartan_matrix("A", 2), [1, -1])


@pytest.mark.parametrize(("letter", "rank"), [("E", 5), ("A", 0), ("X", 2), ("D", 3)])
def test_a_type_that_is_none_is_refused(letter, rank):
    with pytest.raises(UnknownNameError, match="simple type"):
        cartan_matrix(letter, rank)
