"""Matrix Lie algebras as exact integer matrices, unnormalised, in their smallest representations.

``classical``: the matrices A with A^T G + G A = 0 for a form G, over R, C or H, those of trace zero, and all; complex matrices
A + iB are stored as [[A, -B], [B, A]], quaternionic ones likewise. ``affine``: [[A, b], [0, 0]] for A in a linear algebra and
translations b, the Heisenberg algebras, and one generator on R^m or heisenberg(1). ``galilei_conformal``: symmetries of
nonrelativistic and of conformal space-time.

``exceptional``: g2, f4, e6, e7, e8, split and compact. ``chevalley`` computes integer structure constants of every split
simple algebra from its root lattice and a cocycle, and folds the simply laced ones along diagram automorphisms;
``minuscule`` the representations of dimension 7, 26, 27 and 56 from weights of multiplicity one.

``by_name`` goes from a name to the matrices, and lists the names of a dimension.
"""

from lietheory.algebra.catalogue.affine import aff, heisenberg, poincare, se, sim
from lietheory.algebra.catalogue.by_name import catalogue_algebra, catalogue_names
from lietheory.algebra.catalogue.classical import gl, sl, sl_complex, so, so_star, sp, su, su_star, u, usp
from lietheory.algebra.catalogue.exceptional import e6, e7, e8, f4, g2
from lietheory.algebra.catalogue.galilei_conformal import bargmann, conformal, galilei

__all__ = [
    "aff",
    "bargmann",
    "catalogue_algebra",
    "catalogue_names",
    "conformal",
    "e6",
    "e7",
    "e8",
    "f4",
    "g2",
    "galilei",
    "gl",
    "heisenberg",
    "poincare",
    "se",
    "sim",
    "sl",
    "sl_complex",
    "so",
    "so_star",
    "sp",
    "su",
    "su_star",
    "u",
    "usp",
]
