"""Structure constants and Killing form in the generators as given, which may be floats of any scale.

With L_k = 2^e_k M_k the brackets of M have constants f, and those of L are 2^(e_i + e_j - e_k) f[i, j, k].
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Shaped

from lietheory.algebra.structure.closure import projected_brackets
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import Generators
from lietheory.scales import moderate_scale, rescaled


def constants_of(structure: Structure, L: Generators | None, call: str) -> Shaped[np.ndarray, "n n n"]:
    """f[i, j, k] of generators; those of the structure where it is exact, or has no matrices.

    Raises:
        PrecisionError: constants beyond the range of floats.
    """
    if structure.is_exact or L is None:
        return structure.constants
    moderate, e = moderate_scale(L, call)
    return rescaled(projected_brackets(moderate)[0], e[:, None, None] + e[None, :, None] - e[None, None, :], call, "f")


def killing_of(structure: Structure, L: Generators | None, call: str) -> Shaped[np.ndarray, "n n"]:
    """K[i, j] = tr(ad L_i ad L_j) of generators; that of the structure where it is exact, or has no matrices.

    Raises:
        PrecisionError: entries beyond the range of floats.
    """
    if structure.is_exact or L is None:
        return structure.killing
    moderate, e = moderate_scale(L, call)
    return rescaled(Structure(projected_brackets(moderate)[0]).killing, e[:, None] + e, call, "K")
