"""The closure of Pauli sums agrees with that of matrices, and refuses what is too large before it is made."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lietheory.algebra.pauli import modular
from lietheory.algebra.pauli.closure import close
from lietheory.algebra.pauli.operators import as_pauli_sums
from proofs_tests.lietheory.algebra.pauli.two_local import chain, cycle

CALL = "lie_closure(L)"
SINGLE = {"I": np.eye(2), "X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]), "Z": np.diag([1, -1])}


def dense(terms: dict[str, float]) -> np.ndarray:
    """The matrix of a sum of strings."""
    total = np.zeros((1, 1))
    for text, value in terms.items():
        product = np.eye(1)
        for letter in text:
            product = np.kron(product, SINGLE[letter])
        total = total + float(Fraction(value)) * product
    return total


@st.composite
def sums(draw: st.DrawFn) -> list[dict[str, int]]:
    """Two or three sums of up to three strings on one or two qubits, with small whole coefficients."""
    n = draw(st.integers(1, 2))
    string = st.text("IXYZ", min_size=n, max_size=n)
    coefficient = st.integers(1, 3) | st.integers(-3, -1)
    return draw(st.lists(st.dictionaries(string, coefficient, min_size=1, max_size=3), min_size=2, max_size=3))


@given(sums())
def test_closure_of_sums_has_the_dimension_and_the_type_of_the_closure_of_matrices(generators):
    g = lt.lie_closure(generators)
    h = lt.lie_closure([1j * dense(terms) for terms in generators])
    assert g.dimension == h.dimension
    assert g.killing_signature() == h.killing_signature()
    assert g.dimension == 1 or lt.identify(g).name == lt.identify(h).name


@given(sums())
def test_structure_constants_of_a_sparse_basis_are_those_of_its_matrices(generators):
    g = lt.lie_closure(generators)
    L = g.generators.astype(np.float64)
    products = np.einsum("iab,jbc->ijac", L, L)
    brackets = np.einsum("ijk,kab->ijab", g.structure_constants.astype(np.float64), L)
    np.testing.assert_allclose(products - products.swapaxes(0, 1), brackets, atol=1e-9)


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 8])
def test_qaoa_on_a_cycle_is_so3_on_each_momentum_and_a_plane(n):
    g = lt.lie_closure(cycle(n))
    assert g.dimension == 3 * n - 1
    assert lt.identify(g).name == " + ".join(["so(3)"] * (n - 1) + ["R^2"])
    assert lt.identify(g).status == "certain"


def test_coefficients_beyond_one_prime_are_lifted_from_several():
    wide = [{"XI": 12345678901, "IX": "1/98765432123", "ZZ": 3}, {"ZI": 7, "IZ": 1000000007}]
    scaled = lt.lie_closure(wide)
    assert scaled.dimension == lt.lie_closure([{"XI": 3, "IX": 1, "ZZ": 2}, {"ZI": 1, "IZ": 5}]).dimension
    assert scaled.is_exact


def test_a_first_prime_that_shows_too_small_a_rank_is_found_out():
    p = next(modular.primes())
    generators = [{"XI": 1, "IX": 1}, {"ZI": 1, "IZ": p + 1}]  # modulo p a diagonal so(3), truly so(4)
    assert lt.lie_closure(generators).dimension == 6


def test_sums_of_one_string_each_close_without_linear_algebra():
    basis = close(as_pauli_sums(chain("a14", 10), CALL), CALL)
    assert basis.are_strings
    assert basis.dimension == 20 * 19 // 2


def test_an_algebra_above_the_bound_is_refused_with_what_it_has_reached():
    with pytest.raises(lt.ShapeError, match="dimension at least"):
        lt.lie_closure(chain("a12", 6), max_dimension=100)
    with pytest.raises(lt.ShapeError, match="dimension at least"):
        lt.lie_closure(cycle(6), max_dimension=10)


def test_dense_generators_above_a_gigabyte_are_refused():
    g = lt.lie_closure(chain("a12", 7))
    assert g.dimension == 4**7 - 1
    with pytest.raises(lt.ShapeError, match="1 GB"):
        g.structure_constants  # noqa: B018  the property is read for its refusal
    with pytest.raises(lt.ShapeError, match="1 GB"):
        g.generators  # noqa: B018  the property is read for its refusal


def test_progress_is_told_the_dimension_so_far():
    told: list[tuple[int, int]] = []
    g = lt.lie_closure(cycle(5), progress=lambda *pair: told.append(pair))
    assert told[0][0] == 2
    assert [d for d, _ in told] == sorted(d for d, _ in told)
    assert told[-1][0] <= g.dimension


def test_save_and_load_keep_the_sparse_basis(tmp_path):
    g = lt.lie_closure(cycle(4))
    h = lt.LieAlgebra.load(g.save(tmp_path / "g.npz"))
    assert h.pauli is not None
    assert [h.pauli.written(k) for k in range(len(h))] == [g.pauli.written(k) for k in range(len(g))]


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 10**6))
def test_echelon_spans_the_rows_that_it_chose(rows, columns, seed):
    p = next(modular.primes())
    rng = np.random.default_rng(seed)
    A = rng.integers(0, 3, (rows, columns)).astype(np.float64)
    basis, pivots, chosen = modular.echelon(A, p)
    assert (basis[:, pivots] == np.eye(len(pivots))).all()
    assert not modular.eliminate(A, basis, pivots, p).any()
    assert len(modular.echelon(A[chosen], p)[0]) == len(chosen)
    kernel = modular.null_space(A, p)
    assert len(kernel) == columns - len(pivots)
    assert not modular.multiply(A, kernel.T, p).any()
