"""From matrices to structure constants: the bracket, closed spans, and the algebra in coordinates.

Matrices L_1, ..., L_n span a Lie algebra if every bracket [L_i, L_j] = L_i L_j - L_j L_i stays in their span; then
[L_i, L_j] = sum_k f[i, j, k] L_k, and the structure constants f satisfy antisymmetry and the Jacobi identity

    [[x, y], z] + [[y, z], x] + [[z, x], y] = 0.

``closure`` computes f, the closure residual (the part of the brackets outside the span) and the algebra that any matrices
generate; ``randomized_brackets`` does the first two for spans whose n^2 brackets do not fit into memory.
``structure_constants`` is the algebra as seen from f alone, the class :class:`Structure` on which every invariant is written
once: its subspaces are rows of coordinates, and in floats ``error`` bounds the error of f, so that each decision is absolute.
"""

from lietheory.algebra.structure.closure import Span, all_brackets, bracket, require_closed, span
from lietheory.algebra.structure.structure_constants import Structure, adjoint_matrices, jacobi_residual

__all__ = ["Span", "Structure", "adjoint_matrices", "all_brackets", "bracket", "jacobi_residual", "require_closed", "span"]
