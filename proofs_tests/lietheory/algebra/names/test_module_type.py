"""Real, complex and quaternionic modules of the real forms, against natural modules, commutants and the compact forms."""

from __future__ import annotations

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra import canonical_name
from lietheory.algebra.names.dynkin import cartan_matrix
from lietheory.algebra.names.module_type import module_type
from lietheory.algebra.names.modules import Factor, natural_weight, types_of
from lietheory.algebra.names.simple_types import members, natural_module, simple_type, written

CLASSICAL = [m for n in range(3, 60) for m in members(n) if natural_module(*m) and simple_type(*m)]


def _factor(name: str) -> Factor:
    factor = types_of(canonical_name(name), lt.catalogue_algebra(name).dimension)
    assert factor is not None
    return factor


@pytest.mark.parametrize("member", CLASSICAL, ids=lambda m: written(*m))
def test_natural_modules_are_over_the_field_that_their_matrices_are_written_over(member):
    family, p, q = member
    factor, module = _factor(written(family, p, q)), natural_module(family, p, q)
    assert module is not None
    field = {"su(1,1)": "R", "su(2)": "H"}.get(written(*member), module.name[0])  # C^2 is twice R^2 there, and H here
    assert module_type([factor], natural_weight(family, p + q, factor.types)) == field


@pytest.mark.parametrize(
    "name", ["so(3)", "su(3)", "so(5)", "su(4)", "so(7)", "usp(6)", "so(8)", "su(5)", "so(9)", "so(10)", "so(12)"]
)
def test_compact_forms_have_the_sign_of_twice_the_dual_of_rho(name, rng):
    factor = _factor(name)
    kind = factor.types[0]
    A = np.array(cartan_matrix(kind[0], int(kind[1:])))
    heights = np.rint(2 * np.linalg.solve(A.astype(float), np.ones(len(A)))).astype(int)  # <w_i, 2 rho^v>
    for labels in rng.integers(0, 3, (40, len(A))):
        weight = (tuple(labels.tolist()),)
        kind_of_module = module_type([factor], weight)
        assert kind_of_module == "C" or kind_of_module == ("R" if labels @ heights % 2 == 0 else "H")


def _null_space(terms: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """The matrices X with A X = X B for all pairs (A, B), as columns, from the Gram matrix of the equations."""
    one = np.eye(len(terms[0][0]))
    gram = np.zeros((len(one) ** 2,) * 2)
    for A, B in terms:
        row = np.kron(one, A) - np.kron(B.T, one)
        gram += row.T @ row
    values, vectors = np.linalg.eigh(gram)
    return vectors[:, values < 1e-9 * len(one)]


def _spinors(p: int, q: int) -> np.ndarray:
    """so(p, q) on the spinors, e_i e_j / 2 for Clifford matrices of squares +1 (p times) and -1, real of twice the size."""
    sigma = [np.array(m) for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]])]
    m = (p + q) // 2
    gammas = []
    for k in range(m):
        for s in sigma[:2]:
            factors = [sigma[2]] * k + [s] + [np.eye(2)] * (m - k - 1)
            gammas.append(_kron(factors))
    if (p + q) % 2:
        gammas.append(_kron([sigma[2]] * m))
    gammas = [g if i < p else 1j * g for i, g in enumerate(gammas)]
    pairs = [gammas[i] @ gammas[j] / 2 for i in range(p + q) for j in range(i)]
    if (p + q) % 2 == 0:  # one half of the spinors
        half = np.flatnonzero(np.diag(_kron([sigma[2]] * m)).real > 0)
        pairs = [X[np.ix_(half, half)] for X in pairs]
    return np.stack([np.block([[X.real, -X.imag], [X.imag, X.real]]) for X in pairs])


def _kron(factors: list[np.ndarray]) -> np.ndarray:
    product = np.array([[1.0 + 0j]])
    for factor in factors:
        product = np.kron(product, factor)
    return product


@pytest.mark.parametrize(("p", "q"), [(p, n - p) for n in range(5, 10) if n != 6 for p in range((n + 1) // 2, n + 1)])
def test_the_antilinear_maps_that_commute_with_spinors_square_to_the_sign_of_their_type(p, q):
    factor = _factor(f"so({p},{q})" if q else f"so({p})")
    rank, L = (p + q) // 2, _spinors(p, q)
    J = np.kron(np.array([[0.0, -1.0], [1.0, 0.0]]), np.eye(L.shape[1] // 2))
    antilinear = _null_space([*((M, M) for M in L), (J, -J)])  # no map at all, or one up to complex factors
    sign = 0 if not antilinear.size else int(np.sign(np.trace(np.linalg.matrix_power(antilinear[:, 0].reshape(J.shape), 2))))
    assert {0: "C", 1: "R", -1: "H"}[sign] == module_type([factor], (tuple(int(i == rank - 1) for i in range(rank)),))


@pytest.mark.parametrize(("name", "type_of"), [("e7(-133)", "H"), ("e7(-5)", "H"), ("e7(-25)", "R"), ("e7(7)", "R")])
def test_the_56_of_e7_is_quaternionic_where_the_table_of_tits_says_so(name, type_of):
    assert module_type([Factor(name, 133, ("E7",))], ((0, 0, 0, 0, 0, 0, 1),)) == type_of


@pytest.mark.parametrize(
    "wrong", ["so(3) |x R^2(1)", "so(3) |x R^6(2)", "so(2,1) |x R^4(1)", "so(5) |x R^4(0,1)", "so(3,2) |x R^8(0,1)"]
)
def test_a_module_of_another_dimension_than_its_type_gives_is_no_name(wrong):
    with pytest.raises(lt.UnknownNameError):
        canonical_name(wrong)
