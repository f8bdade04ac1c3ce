"""How much memory a Lie algebra takes, estimated before anything of it is allocated.

Structure constants are n^3 numbers and generators n d^2, each held a few times over while they are checked.
"""

from __future__ import annotations

from lietheory.memory import available_bytes, require_memory

__all__ = ["available_bytes", "require_algebra_memory", "require_memory"]

_NUMBER = 8  # bytes of a float64 or an int64
_COPIES = 3  # of the structure constants: as computed, as checked, and one that an invariant makes
_MATRICES = 6  # of the generators: listed, stacked, flattened, in echelon form, and two for brackets


def require_algebra_memory(call: str, dimension: int, size: int) -> None:
    """Raise ShapeError for an algebra whose generators and structure constants would not fit."""
    needed = _NUMBER * (_MATRICES * dimension * size**2 + _COPIES * dimension**3)
    what = f"{dimension} generators of size {size} with {dimension}^3 structure constants"
    require_memory(call, what, needed, "Take a smaller one.")
