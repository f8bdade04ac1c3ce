"""What the structure constants of an algebra decide alone: its dimension, its signature, and the classes it belongs to."""

from __future__ import annotations

from functools import cached_property

from lietheory.algebra.invariants import characteristic_ideals, simple_ideals
from lietheory.algebra.structure.structure_constants import Structure


class StructureInvariants:
    """The invariants of a Lie algebra that are numbers or yes and no, for a class with structure constants."""

    _structure: Structure

    @property
    def dimension(self) -> int:
        """The dimension of the algebra as a real vector space."""
        return self._structure.dimension

    @property
    def is_exact(self) -> bool:
        """Whether the algebra was given by exact numbers, of Q or of one Q(sqrt(n)), so that no decision about it rounds."""
        return self._structure.is_exact

    def __len__(self) -> int:
        return self.dimension

    def killing_signature(self) -> tuple[int, int, int]:
        """The numbers of positive, negative and zero eigenvalues of the Killing form; basis-free."""
        return self._structure.killing_signature

    @cached_property
    def is_abelian(self) -> bool:
        """Whether all brackets vanish."""
        return len(characteristic_ideals.center(self._structure)) == self.dimension

    @cached_property
    def is_nilpotent(self) -> bool:
        """Whether the lower central series ends at 0."""
        return len(characteristic_ideals.lower_central_series(self._structure)[-1]) == 0

    @cached_property
    def is_solvable(self) -> bool:
        """Whether the derived series ends at 0."""
        return len(characteristic_ideals.derived_series(self._structure)[-1]) == 0

    @cached_property
    def is_semisimple(self) -> bool:
        """Whether the Killing form is nondegenerate (Cartan); the zero algebra counts."""
        return self.killing_signature()[2] == 0

    @cached_property
    def is_simple(self) -> bool:
        """Whether g is not abelian and has no ideal, over the reals, but 0 and itself."""
        return self.dimension > 0 and self.is_semisimple and len(simple_ideals.simple_ideals(self._structure)) == 1

    @cached_property
    def is_compact(self) -> bool | None:
        """Whether g is the Lie algebra of a compact group; None where a centre makes that depend on the matrices."""
        positive, _, zero = self.killing_signature()
        if positive or zero > len(characteristic_ideals.center(self._structure)):
            return False
        return True if zero == 0 else None
