"""The exceptional Lie algebras g2, f4, e6, e7, e8, split and compact, as exact integer matrices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lietheory.algebra.catalogue.calls import says_its_call
from lietheory.algebra.catalogue.chevalley import ChevalleyBasis, chevalley_basis, compact_constants
from lietheory.algebra.catalogue.minuscule import compact_matrices, compact_real_matrices, smallest_representation
from lietheory.algebra.lie_algebra import LieAlgebra
from lietheory.algebra.structure.structure_constants import Structure, adjoint_matrices
from lietheory.errors import UnknownNameError, shown

FORMS = ("split", "compact")
"""The real forms made here, of noncompact minus compact dimension rank and -dimension."""


@says_its_call
def g2(form: str = "split") -> LieAlgebra:
    """g2 on R^7: the derivations of the split octonions, g2(2), or of the octonions, g2(-14).

    All of this file: the split form has the basis E_a (positive roots a by height), E_-a, H_k, and the compact
    form E_a - E_-a, i (E_a + E_-a), i H_k, for a Chevalley basis with nodes numbered as by Bourbaki.

    Args:
        form: "split" or "compact".

    Raises:
        UnknownNameError: another form.

    Examples:
        >>> g2().killing_signature(), g2("compact").killing_signature()
        ((8, 6, 0), (0, 14, 0))
    """
    return _smallest("g2", 2, form, compact_real_matrices)


@says_its_call
def f4(form: str = "split") -> LieAlgebra:
    """f4 on R^26: the split form f4(4) or the compact one, f4(-52).

    Args:
        form: "split" or "compact".

    Raises:
        UnknownNameError: another form.

    Examples:
        >>> f4().dimension
        52
    """
    return _smallest("f4", 4, form, compact_real_matrices)


@says_its_call
def e6(form: str = "split") -> LieAlgebra:
    """e6: the split form e6(6) on R^27, or the compact one, e6(-78), on C^27 = R^54.

    Args:
        form: "split" or "compact".

    Raises:
        UnknownNameError: another form.

    Examples:
        >>> e6().generators.shape
        (78, 27, 27)
    """
    return _smallest("e6", 6, form, compact_matrices)


@says_its_call
def e7(form: str = "split") -> LieAlgebra:
    """e7: the split form e7(7) on R^56, or the compact one, e7(-133), on C^56 = R^112.

    Args:
        form: "split" or "compact".

    Raises:
        UnknownNameError: another form.

    Examples:
        >>> e7().generators.shape
        (133, 56, 56)
    """
    return _smallest("e7", 7, form, compact_matrices)


@says_its_call
def e8(form: str = "split") -> LieAlgebra:
    """e8 in its adjoint representation on R^248, the smallest one: the split form e8(8) or the compact one, e8(-248).

    The generators are a view of the structure constants, so both together take 122 MB.

    Args:
        form: "split" or "compact".

    Raises:
        UnknownNameError: another form.

    Examples:
        >>> e8().dimension
        248
    """
    _require_form("e8", form)
    basis = chevalley_basis("E", 8)
    constants = basis.constants if form == "split" else compact_constants(basis)
    return _algebra(adjoint_matrices(constants), constants)


def _smallest(name: str, rank: int, form: str, compact: Callable[[ChevalleyBasis, np.ndarray], np.ndarray]) -> LieAlgebra:
    """An algebra in its smallest representation, of which ``compact`` makes that of the compact form."""
    _require_form(name, form)
    basis, matrices = chevalley_basis(name[0].upper(), rank), smallest_representation(name[0].upper(), rank)
    if form == "split":
        return _algebra(matrices, basis.constants)
    return _algebra(compact(basis, matrices), compact_constants(basis))


def _algebra(generators: np.ndarray, constants: np.ndarray) -> LieAlgebra:
    """The algebra with known constants, which need not be computed from the matrices."""
    return LieAlgebra(generators, Structure(constants), np.eye(len(constants), dtype=np.int64))


def _require_form(name: str, form: str) -> None:
    if not isinstance(form, str) or form not in FORMS:
        raise UnknownNameError.nearest(f"{name}({shown(form)})", "real form", form, FORMS)
