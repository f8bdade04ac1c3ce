"""Operators of every package are the Pauli sums that their matrices are; what is none is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy import sparse

import lietheory as lt
from lietheory.algebra.pauli.operators import as_pauli_sums
from lietheory.algebra.pauli.strings import masks
from proofs_tests.lietheory.algebra.pauli.test_closure import dense, sums
from proofs_tests.lietheory.algebra.pauli.two_local import cycle

CALL = "lie_closure(L)"


@given(sums())
def test_a_matrix_and_a_sparse_matrix_are_read_as_the_sum_that_they_are(generators):
    wanted = as_pauli_sums(generators, CALL)
    matrices = [dense(terms) for terms in generators]
    for made in (matrices, [sparse.csr_matrix(A) for A in matrices]):
        found = as_pauli_sums(made, CALL)
        assert found == wanted


@given(sums())
def test_skew_hermitian_operators_are_taken_as_they_are(generators):
    found = as_pauli_sums([sparse.csr_matrix(1j * dense(terms)) for terms in generators], CALL)
    assert found.terms == as_pauli_sums(generators, CALL).terms
    assert not found.multiplied


@pytest.mark.parametrize(
    ("value", "exact"),
    [(0.5, True), (3.0, True), (2.0**-16, True), (0.1, False), (1 / 3, False), (np.pi, False), (2.0**-17, False)],
)
def test_floats_are_exact_where_they_are_short_binary_fractions(value, exact):
    assert as_pauli_sums([{"X": value}], CALL).exact == exact
    assert lt.lie_closure([{"X": value, "Z": 1}]).is_exact == exact


def test_a_float_next_to_a_simple_fraction_is_that_fraction():
    third = as_pauli_sums([{"X": 1 / 3}], CALL).terms[0][masks("X", CALL)]
    assert (third.numerator, third.denominator) == (1, 3)


@pytest.mark.parametrize(
    "operators",
    [
        [{}],
        ["XX", "X"],
        [{"XX": float("nan")}],
        [{"XX": "a"}],
        ["XQ"],
        [{"XX": 1j}, {"ZZ": 1}],
        [{1: 2}],
        ["X" * 32],
        [{"X": 0}],
        [sparse.eye(3)],
        [sparse.csr_matrix(np.array([[0, 1], [0, 0]]))],
    ],
)
def test_what_is_no_generator_is_refused_with_the_call(operators):
    with pytest.raises(lt.LieTheoryError, match=r"lie_closure\(L\)"):
        lt.lie_closure(operators)


def test_operators_of_pennylane_are_read():
    qml = pytest.importorskip("pennylane", reason="PennyLane, no dependency, is not installed")
    n = 4
    field = qml.sum(*[qml.X(i) for i in range(n)])
    bonds = qml.sum(*[qml.Z(i) @ qml.Z((i + 1) % n) for i in range(n)])
    for made in ([field, bonds], [field.pauli_rep, bonds.pauli_rep]):
        assert lt.lie_closure(made).dimension == lt.lie_closure(cycle(n)).dimension


def test_operators_of_qiskit_are_read():
    info = pytest.importorskip("qiskit.quantum_info", reason="Qiskit, no dependency, is not installed")
    made = [info.SparsePauliOp(list(terms), coeffs=list(terms.values())) for terms in cycle(4)]
    assert as_pauli_sums(made, CALL).terms == as_pauli_sums(cycle(4), CALL).terms
