"""What a LieAlgebra keeps: matrices with structure constants, structure constants alone, or a sparse basis of Pauli sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from lietheory.algebra.invariants.structure_invariants import StructureInvariants
from lietheory.algebra.pauli.basis import PauliBasis
from lietheory.algebra.pauli.saved_sums_check import require_closed_sums
from lietheory.algebra.structure.saved_algebra_check import require_lie_algebra
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import Generators
from lietheory.files import Checked, UnfitError, saved_as


@dataclass(frozen=True, eq=False)
class StoredBasis(StructureInvariants, Checked):
    """The data of a real Lie algebra, written out where they were given, and made of its Pauli sums on demand where not.

    Args:
        from_complex: whether the generators were given as complex matrices, of which g is the real span.
        pauli: the sparse basis of an algebra of Pauli sums, None for any other; ``generators`` and ``structure_constants``
            are then made when they are first used, up to 2^27 numbers.
        made_by: the call of the catalogue that made it, for printing alone; empty for any other.
    """

    _given_matrices: Generators | None = field(metadata=saved_as("generators"))
    _given_structure: Structure | None = field(metadata=saved_as("structure"))
    _given_change: np.ndarray | None = field(metadata=saved_as("change"))
    from_complex: bool = False
    pauli: PauliBasis | None = None
    made_by: str = ""

    def __post_init__(self) -> None:
        if self._given_structure is None and self.pauli is None:
            raise UnfitError("structure is missing")  # of a file, which load reports
        constants = None if self._given_structure is None else self._given_structure.constants
        for array in (self._given_matrices, constants, self._given_change):
            if array is not None:
                array.flags.writeable = False

    def require_sound(self) -> None:
        """Raise UnfitError unless a file's numbers are those of a Lie algebra."""
        if self._given_structure is not None:
            require_lie_algebra(self._given_structure, self._given_matrices, self._given_change)
        if self.pauli is not None:
            require_closed_sums(self.pauli)

    @cached_property
    def _matrices(self) -> Generators | None:
        if self.pauli is None or self._given_matrices is not None:
            return self._given_matrices
        matrices = self.pauli.matrices("g.generators")
        matrices.flags.writeable = False
        return matrices

    @cached_property
    def _structure(self) -> Structure:  # in the basis that everything is computed in: the generators if exact, else orthonormal
        if self._given_structure is not None:
            return self._given_structure
        structure = Structure(self._sparse.structure_constants("g.structure_constants"))
        structure.constants.flags.writeable = False
        return structure

    @cached_property
    def _change(self) -> np.ndarray:  # (n_L, n_L), that basis written in the generators
        return np.eye(self.dimension, dtype=np.int64) if self._given_change is None else self._given_change

    @property
    def _sparse(self) -> PauliBasis:
        if self.pauli is None:
            raise UnfitError("structure is missing")
        return self.pauli

    @property
    def dimension(self) -> int:
        """The dimension of the algebra as a real vector space."""
        return self._sparse.dimension if self._given_structure is None else self._given_structure.dimension

    @property
    def is_exact(self) -> bool:
        """Whether the algebra was given by exact numbers, of Q or of one Q(sqrt(n)), so that no decision about it rounds."""
        return self._sparse.exact if self._given_structure is None else self._given_structure.is_exact

    @property
    def has_matrices(self) -> bool:
        """Whether the algebra is one of matrices; if not it is abstract, known by its structure constants."""
        return self._given_matrices is not None or self.pauli is not None
