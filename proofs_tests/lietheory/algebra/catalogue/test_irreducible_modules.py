"""Irreducible real modules by their weights: their brackets, dimensions and endomorphisms, and the names of what they make."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest

import lietheory as lt
from lietheory.algebra import canonical_name, catalogue_algebra, identify, multiply, null_space, tensordot
from lietheory.algebra.catalogue.highest_weight_modules import highest_weight_module
from lietheory.algebra.catalogue.irreducible_modules import IMAGINARY_UNIT, irreducible_module
from lietheory.algebra.names.dynkin import cartan_matrix, weyl_dimension
from lietheory.algebra.names.module_type import module_type
from lietheory.algebra.names.modules import Factor, types_of
from lietheory.algebra.names.parser import pieces
from lietheory.algebra.structure.closure import bracket

ENDOMORPHISMS = {"R": 1, "C": 2, "H": 4}

NAMES = [
    "so(3)", "so(2,1)", "so(3,1)", "sl(3,R)", "su(3)", "su(2,1)", "so(5)", "so(4,1)", "so(3,2)", "g2(2)", "g2(-14)", "so(6)",
    "so(5,1)", "so(4,2)", "so(3,3)", "su(3,1)", "sl(3,C)", "so(5,C)", "so(7)", "so(6,1)", "so(5,2)", "so(4,3)", "sp(6,R)",
    "usp(6)", "usp(4,2)", "sl(5,R)", "su(5)", "su(3,2)", "so(8)", "so(7,1)", "so(6,2)", "so(5,3)", "so(4,4)",
    "su*(6)", "su(3,3)", "so*(10)", "so(5,5)",
]  # fmt: skip


def _factor(name: str) -> Factor:
    (piece,) = pieces(name)
    factor = types_of(piece.name, piece.dimension)
    assert factor is not None
    return factor


def _dimension(factors: list[Factor], weight: tuple[tuple[int, ...], ...]) -> int:
    kinds = [kind for f in factors for kind in f.types]
    size = prod(weyl_dimension(cartan_matrix(k[0], int(k[1:])), w) for k, w in zip(kinds, weight, strict=True))
    return size * (1 if module_type(factors, weight) == "R" else 2)


def _weights(factor: Factor, most: int) -> list[tuple[tuple[int, ...], ...]]:
    """The fundamental weights, some sums of two, and over complex algebras products with conjugates, up to a dimension."""
    rank = int(factor.types[0][1:])
    units = np.eye(rank, dtype=int)
    single = [tuple(map(int, w)) for w in [*units, *(units[0] + u for u in units), 3 * units[0]]]
    zero = (0,) * rank
    pairs = [(w, v) for w in single for v in (zero, single[0])] if len(factor.types) == 2 else [(w,) for w in single]
    return [w for w in dict.fromkeys(pairs) if _dimension([factor], w) <= most]


def _endomorphisms(L: np.ndarray) -> int:
    """The dimension of the space of matrices that commute with all of L."""
    one = np.eye(L.shape[1], dtype=np.int64)
    return len(null_space(np.concatenate([np.kron(one, M) - np.kron(M.T, one) for M in L])))


@pytest.mark.parametrize("name", NAMES)
def test_modules_are_representations_in_one_basis_with_the_endomorphisms_of_their_type(name):
    factor = _factor(name)
    constants = None
    for weight in _weights(factor, 16 if factor.dimension > 15 else 24):
        L = irreducible_module([factor], weight)
        assert L is not None
        assert L.shape == (factor.dimension, _dimension([factor], weight), _dimension([factor], weight))
        if constants is None:
            g = lt.LieAlgebra.from_matrices(L)
            assert identify(g).name == factor.name
            constants = g.structure_constants
        products = tensordot(L, L, 2, 1).swapaxes(1, 2)
        assert (products - products.swapaxes(0, 1) == tensordot(constants, L, 2, 0)).all()
        field = module_type([factor], weight)
        if field != "R":
            i = np.kron(IMAGINARY_UNIT, np.eye(L.shape[1] // 2, dtype=np.int64))
            assert not bracket(L, i).any()
        if L.shape[1] <= 10:
            assert _endomorphisms(L) == ENDOMORPHISMS[field]


@pytest.mark.parametrize(
    ("names", "weight", "field"),
    [
        (("so(3)", "so(3)"), ((1,), (1,)), "R"),  # H times H
        (("so(3)", "so(2,1)"), ((1,), (1,)), "H"),
        (("so(3)", "so(3)", "so(2,1)"), ((1,), (1,), (1,)), "R"),
        (("su(3)", "so(3)"), ((1, 0), (1,)), "C"),
        (("so(3,1)", "so(3)"), ((1,), (1,), (1,)), "H"),
        (("so(3,1)", "so(3)"), ((1,), (0,), (2,)), "C"),
        (("so(4,1)", "so(3)"), ((0, 1), (1,)), "R"),
        (("so(5,1)", "so(3)"), ((1, 0, 0), (1,)), "R"),
    ],
)
def test_tensor_products_over_several_factors(names, weight, field):
    factors = [_factor(name) for name in names]
    L = irreducible_module(factors, weight)
    assert L is not None
    assert module_type(factors, weight) == field
    assert L.shape[1] == _dimension(factors, weight)
    assert _endomorphisms(L) == ENDOMORPHISMS[field]
    assert sorted(identify(L).name.split(" + ")) == sorted(f.name for f in factors)


@pytest.mark.parametrize(
    ("name", "weight", "size"),
    [
        ("f4(4)", (0, 0, 0, 1), 26),
        ("f4(-20)", (0, 0, 0, 1), 26),
        ("e6(2)", (1, 0, 0, 0, 0, 0), 54),
        ("e6(-26)", (0, 0, 0, 0, 0, 1), 27),
        ("so*(12)", (0, 0, 0, 0, 0, 1), 32),
        ("so*(14)", (1, 0, 0, 0, 0, 0, 0), 28),
        ("so(11,1)", (0, 0, 0, 0, 0, 1), 64),
    ],
)
def test_larger_algebras_have_the_maximal_compact_subalgebra_of_their_name(name, weight, size):
    factor = _factor(name)
    L = irreducible_module([factor], (weight,))
    assert L is not None and L.shape == (factor.dimension, size, size)
    gram = np.einsum("aij,bji->ab", L.astype(np.float64), L.astype(np.float64))  # a multiple of the Killing form
    compact = {"f4(4)": 24, "f4(-20)": 36, "e6(2)": 38, "e6(-26)": 52, "so*(12)": 36, "so*(14)": 49, "so(11,1)": 55}
    assert (np.linalg.eigvalsh(gram) < 0).sum() == compact[name]


def test_split_modules_keep_the_relations_of_serre():
    for letter, rank, labels in (
        ("A", 2, (2, 1)),
        ("B", 3, (1, 0, 1)),
        ("C", 3, (0, 1, 0)),
        ("D", 4, (0, 1, 0, 0)),
        ("G", 2, (0, 1)),
    ):
        V = highest_weight_module(letter, rank, labels)
        assert len(V.weights) == weyl_dimension(V.cartan, labels)
        h = V.diagonal
        for i in range(rank):
            for j in range(rank):
                e, f = V.raising[j], V.lowering[j]
                assert (multiply(V.raising[i], f) - multiply(f, V.raising[i]) == (h[i] if i == j else 0)).all()
                assert (multiply(h[i], e) - multiply(e, h[i]) == V.cartan[j, i] * e).all()
                assert (multiply(h[i], f) - multiply(f, h[i]) == -V.cartan[j, i] * f).all()


SEMIDIRECT = [
    "(so(2,1) + R) |x 2 R^2[J2(0)]", "(so(3) + R) |x (R^3[0] + 2 R^3[J2(0)])", "(so(3) + R) |x (2 R^3[J2(0)] + 3 R[J3(0)])",
    "(su(3) + R) |x 2 C^3[J2(0)]", "gl(2,C) |x C^2",
    "(so(3) + R) |x (R^3[1] + R^5(4)[2])", "sl(3,R) |x R^8(1,1)", "so(7) |x R^8(0,0,1)", "so(6,1) |x R^16(0,0,1)",
    "(so(3) + sl(3,R)) |x R^9(2;1,0)", "(so(3) + so(2,1)) |x R^8(1;1)", "(su(3) + so(3)) |x R^12(1,0;1)", "su(2,1) |x R^8(1,1)",
    "(su(2,1) + R) |x (C^3[1 +- i] + R^12(2,0)[1 -+ 2*i])", "(so(3) + R) |x R^8(3)[1 +- 1/2*i]",
    "(so(3) + R) |x 2 C^2[J2(1 +- i)]", "(su(3) + R) |x 2 C^3[1 +- i, 1 -+ i]", "(so(3) + R^2) |x (R^5(4)[(1,0)] + R^3[(0,1)])",
    "(so(3) + R^2) |x 2 R^3[(1,0) +- (0,1)*i]", "(su(3) + R^2) |x C^3[(1,0) +- (0,1)*i]", "g2(-14) |x R^14(0,1)",
    "so(3,2) |x (R^5 + R^4)", "so(4,1) |x (R^5 + H^2)", "so(3) |x R^5", "g2(2) |x R^7",
    "so(5) |x R^14(2,0)", "so(3,1) |x R^6(2;0)", "so(3,1) |x R^9(2;2)",
    "(so(3,1) + R) |x (R^4[1] + C^2[2 +- i])", "so(5,1) |x R^8(0,0,1)", "so(4,2) |x (R^6 + C^4)",
    "sl(3,R) |x (R^6(2,0) + R^3*)", "sp(6,R) |x R^14(0,1,0)", "so(6) |x R^15(1,0,1)",
]  # fmt: skip


@pytest.mark.parametrize("name", SEMIDIRECT)
def test_the_algebra_over_a_module_is_identified_by_its_name(name):
    found = identify(catalogue_algebra(name))
    assert (found.name, found.status, found.complete) == (canonical_name(name), "certain", True)


@pytest.mark.parametrize(
    "name",
    [
        "so(3) |x R^4(3)",
        "so(3) |x R^131(130)",
        "(so(3) + R^2) |x R^5(4)[(1,0)]",
        "(so(3,1) + R^2) |x (C^3[(1,0) +- (0,0)*i] + C^2[(0,1)])",
    ],
)
def test_another_dimension_a_large_one_a_centre_that_acts_by_zero_and_a_pair_without_imaginary_part_are_refused(name):
    with pytest.raises(lt.UnknownNameError):
        catalogue_algebra(name)


def test_modules_are_made_up_to_the_dimension_that_the_refusal_states():
    assert len(catalogue_algebra("so(3) |x R^128(63)")) == 3 + 128
    with pytest.raises(lt.UnknownNameError, match=r"one of which it has none.* up to real dimension 128 "):
        catalogue_algebra("so(3) |x R^132(65)")
