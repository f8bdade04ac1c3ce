"""Subspaces and numbers that structure constants decide, exact or in floats, each written once for both.

Every finite-dimensional real Lie algebra is g = s |x r (Levi): r is the radical, the largest solvable ideal, and the Levi factor
s is semisimple. By Cartan's criterion r is the complement of [g, g] under the Killing form K(x, y) = tr(ad x ad y).
``characteristic_ideals`` computes r, the nilradical, a Levi factor, the centre and the three series.

A semisimple algebra is the direct sum of its simple ideals, which are the eigenspaces of a map in general position of the
centroid, the maps that commute with every ad x (``simple_ideals``); ``direct_decomposition`` does the same for any algebra, where
the centroid is commutative modulo nilpotent maps. ``cartan`` computes Cartan subalgebras, as the nilpotent part of ad v for a
regular v, and ``root_vectors`` the simple roots and Chevalley generators; ``reductive`` the root system of a reductive algebra.
``derivations`` are the maps D with D[x, y] = [Dx, y] + [x, Dy].
"""

from lietheory.algebra.invariants.cartan import cartan_subalgebra
from lietheory.algebra.invariants.characteristic_ideals import (
    bracket_space,
    center,
    derived_series,
    levi_factor,
    lower_central_series,
    nilradical,
    radical,
    upper_central_series,
)
from lietheory.algebra.invariants.direct_decomposition import direct_summands
from lietheory.algebra.invariants.reductive import RootSystem

__all__ = [
    "RootSystem",
    "bracket_space",
    "cartan_subalgebra",
    "center",
    "derived_series",
    "direct_summands",
    "levi_factor",
    "lower_central_series",
    "nilradical",
    "radical",
    "upper_central_series",
]
