"""What takes an algebra on torch's side takes matrices, a LieAlgebra, a SymbolicAlgebra and a name, with one answer."""

from __future__ import annotations

import pytest
import torch

import lconv
import lietheory as lt
from lietheory.errors import LieTheoryError, UnknownNameError
from lietheory.representation import so2_quadrature

KINDS = [lt.so(2).generators, lt.so(2), lt.symbolic_algebra("so(2)"), "so(2)"]
MADE = {
    "LConv": lambda g: lconv.LConv(2, 1, 1, generators=g).generators,
    "grid_algebra": lambda g: lconv.grid_algebra(g, (3, 3))(),
    "RepresentationConv": lambda g: lconv.RepresentationConv(
        so2_quadrature(3), g, 1, 1, lambda u: torch.ones(len(u), 1, 1), bias=False
    )(torch.ones(1, 2, 1)),
    "MatrixAction": lambda g: lconv.MatrixAction(g, g)(torch.ones(1, 2)),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_all_kinds_of_an_algebra_make_the_same(make) -> None:
    expected = make(KINDS[0])
    for g in KINDS[1:]:
        assert torch.equal(make(g), expected)


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_what_has_no_matrices_is_an_error_of_ours(make) -> None:
    abstract = lt.LieAlgebra.from_structure_constants(lt.heisenberg(1).structure_constants)
    with pytest.raises(LieTheoryError, match="abstract"):
        make(abstract)
    with pytest.raises(UnknownNameError, match="Did you mean"):
        make("os(2)")
