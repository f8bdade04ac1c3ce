"""The nilpotent algebras of dimension 6: the truth is the table that each was built from, in random rational bases."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra.catalogue.by_name import catalogue_algebra
from lietheory.algebra.identification.identify import identify
from lietheory.algebra.identification.nilpotent import fingerprint
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.linalg.dispatch import inverse, tensordot
from lietheory.algebra.names.nilpotent_table import nilpotent_constants, nilpotent_symbols, read_symbol
from lietheory.algebra.names.parser import canonical_name
from lietheory.algebra.structure.structure_constants import Structure, jacobi_residual


def in_another_basis(f: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The constants in a basis whose matrix has entries in -2..2."""
    P = rng.integers(-2, 3, (len(f), len(f)))
    while abs(np.linalg.det(P)) < 0.5:
        P = rng.integers(-2, 3, P.shape)
    turned = tensordot(tensordot(P, f, 1, 0), P, 1, 1).swapaxes(1, 2)
    return tensordot(turned, inverse(P), 2, 0)


@pytest.mark.parametrize("symbol", nilpotent_symbols())
def test_a_nilpotent_algebra_is_named_by_its_symbol_in_any_basis(symbol: str) -> None:
    f = nilpotent_constants(symbol)
    assert not jacobi_residual(f).any()
    found = identify(LieAlgebra.from_structure_constants(in_another_basis(f, np.random.default_rng(len(symbol)))))
    assert (found.name, found.status, found.complete, found.radical) == (symbol, "certain", True, symbol)
    assert canonical_name(symbol) == symbol
    assert identify(catalogue_algebra(symbol)).name == symbol


def test_the_thirty_four_of_dimension_6_have_thirty_four_names() -> None:
    bare = [f"L6,{k}" for k in range(1, 27) if k not in (19, 21, 22, 24)]
    names = {canonical_name(symbol) for symbol in [*bare, *(f"L6,{k}({e})" for k in (19, 21, 22, 24) for e in (1, 0, -1))]}
    assert len(names) == 34


def test_only_signs_share_a_fingerprint() -> None:
    found: dict[tuple, list[str]] = {}
    for symbol in nilpotent_symbols():
        found.setdefault(fingerprint(Structure(nilpotent_constants(symbol))), []).append(symbol)
    assert [group for group in found.values() if len(group) > 1] == [[f"L6,{k}(1)", f"L6,{k}(-1)"] for k in (19, 21, 24)]


def test_decomposable_symbols_are_sums() -> None:
    assert [canonical_name(symbol) for symbol in ("L6,22(1)", "L6,4", "L6,1")] == [
        "heisenberg(1) + heisenberg(1)",
        "heisenberg(2) + R",
        "R^6",
    ]
    assert read_symbol("L6,27") is None
    assert identify(catalogue_algebra("heisenberg(1)")).name == canonical_name("L3,2")


@pytest.mark.parametrize(
    "name",
    [
        *("[1, 1, 1, 1]", "[1, 1, 1, -1]", "[1, 1, -1, -1]", "[1, 1/2, 1/3, 1/4]", "[1, 1/2, -1/2, -1]", "[J2(1), 1, 1]"),
        *(
            "[J2(1), J2(1)]",
            "[J2(1), J2(-1)]",
            "[J3(1), -2]",
            "[J4(1)]",
            "[J4(0)]",
            "[J2(0), J2(0)]",
            "[J3(0), 1]",
            "[J2(0), J2(1)]",
        ),
        *("[J2(1), J2(0)]", "[1 +- i, 1, -1]", "[+-i, 1, 1/2]", "[+-i, +-1/2*i]", "[1 +- i, 1 +- 1/2*i]", "[J2(+-i)]"),
        *("[J2(1 +- i)]", "[+-i, J2(1)]", "[1/2 +- i, J2(0)]"),
    ],
)
def test_one_generator_on_r4_is_named_by_its_blocks_in_any_basis_and_at_any_scale(name: str) -> None:
    truth = canonical_name(f"R |x R^4{name}")
    f = catalogue_algebra(truth).structure_constants
    rng = np.random.default_rng(0)
    for scale in (1, -3):
        found = identify(LieAlgebra.from_structure_constants(scale * in_another_basis(f, rng)))
        assert (found.name, found.status) == (truth, "certain")
