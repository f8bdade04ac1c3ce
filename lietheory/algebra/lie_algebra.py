"""The class LieAlgebra: a real Lie algebra of matrices, exact or numeric, and its invariants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.invariants import cartan, characteristic_ideals, direct_decomposition, simple_ideals
from lietheory.algebra.invariants.derivations import derivations
from lietheory.algebra.linalg.dispatch import inverse, multiply, tensordot
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.algebra.number_description import arithmetic, described_matrices
from lietheory.algebra.realisation import realised
from lietheory.algebra.structure.closure import closed_rows, projected_brackets, relative_size, require_closed, span
from lietheory.algebra.structure.structure_constants import FLOAT_ERROR, Structure
from lietheory.arrays import Generators, as_generators, is_complex, is_exact
from lietheory.errors import in_call
from lietheory.files import load_result, save_result

if TYPE_CHECKING:
    import sympy

    from lietheory.algebra.enveloping.root_system import RootSystem


@dataclass(frozen=True, eq=False)
class LieAlgebra:
    """A real Lie algebra g with a basis L_k of matrices, [L_i, L_j] = sum_k f[i, j, k] L_k.

    Made by :meth:`from_matrices`, :meth:`from_structure_constants` or the catalogue. Integers and
    rationals make it exact; floats make it numeric, and every decision is then taken in an
    orthonormal basis of the span, absolute against the error of the input.

    Args:
        generators: (n_L, d, d), read-only; None where the algebra is abstract.
        structure: the structure constants that everything is computed in.
        change: (n_L, n_L), the basis of ``structure`` written in the generators.
        from_complex: whether the generators were given as complex matrices, of which g is the real span.
    """

    generators: Generators | None
    structure: Structure
    change: np.ndarray
    from_complex: bool = False

    @classmethod
    def from_matrices(cls, L: ArrayLike, close: bool = False, tolerance: float | None = None) -> LieAlgebra:
        """The Lie algebra with basis L, or with ``close`` the Lie algebra that L generates.

        Args:
            L: generators (n_L, d, d), linearly independent unless ``close``. Complex ones are read
                as a real span and stored as real matrices of size 2d. SymPy matrices over one
                field Q(sqrt(n)) or the Gaussian rationals are exact, with sqrt(n) > 0.
            close: take the smallest Lie algebra that contains L.
            tolerance: relative to the norms of the generators, how far a bracket of floats may
                leave the span, and what counts as zero; 1e-9 by default. Exact input ignores it.

        Raises:
            ShapeError, PrecisionError: not finite square matrices of one size; a tolerance that is no size.
            RankError: dependent generators, one of them named.
            ClosureError: a bracket leaves the span; the pair and the distance are named.

        Examples:
            >>> LieAlgebra.from_matrices([[[0, -1], [1, 0]], [[1, 0], [0, -1]]], close=True).dimension
            3
        """
        call = "LieAlgebra.from_matrices(L)"
        from_complex, L = is_complex(L), as_generators(L, call)
        tolerance = relative_size(tolerance, FLOAT_ERROR, call, "tolerance")
        require_algebra_memory(call, *L.shape[:2])
        found = span(closed_rows(L, tolerance, call) if close else L, call, tolerance)
        require_closed(found, call, tolerance)
        structure = Structure(found.constants, 0.0 if is_exact(L) else tolerance)
        return cls._frozen(found.generators, structure, found.change, from_complex)

    @classmethod
    def from_structure_constants(cls, f: ArrayLike) -> LieAlgebra:
        """The Lie algebra with [e_i, e_j] = sum_k f[i, j, k] e_k, realised by matrices where a simple way is known.

        The matrices are those of the adjoint representation, enlarged by characters of g / [g, g]
        where the centre meets [g, g] only in 0. Otherwise the algebra stays abstract:
        ``generators`` is None, and all that needs no matrices works.

        Args:
            f: (n, n, n), exact or floating.

        Raises:
            ShapeError: not a cube, not antisymmetric in i and j, or against the Jacobi identity;
                the indices are named.

        Examples:
            >>> LieAlgebra.from_structure_constants([[[0, 0], [0, 1]], [[0, -1], [0, 0]]]).is_solvable
            True
        """
        structure, matrices = realised(f, "LieAlgebra.from_structure_constants(f)")
        if matrices is not None and not structure.is_exact:
            return cls.from_matrices(matrices, tolerance=structure.error)
        return cls._frozen(matrices, structure, structure.whole)

    @classmethod
    def _frozen(
        cls, generators: np.ndarray | None, structure: Structure, change: np.ndarray, from_complex: bool = False
    ) -> LieAlgebra:
        for array in (generators, structure.constants, change):
            if array is not None and array.flags.writeable:
                array.flags.writeable = False
        return cls(generators, structure, change, from_complex)

    @property
    def dimension(self) -> int:
        """The dimension of the algebra as a real vector space."""
        return self.structure.dimension

    @property
    def is_exact(self) -> bool:
        """Whether the algebra was given by exact numbers, of Q or of one Q(sqrt(n)), so that no decision about it rounds."""
        return self.structure.is_exact

    @cached_property
    def structure_constants(self) -> np.ndarray:
        """f[i, j, k] with [L_i, L_j] = sum_k f[i, j, k] L_k for the generators as given."""
        if self.is_exact or self.generators is None:
            return self.structure.constants
        return projected_brackets(self.generators)[0]

    def killing_form(self) -> np.ndarray:
        """K[i, j] = tr(ad L_i ad L_j), (n_L, n_L), for the generators as given."""
        return Structure(self.structure_constants).killing

    def killing_signature(self) -> tuple[int, int, int]:
        """The numbers of positive, negative and zero eigenvalues of the Killing form; basis-free."""
        return self.structure.killing_signature

    def to_sympy(self) -> list[sympy.Matrix]:
        """The generators as SymPy matrices, rationals if exact; an abstract algebra is refused."""
        from lietheory.algebra.symbolic.symbolic_algebra import to_sympy

        return to_sympy(self)

    def subalgebra(self, rows: np.ndarray) -> LieAlgebra:
        """The subalgebra spanned by rows of coordinates in the basis of ``structure``."""
        if is_exact(self.structure.constants) and not is_exact(rows):
            floats = Structure(self.structure.constants.astype(np.float64), FLOAT_ERROR)
            generators = None if self.generators is None else self.generators.astype(np.float64)
            return LieAlgebra(generators, floats, self.change.astype(np.float64), self.from_complex).subalgebra(rows)
        structure = self.structure.restrict(rows)
        generators = None
        if self.generators is not None:
            generators = tensordot(multiply(rows, self.change), self.generators, 1, 0)
        return self._frozen(generators, structure, structure.whole, self.from_complex)

    def derived_series(self) -> list[LieAlgebra]:
        """g, [g, g], [[g, g], [g, g]], ... down to the first term that repeats."""
        return [self.subalgebra(rows) for rows in characteristic_ideals.derived_series(self.structure)]

    def lower_central_series(self) -> list[LieAlgebra]:
        """g, [g, g], [g, [g, g]], ... down to the first term that repeats."""
        return [self.subalgebra(rows) for rows in characteristic_ideals.lower_central_series(self.structure)]

    def upper_central_series(self) -> list[LieAlgebra]:
        """0, the centre, the preimage of the centre of g / centre, ... up to the first term that repeats."""
        return [self.subalgebra(rows) for rows in characteristic_ideals.upper_central_series(self.structure)]

    def center(self) -> LieAlgebra:
        """The elements that commute with all others."""
        return self.subalgebra(characteristic_ideals.center(self.structure))

    def radical(self) -> LieAlgebra:
        """The largest solvable ideal, which is the Killing complement of [g, g]."""
        return self.subalgebra(characteristic_ideals.radical(self.structure))

    def nilradical(self) -> LieAlgebra:
        """The largest nilpotent ideal."""
        return self.subalgebra(characteristic_ideals.nilradical(self.structure))

    def levi(self) -> LieAlgebra:
        """A semisimple subalgebra s with g = s + radical(g), unique up to conjugation."""
        return self.subalgebra(characteristic_ideals.levi_factor(self.structure))

    def cartan_subalgebra(self) -> LieAlgebra:
        """A nilpotent subalgebra that is its own normaliser; its dimension is the rank of g."""
        return self.subalgebra(cartan.cartan_subalgebra(self.structure))

    def root_system(self) -> RootSystem:
        """The root system of the semisimple part of a reductive g, over the complex numbers; another g is refused."""
        from lietheory.algebra.enveloping.root_system import root_system

        return root_system(self)

    def derivations(self) -> LieAlgebra:
        """The Lie algebra of the maps D with D[x, y] = [Dx, y] + [x, Dy], in (n_L, n_L) matrices for the generators as given."""
        maps = tensordot(self.change.T, derivations(self.structure), 1, 1).swapaxes(0, 1)
        return LieAlgebra.from_matrices(tensordot(maps, inverse(self.change.T), 2, 0), tolerance=self.structure.error)

    def simple_ideals(self) -> list[LieAlgebra]:
        """The ideals of g that are simple over the reals; those of an exact g are exact where they are rational."""
        return [self.subalgebra(ideal.rows) for ideal in simple_ideals.simple_ideals(self.structure)]

    def direct_summands(self) -> list[LieAlgebra]:
        """The indecomposable ideals of which g is the direct sum over the reals, exact where they are rational."""
        return [self.subalgebra(rows) for rows in direct_decomposition.direct_summands(self.structure)]

    @cached_property
    def is_abelian(self) -> bool:
        """Whether all brackets vanish."""
        return len(characteristic_ideals.center(self.structure)) == self.dimension

    @cached_property
    def is_nilpotent(self) -> bool:
        """Whether the lower central series ends at 0."""
        return len(characteristic_ideals.lower_central_series(self.structure)[-1]) == 0

    @cached_property
    def is_solvable(self) -> bool:
        """Whether the derived series ends at 0."""
        return len(characteristic_ideals.derived_series(self.structure)[-1]) == 0

    @cached_property
    def is_semisimple(self) -> bool:
        """Whether the Killing form is nondegenerate (Cartan); the zero algebra counts."""
        return self.killing_signature()[2] == 0

    @cached_property
    def is_simple(self) -> bool:
        """Whether g is not abelian and has no ideal, over the reals, but 0 and itself."""
        return self.dimension > 0 and self.is_semisimple and len(simple_ideals.simple_ideals(self.structure)) == 1

    @cached_property
    def is_compact(self) -> bool | None:
        """Whether g is the Lie algebra of a compact group; None where a centre leaves that to the matrices."""
        positive, _, zero = self.killing_signature()
        if positive or zero > len(characteristic_ideals.center(self.structure)):
            return False
        return True if zero == 0 else None

    def __repr__(self) -> str:
        where = "abstract" if self.generators is None else f"in {described_matrices(self.generators, self.from_complex)}"
        held = [array for array in (self.structure.constants, self.generators) if array is not None]
        return f"LieAlgebra(dimension {self.dimension}, {where}, {arithmetic(*held)})"

    def save(self, path: str | Path) -> Path:
        """Write the algebra to an .npz file that :meth:`load` reads back."""
        arrays = {"constants": self.structure.constants, "change": self.change}
        if self.generators is not None:
            arrays["generators"] = self.generators
        header = {"error": self.structure.error, "from_complex": self.from_complex}
        return save_result(path, "LieAlgebra", header, **arrays)

    @classmethod
    def load(cls, path: str | Path) -> LieAlgebra:
        """The algebra that :meth:`save` wrote."""
        header, arrays = load_result(path, "LieAlgebra")
        structure = Structure(arrays["constants"], header["error"])
        return cls._frozen(arrays.get("generators"), structure, arrays["change"], header.get("from_complex", False))


def lie_closure(L: ArrayLike, tolerance: float | None = None) -> LieAlgebra:
    """The smallest Lie algebra that contains the matrices L.

    Args:
        L: any generating set (n, d, d); dependent matrices are allowed.
        tolerance: for floats, the relative size below which a new bracket counts as zero.

    Returns:
        The algebra; its basis starts with independent ones of L if exact, and is orthonormal if not.

    Raises:
        ShapeError, PrecisionError: not finite square matrices of one size.

    Examples:
        >>> lie_closure([[[0, 1], [0, 0]], [[0, 0], [1, 0]]]).killing_signature()
        (2, 1, 0)
    """
    with in_call("lie_closure(L)"):
        return LieAlgebra.from_matrices(L, close=True, tolerance=tolerance)


def direct_sum(*algebras: LieAlgebra) -> LieAlgebra:
    """The direct sum of matrix Lie algebras, in block-diagonal matrices.

    Examples:
        >>> line = LieAlgebra.from_matrices([[[0, 1], [0, 0]]])
        >>> direct_sum(line, line).dimension
        2
    """
    sizes = [g.generators.shape[1] for g in algebras]
    exact = all(g.is_exact for g in algebras)
    blocks = []
    for k, g in enumerate(algebras):
        before, after = sum(sizes[:k]), sum(sizes[k + 1 :])
        blocks.append(np.pad(g.generators, ((0, 0), (before, after), (before, after))))
    stacked = np.concatenate(blocks)
    return LieAlgebra.from_matrices(stacked if exact else stacked.astype(np.float64))
