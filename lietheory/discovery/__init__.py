"""Which symmetries? Evidence matrix, relative spectrum, null space, decision, estimate; forms; regression in closed form."""

from lietheory.discovery.discrete_symmetries import DiscreteSymmetries
from lietheory.discovery.estimator import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import Evidence
from lietheory.discovery.form_symmetries import LinearSymmetries, linear_symmetries, tensor_symmetries
from lietheory.discovery.label_risk import Risk
from lietheory.discovery.polarization_null_space import null_space, polarization_matrix
from lietheory.discovery.regression_symmetries import RegressionSymmetries, linear_regression_symmetries
from lietheory.discovery.second_moment_symmetries import Preserving, preserving
from lietheory.discovery.spectrum import Spectrum, relative_spectrum
from lietheory.discovery.whitening import whitening

__all__ = [
    "DiscreteSymmetries",
    "Evidence",
    "LinearSymmetries",
    "Preserving",
    "RegressionSymmetries",
    "Risk",
    "Spectrum",
    "SymmetryEstimate",
    "estimate_symmetry",
    "linear_regression_symmetries",
    "linear_symmetries",
    "null_space",
    "polarization_matrix",
    "preserving",
    "relative_spectrum",
    "tensor_symmetries",
    "whitening",
]
