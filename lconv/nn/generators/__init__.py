"""Ways to store the generators L_k, (n_L, space_out, space), to apply them to features, and to learn them.

A parametrization restricts what can be learned, or what it costs. With n_L generators on d points:

- ``DenseGenerators``: any matrices; n_L d^2 numbers.
- ``LowRankGenerators``: L_k = U_k V_k of rank r; 2 n_L d r numbers, and products in as many steps. A compression and not
  sparsity: the cosine between such a matrix and a permutation is at most sqrt(r / d).
- ``SkewGenerators``: L_k = T_k - T_k^T, always in so(d), so that exp(t . L) is orthogonal.
- ``SelectionGenerators``: rows that are unit rows or zero, the shifts of a convolution; kept as indices.
- ``SparseGenerators``: few entries, fixed, as in the propagation rule of a graph.
- ``GridGenerators``: vector fields v . grad on functions sampled on a grid; ``grid_algebra`` makes those of a Lie algebra of
  coordinate transformations, A -> -(A x) . grad, which is a homomorphism.

L_k multiplies the mean square of white features by |L_k|_F^2 / d, ``mean_square``; the initial weights of a layer undo that.
The first four apply Eq 6 in the cheapest order (:mod:`lconv.nn.contraction`); the last two are ``AppliedGenerators``,
known by x -> L_k x. ``low_rank_products`` has inner products and brackets of low-rank generators without any d x d
matrix, and ``files`` reads generators from .pt files.
"""

from lconv.nn.generators.grid_algebra import GridGenerators, grid_algebra
from lconv.nn.generators.matrix_free import AppliedGenerators
from lconv.nn.generators.parametrization import (
    DenseGenerators,
    GeneratorParametrization,
    LowRankGenerators,
    SkewGenerators,
)
from lconv.nn.generators.selection_generators import SelectionGenerators
from lconv.nn.generators.sparse import SparseGenerators

__all__ = [
    "AppliedGenerators",
    "DenseGenerators",
    "GeneratorParametrization",
    "GridGenerators",
    "LowRankGenerators",
    "SelectionGenerators",
    "SkewGenerators",
    "SparseGenerators",
    "grid_algebra",
]
