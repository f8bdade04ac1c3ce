"""Names of algebras of Pauli strings and sums: the published table, and every type by both ways."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lietheory.algebra.names.summands import join
from lietheory.algebra.pauli.closure import close
from lietheory.algebra.pauli.compact_types import type_of
from lietheory.algebra.pauli.operators import as_pauli_sums
from lietheory.algebra.pauli.string_types import string_type
from lietheory.algebra.pauli.strings import masks
from proofs_tests.lietheory.algebra.pauli.two_local import FAMILIES, POLYNOMIAL, chain, cycle, expected

CALL = "lie_closure(L)"


@pytest.mark.parametrize("n", [3, 4, 5, 6])
@pytest.mark.parametrize("family", FAMILIES)
def test_two_local_families_have_the_published_algebras(family, n):
    g = lt.lie_closure(chain(family, n))
    identification = lt.identify(g)
    assert identification.name == lt.canonical_name(expected(family, n))
    assert identification.status == "certain"


@pytest.mark.parametrize("n", [8, 20])
@pytest.mark.parametrize("family", POLYNOMIAL)
def test_families_of_polynomial_dimension_are_named_on_many_qubits(family, n):
    assert lt.identify(lt.lie_closure(chain(family, n))).name == lt.canonical_name(expected(family, n))


@st.composite
def strings(draw: st.DrawFn) -> list[str]:
    """Up to eight strings on up to four qubits."""
    n = draw(st.integers(1, 4))
    return draw(st.lists(st.text("IXYZ", min_size=n, max_size=n), min_size=1, max_size=8, unique=True))


@given(strings())
def test_the_type_of_strings_has_the_dimension_of_their_closure(generators):
    kind = string_type(masks(text, CALL) for text in generators)
    assert kind.dimension == close(as_pauli_sums(generators, CALL), CALL).dimension


def planted(family: str, n: int, seed: int) -> list[dict[str, int]]:
    """Sums that generate what the strings of a family do, up to chance: as many random combinations of them."""
    rng = np.random.default_rng(seed)
    given = chain(family, n)
    return [{text: int(c) for text, c in zip(given, rng.integers(1, 9, len(given)), strict=True)} for _ in given]


@pytest.mark.parametrize(
    ("family", "n"), [("a8", 4), ("a9", 3), ("a9", 4), ("a14", 4), ("a3", 4), ("b4", 3), ("a7", 4), ("b3", 3)]
)
def test_both_ways_to_a_name_agree(family, n, monkeypatch):
    basis = close(as_pauli_sums(planted(family, n, n), CALL), CALL)
    by_graph = type_of(basis, CALL)
    basis.__dict__["are_strings"] = False  # what the cached property would hold for sums
    by_prime = type_of(basis, CALL)
    assert by_prime.name == by_graph.name
    assert join(by_prime.pieces) == lt.canonical_name(expected(family, n))


def test_so_of_odd_size_and_usp_of_the_same_rank_are_told_apart():
    spin = lt.lie_closure(chain("a8", 4))  # so(7) and usp(6) have dimension 21 and rank 3
    spin.pauli.__dict__["are_strings"] = False
    assert type_of(spin.pauli, CALL).name == "so(7)"
    six = _symplectic_with_rank_three()
    assert six.dimension == 21
    assert type_of(six.pauli, CALL).name == "usp(6)"


def _symplectic_with_rank_three() -> lt.LieAlgebra:
    """usp(6) on the first six of eight basis states: quaternionic matrices of size 3, as Hermitian matrices times i."""
    unit = np.zeros((3, 3), dtype=int)
    found = []
    sigma = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
    for i, j in [(0, 0), (0, 1), (1, 2)]:
        one = unit.copy()
        one[i, j] = one[j, i] = 1
        found += [np.kron(one, s) for s in sigma]
    skew = unit.copy()
    skew[0, 1], skew[1, 0] = 1, -1
    found.append(np.kron(1j * skew, np.eye(2)))
    wide = []
    for H in found:
        big = np.zeros((8, 8), dtype=complex)
        big[:6, :6] = H
        wide.append(big)
    from scipy import sparse

    return lt.lie_closure([sparse.csr_matrix(H) for H in wide])


def test_a_name_with_multiplicities_is_read_back():
    g = lt.lie_closure(cycle(6))
    assert lt.controllability(g).name == "5 so(3) + R^2"
    assert lt.identify(g).is_named("5 su(2) + R^2")
    assert lt.canonical_name("2 so(4) + R") == "so(3) + so(3) + so(3) + so(3) + R"


def _skew(n: int) -> list[np.ndarray]:
    """E_ij - E_ji for neighbours i and j, which generate so(n), on the first n of 16 states."""
    E = np.eye(16, dtype=int)
    return [np.outer(E[i], E[i + 1]) - np.outer(E[i + 1], E[i]) for i in range(n - 1)]


def _name(matrices: list[np.ndarray]) -> str:
    """The name of what matrices generate, which a certificate states as well."""
    from scipy import sparse

    operators = [sparse.csr_matrix(A) for A in matrices]
    found = lt.identify(lt.lie_closure(operators))
    made = lt.circuit_certificate(operators)
    assert made.content is not None and found.is_named(made.content["name"])
    return found.name


@pytest.mark.parametrize("n", [5, 7, 9, 13, 16])
def test_so_of_any_size_is_named_from_sums(n):
    assert _name(_skew(n)) == f"so({n})"


@pytest.mark.parametrize("n", [3, 4, 6])
def test_usp_of_any_size_is_named_from_sums(n):
    """usp(12) has the dimension and the rank of so(13) and of e6."""
    sigma = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])]
    E = np.eye(8, dtype=int)
    first = [1j * np.kron(np.outer(E[0], E[0]), s) for s in sigma]
    swaps = [1j * np.kron(np.outer(E[i], E[i + 1]) + np.outer(E[i + 1], E[i]), sigma[0]) for i in range(n - 1)]
    turns = [np.kron(np.outer(E[i], E[i + 1]) - np.outer(E[i + 1], E[i]), np.eye(2)) for i in range(n - 1)]
    assert _name([*first, *swaps, *turns]) == f"usp({2 * n})"


@pytest.mark.parametrize("n", [5, 11])
def test_su_of_any_size_is_named_from_sums(n):
    """su(11) has the dimension of so(16)."""
    assert _name([*_skew(n), *(1j * np.abs(A) for A in _skew(n))]) == f"su({n})"


@pytest.mark.parametrize("n", [4, 5])
def test_generic_translation_invariant_sums_split_by_momentum(n):
    words = ("X", "Z", "XX", "ZY", "XYZ")
    sums = [{"".join(w[(k - i) % n] if (k - i) % n < len(w) else "I" for k in range(n)): 1 for i in range(n)} for w in words]
    sizes = {4: ["su(6)", "su(3)", "so(3)", "so(3)", "so(3)"], 5: ["su(8)"] + ["su(6)"] * 4}[n]
    generators = [sums[0] | sums[3], sums[1] | sums[2], sums[4]]
    assert lt.identify(lt.lie_closure(generators)).levi == " + ".join(sizes)


def test_central_elements_with_long_coefficients_are_exhibited():
    hopping = {"XXI": "1/3", "YYI": "1/3", "IXX": "7/1234", "IYY": "7/1234"}
    fields = {"ZII": "12347/991", "IZI": "7777/12345", "IIZ": 1}
    assert lt.identify(lt.lie_closure([hopping, fields, {"ZZI": "5/777", "IZZ": "9/1111"}])).name == "su(3) + su(3) + R^2"


def test_g2_from_a_circuit():
    from scipy import sparse

    L = lt.g2(form="compact").generators.astype(int)
    wide = np.zeros((len(L), 8, 8), dtype=complex)
    size = L.shape[1]
    assert size == 7
    wide[:, :7, :7] = L
    rng = np.random.default_rng(5)
    two = np.tensordot(rng.integers(-2, 3, (2, len(L))), wide, 1)
    g = lt.lie_closure([sparse.csr_matrix(A) for A in two])
    assert g.dimension == 14
    assert _name(list(two)) == "g2(-14)"
    assert lt.identify(g).name == "g2(-14)"
    assert not g.pauli.multiplied


def test_permutation_invariant_sums_split_by_total_spin():
    n = 4
    fields = [{"I" * i + letter + "I" * (n - 1 - i): 1 for i in range(n)} for letter in "XZ"]
    bonds = {"".join("Z" if k in pair else "I" for k in range(n)): 1 for pair in combinations(range(n), 2)}
    g = lt.lie_closure([*fields, bonds])
    assert lt.identify(g).levi == "su(5) + su(3)"  # spins 2, 1 and 0
    assert g.dimension == 24 + 8 + g.center().dimension
