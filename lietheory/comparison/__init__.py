"""Are two answers the same? Spans, action on data, algebras up to conjugation and up to isomorphism."""

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
