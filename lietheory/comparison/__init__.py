"""Comparison of algebras: as spans, as actions on data, up to conjugation, and up to isomorphism.

Learned generators are a basis of a subspace of the d x d matrices, and their basis and scale are arbitrary. Two such spans
are compared by their principal angles: the smallest angle between unit elements, then the smallest in the orthogonal
complements of those, and so on. The Grassmann distance is the length of the vector of angles (``subspaces``).

Directions in which no data lie are not identifiable: matrices that agree on all points act alike. With points, spans are
therefore compared as spaces of vector fields on these (``action_distance``).

Four relations, each weaker than the one before: equal spans; conjugate ones, S g S^-1 = g' for a change of basis S, which is
searched for and verified (``conjugation``, ``forms``); isomorphic ones, with one complete name, or by an
isomorphism; different ones. Where none can
be established the answer is "undecided" (``relation``, ``compare``). ``experiment_result`` is the file that a trained
experiment writes for a comparison.
"""

from lietheory.comparison.action_distance import action_angles, action_cosine, action_distance, identifiable_dimension
from lietheory.comparison.compare import Comparison, compare
from lietheory.comparison.conjugation import conjugation
from lietheory.comparison.forms import invariant_form
from lietheory.comparison.subspaces import grassmann_distance, orthonormal_basis, principal_angles, project

__all__ = [
    "Comparison",
    "action_angles",
    "action_cosine",
    "action_distance",
    "compare",
    "conjugation",
    "grassmann_distance",
    "identifiable_dimension",
    "invariant_form",
    "orthonormal_basis",
    "principal_angles",
    "project",
]
