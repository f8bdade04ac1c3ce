"""Which symmetries? Evidence matrix, relative spectrum, null space, decision, estimate; forms; regression in closed form."""

from lietheory.discovery.estimate import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import Evidence
from lietheory.discovery.form_symmetries import LinearSymmetries, linear_symmetries, tensor_symmetries
from lietheory.discovery.leftovers import Leftovers
from lietheory.discovery.null_space import null_space, polarization_matrix
from lietheory.discovery.preserving import Preserving, preserving
from lietheory.discovery.regression import RegressionSymmetries, linear_regression_symmetries
from lietheory.discovery.risk import Risk
from lietheory.discovery.spectrum import Spectrum, relative_spectrum
from lietheory.discovery.whitening import whitening

__all__ = [
    "Evidence",
    "Leftovers",
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
