"""What a generator does to the plane of an image, in words: rotation, scale, shear, shift."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

PURE = 0.95
"""A part of that share of the squared length names the direction alone: it is within 13 degrees of it."""
SEEN = 0.05
"""Parts with less of the squared length are left out of a mixture."""


def plane_direction(A: Float[np.ndarray, "n n"]) -> str:
    """The parts of A in gl(2) = rotation + scale + shear, and the translations of aff(2), by their share of |A|^2.

    The antisymmetric part of the plane's block turns, its trace scales, and what is left, symmetric without trace, shears:
    it stretches one axis and shrinks the one across. The last column of a homogeneous matrix shifts, by pixels.

    Args:
        A: (2, 2), or (3, 3) homogeneous.

    Examples:
        >>> plane_direction(np.array([[0.0, -1.0], [1.0, 0.0]]))
        'rotation'
        >>> plane_direction(np.array([[1.0, -2.0], [2.0, 1.0]]))
        'rotation 80 %, scale 20 %'
    """
    block = A[:2, :2]
    turn, scale = (block[1, 0] - block[0, 1]) / 2, np.trace(block) / 2
    shear = (block + block.T) / 2 - scale * np.eye(2)
    parts = {"rotation": 2 * turn**2, "scale": 2 * scale**2, "shear": float(np.sum(shear**2))}
    if len(A) == 3:
        parts["shift"] = float(np.sum(A[:2, 2] ** 2))
    whole = sum(parts.values())
    if not whole:
        return "none"
    shares = sorted(((part / whole, name) for name, part in parts.items()), reverse=True)
    if shares[0][0] >= PURE:
        return shares[0][1]
    return ", ".join(f"{name} {share:.0%}".replace("%", " %") for share, name in shares if share >= SEEN)
