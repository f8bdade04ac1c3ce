"""The class LieAlgebra: a real Lie algebra of matrices, exact or numeric, and its invariants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra.invariants import cartan, characteristic_ideals, direct_decomposition, simple_ideals
from lietheory.algebra.invariants.derivations import derivations, in_generators
from lietheory.algebra.invariants.reductive import RootSystem, reductive_parts, roots_of
from lietheory.algebra.linalg.dispatch import multiply, tensordot
from lietheory.algebra.linalg.memory import require_algebra_memory
from lietheory.algebra.linalg.quadratic_field import arithmetic
from lietheory.algebra.realisation import realised
from lietheory.algebra.stored_basis import StoredBasis
from lietheory.algebra.structure import closure
from lietheory.algebra.structure.given_basis import constants_of, killing_of
from lietheory.algebra.structure.structure_constants import Structure, adjoint_matrices
from lietheory.arrays import Generators, as_array, as_generators, as_real, is_complex, is_exact, size_of_matrices
from lietheory.errors import ShapeError, in_call, shown
from lietheory.files import load, save
from lietheory.printing import html_text, tex_text
from lietheory.quadratic_numbers import sympy_number
from lietheory.tolerances import FLOAT_ERROR, ROUNDING

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True, eq=False)
class LieAlgebra(StoredBasis):
    """A real Lie algebra g with a basis L_k of matrices, [L_i, L_j] = sum_k f[i, j, k] L_k.

    Made by :meth:`from_matrices`, :meth:`from_structure_constants` or the catalogue. Integers and rationals make it exact; floats
    make it numeric, and every decision is then absolute against the error of the input, in an orthonormal basis. ``len(g)`` is
    the dimension, ``for L in g`` goes through the generators. ``==`` is identity: equal, conjugate and isomorphic are
    answers of :func:`lietheory.compare`. An element is given by coordinates (n_L,) or as a matrix (d, d).

    Args:
        from_complex: whether the generators were given as complex matrices, of which g is the real span.
        pauli: the sparse basis of an algebra that Pauli sums generate; what is dense is then made on demand.
        made_by: the call of the catalogue that made it, for printing alone.
    """

    @classmethod
    def from_matrices(cls, L: ArrayLike, close: bool = False, tolerance: float | None = None) -> LieAlgebra:
        """The Lie algebra with basis L, or with ``close`` the Lie algebra that L generates.

        Args:
            L: generators (n_L, d, d), linearly independent unless ``close``. Complex ones are read as a real span, as real
                matrices of size 2d. SymPy ones over one Q(sqrt(n)), n > 0, or the Gaussian rationals are exact.
            close: take the smallest Lie algebra that contains L.
            tolerance: of floats, relative to their norms: the largest distance of a bracket from the span; 1e-9 by default.

        Raises:
            ShapeError, PrecisionError: not finite square matrices of one size; a tolerance that is no size.
            RankError: dependent generators, one of them named.
            ClosureError: a bracket is outside the span; the message names the pair and the distance.

        Examples:
            >>> LieAlgebra.from_matrices([[[0, -1], [1, 0]], [[1, 0], [0, -1]]], close=True).dimension
            3
        """
        call = "LieAlgebra.from_matrices(L)"
        if not isinstance(close, bool):
            raise ShapeError(call, "close as True or False", shown(close), "Name it: close=True.")
        from_complex, L = is_complex(L), as_generators(L, call)
        tolerance = closure.relative_size(tolerance, FLOAT_ERROR, call, "tolerance")
        require_algebra_memory(call, *L.shape[:2])
        spanned = closure.span(closure.closed_rows(L, tolerance, call) if close else L, call, tolerance)
        closure.require_closed(spanned, call, tolerance)
        structure = Structure(spanned.constants, 0.0 if is_exact(L) else tolerance)
        return LieAlgebra(spanned.generators, structure, spanned.change, from_complex)

    @classmethod
    def from_structure_constants(cls, f: ArrayLike) -> LieAlgebra:
        """The Lie algebra with [e_i, e_j] = sum_k f[i, j, k] e_k, realised by matrices where a simple way is known.

        The matrices are those of the adjoint representation, enlarged by characters of g / [g, g]
        where the centre meets [g, g] only in 0. Otherwise the algebra stays abstract:
        ``has_matrices`` is False, and all that needs no matrices works.

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
            return cls.from_matrices(matrices)
        return LieAlgebra(matrices, structure, structure.whole)

    @property
    def generators(self) -> Generators:
        """The basis L_k, (n_L, d, d), read-only; complex matrices as real ones of twice the size.

        Raises:
            ShapeError: the algebra is abstract, so that ``has_matrices`` is False.
        """
        if self._matrices is None:
            got = f"an abstract one of dimension {self.dimension}"
            raise ShapeError("g.generators", "an algebra of matrices", got, "Give matrices, or use g.structure_constants.")
        return self._matrices

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(self.generators)

    @cached_property
    def structure_constants(self) -> np.ndarray:
        """f[i, j, k] with [L_i, L_j] = sum_k f[i, j, k] L_k for the generators as given."""
        constants = constants_of(self._structure, self._matrices, "g.structure_constants")
        constants.flags.writeable = False
        return constants

    def killing_form(self) -> np.ndarray:
        """K[i, j] = tr(ad L_i ad L_j), (n_L, n_L), for the generators as given."""
        return killing_of(self._structure, self._matrices, "g.killing_form()")

    def bracket(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """[x, y] of two elements: coordinates (n_L,) of two coordinate vectors, the matrix xy - yx of two matrices.

        Args:
            x: an element of g, coordinates (n_L,) or a matrix (d, d).
            y: another one, given in the same way.

        Raises:
            ShapeError: another shape, one of each, or a matrix that is not in g.
            PrecisionError: NaN, infinite or complex coordinates, or a result beyond the range of floats.

        Examples:
            >>> from lietheory import so  # L_x, L_y, L_z with [L_x, L_y] = L_z
            >>> so(3).bracket([1, 0, 0], [0, 1, 0]).tolist()
            [0, 0, 1]
        """
        call = "g.bracket(x, y)"
        (x, a), (y, b) = self._element(x, call, "x"), self._element(y, call, "y")
        if x.ndim != y.ndim:
            raise ShapeError(call, "two matrices or two coordinate vectors", "one of each", "Give both in the same way.")
        coordinates = tensordot(b, tensordot(a, self.structure_constants, 0, 0), 0, 0)
        result = coordinates if x.ndim == 1 else tensordot(coordinates, self.generators, 0, 0)
        return as_real(result, call, "[x, y]")

    def ad(self, x: ArrayLike) -> np.ndarray:
        """The matrix of y -> [x, y], (n_L, n_L), which acts on columns of coordinates in the generators.

        Args:
            x: an element of g, coordinates (n_L,) or a matrix (d, d).

        Raises:
            ShapeError: another shape, or a matrix that is not in g.

        Examples:
            >>> from lietheory import so
            >>> so(3).ad([0, 0, 1]).tolist() == so(3).generators[2].tolist()
            True
        """
        return tensordot(self._element(x, "g.ad(x)", "x")[1], adjoint_matrices(self.structure_constants), 0, 0)

    def _element(self, value: ArrayLike, call: str, name: str) -> tuple[np.ndarray, np.ndarray]:
        """An element as it was given, and its coordinates in the generators."""
        x = as_array(value, call, name)
        if x.ndim == 2 and x.dtype.kind == "c":
            x = as_generators(x[None], call, name)[0]
        if x.shape == (self.dimension,):
            x = as_real(x, call, name)
            return x, x
        if self._matrices is None or x.shape != self._matrices.shape[1:]:
            expected = f"{name} as coordinates ({self.dimension},), or as a matrix of the size of the generators"
            raise ShapeError(call, expected, f"shape {x.shape}", "Give an element of the algebra.")
        return x, closure.coordinates_of(x, self._matrices, max(self._structure.error, FLOAT_ERROR), call, name)

    def to_sympy(self) -> list[sympy.Matrix]:
        """The generators as SymPy matrices: rationals and square roots where g is exact, floats where it is not.

        Raises:
            ShapeError: the algebra is abstract, it has no matrices.

        Examples:
            >>> from lietheory import so
            >>> so(2).to_sympy()[0].tolist()
            [[0, -1], [1, 0]]
        """
        import sympy

        with in_call("g.to_sympy()"):
            return [sympy.Matrix(*L.shape, [sympy_number(x) for x in L.flat]) for L in self.generators]

    def _subalgebra(self, rows: np.ndarray) -> LieAlgebra:
        """The subalgebra spanned by rows of coordinates in the basis of the structure constants."""
        structure, matrices, change = self._structure, self._matrices, self._change
        if structure.is_exact and not is_exact(rows):
            structure, change = Structure(structure.constants.astype(np.float64), FLOAT_ERROR), change.astype(np.float64)
            matrices = None if matrices is None else matrices.astype(np.float64)
        structure = structure.restrict(rows)
        if matrices is not None:
            matrices = tensordot(multiply(rows, change), matrices, 1, 0)
        return LieAlgebra(matrices, structure, structure.whole, self.from_complex)

    def derived_series(self) -> list[LieAlgebra]:
        """g, [g, g], [[g, g], [g, g]], ... down to the first term that repeats."""
        return [self._subalgebra(rows) for rows in characteristic_ideals.derived_series(self._structure)]

    def lower_central_series(self) -> list[LieAlgebra]:
        """g, [g, g], [g, [g, g]], ... down to the first term that repeats."""
        return [self._subalgebra(rows) for rows in characteristic_ideals.lower_central_series(self._structure)]

    def upper_central_series(self) -> list[LieAlgebra]:
        """0, the centre, the preimage of the centre of g / centre, ... up to the first term that repeats."""
        return [self._subalgebra(rows) for rows in characteristic_ideals.upper_central_series(self._structure)]

    def center(self) -> LieAlgebra:
        """The elements that commute with all others."""
        return self._subalgebra(characteristic_ideals.center(self._structure))

    def radical(self) -> LieAlgebra:
        """The largest solvable ideal, which is the Killing complement of [g, g]."""
        return self._subalgebra(characteristic_ideals.radical(self._structure))

    def nilradical(self) -> LieAlgebra:
        """The largest nilpotent ideal."""
        return self._subalgebra(characteristic_ideals.nilradical(self._structure))

    def levi(self) -> LieAlgebra:
        """A semisimple subalgebra s with g = s + radical(g), unique up to conjugation."""
        return self._subalgebra(characteristic_ideals.levi_factor(self._structure))

    def cartan_subalgebra(self) -> LieAlgebra:
        """A nilpotent subalgebra that is its own normaliser; its dimension is the rank of g."""
        return self._subalgebra(cartan.cartan_subalgebra(self._structure))

    def root_system(self) -> RootSystem:
        """The root system of the semisimple part of a reductive g, over the complex numbers.

        Raises:
            UndecidedError: g is not reductive, or too noisy for integers.
        """
        structure, basis = computing_basis(self)
        return roots_of(reductive_parts(structure, basis, max(structure.error, ROUNDING), "g.root_system()"))

    def derivations(self) -> LieAlgebra:
        """The Lie algebra of the maps D with D[x, y] = [Dx, y] + [x, Dy], in (n_L, n_L) matrices for the generators as given."""
        maps = in_generators(derivations(self._structure), self._change)
        return LieAlgebra.from_matrices(maps, tolerance=self._structure.error if self.has_matrices else None)

    def simple_ideals(self) -> list[LieAlgebra]:
        """The ideals of g that are simple over the reals; those of an exact g are exact where they are rational."""
        return [self._subalgebra(ideal.rows) for ideal in simple_ideals.simple_ideals(self._structure)]

    def direct_summands(self) -> list[LieAlgebra]:
        """The indecomposable ideals of which g is the direct sum over the reals, exact where they are rational."""
        return [self._subalgebra(rows) for rows in direct_decomposition.direct_summands(self._structure)]

    def __repr__(self) -> str:
        if self.pauli is not None:
            return f"LieAlgebra(dimension {self.dimension}, of Pauli sums on {self.pauli.qubits} qubits, exact)"
        held = [array for array in (self._structure.constants, self._matrices) if array is not None]
        where = "abstract" if self._matrices is None else f"in {size_of_matrices(self._matrices, self.from_complex)}"
        return f"LieAlgebra({self.made_by and self.made_by + ', '}dimension {self.dimension}, {where}, {arithmetic(*held)})"

    def _repr_html_(self) -> str:
        return html_text(repr(self))

    def _repr_latex_(self) -> str:
        return tex_text(repr(self))

    def save(self, path: str | Path) -> Path:
        """Write the algebra to an .npz file that :meth:`load` reads back."""
        return save(path, self)

    @classmethod
    def load(cls, path: str | Path) -> LieAlgebra:
        """The algebra that :meth:`save` wrote."""

        def nested(header: dict, arrays: dict[str, np.ndarray]) -> None:  # the structure constants, once beside the generators
            if "constants" in arrays:
                arrays["structure:constants"], header["structure"] = arrays.pop("constants"), {"error": header.pop("error", None)}

        return load(path, cls, upgrade=nested, largest=np.finfo(np.float64).max)


def computing_basis(g: LieAlgebra) -> tuple[Structure, np.ndarray]:
    """The structure constants and the matrices, ad if abstract, of the basis that decisions are taken in.

    These are the generators if g is exact, and else an orthonormal basis of their span.
    """
    if not g.has_matrices:
        return g._structure, adjoint_matrices(g._structure.constants)
    return g._structure, tensordot(g._change, g.generators, 1, 0)
