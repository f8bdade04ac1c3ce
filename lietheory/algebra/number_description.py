"""What an algebra says of the numbers and the matrices it was given by."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.linalg.quadratic_field import radicand
from lietheory.arrays import Generators, is_exact


def described_matrices(L: Generators, from_complex: bool) -> str:
    """The size of generators, and whether they stand for complex ones.

    Examples:
        >>> described_matrices(np.zeros((1, 4, 4)), True)
        '4 x 4 real matrices, the real span of complex 2 x 2 ones'
    """
    d = L.shape[1]
    return f"{d} x {d} real matrices" + (f", the real span of complex {d // 2} x {d // 2} ones" if from_complex else "")


def arithmetic(*arrays: np.ndarray) -> str:
    """In which numbers arrays are: "numeric", "exact", or "exact over Q(sqrt(2))".

    Examples:
        >>> arithmetic(np.array([1, 2])), arithmetic(np.array([0.5]))
        ('exact', 'numeric')
    """
    if not all(map(is_exact, arrays)):
        return "numeric"
    n = radicand(*arrays)
    return f"exact over Q(sqrt({n}))" if n else "exact"
