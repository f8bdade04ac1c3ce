"""The symmetries of a map from the rows of its evidence, without torch and without the map.

Evidence E has a row J(x) v_k(x) for each point and output, with v_1, ..., v_K the vector fields of an action; E c = 0 says
that the combination c is a symmetry. The reference E0 pairs the gradients with the fields of other points. The relative
spectrum lambda(c) = |E c|^2 / |E0 c|^2 is the generalised spectrum of the pencil (E^T E, E0^T E0): 0 for a symmetry, about 1
where the gradient is independent of the action, and independent of the scale of inputs, outputs and generators.

* evidence, relative spectrum, whitening of outputs, null space: :class:`Evidence`, :func:`relative_spectrum`,
  :func:`whitening`, :func:`polarization_matrix`, :func:`null_space`;
* the decision, on held-out points with simultaneous bootstrap intervals, and the estimate: :func:`estimate_symmetry`,
  :class:`SymmetryEstimate`;
* beside it, whether labels share the symmetry (:class:`Risk`), which discrete transformations are symmetries
  (:class:`DiscreteSymmetries`), which generators keep a second moment (:func:`preserving`);
* in closed form: the symmetries of linear regression (Theorem 1, :func:`linear_regression_symmetries`), of a function from
  its gradients and of a sparse form (:func:`linear_symmetries`, :func:`tensor_symmetries`), and under any action
  from gradients that somebody else computed (:func:`gradient_symmetries`).
"""

import warnings

from lietheory.discovery.breaking import Breaking
from lietheory.discovery.discrete_symmetries import DiscreteSymmetries
from lietheory.discovery.estimator import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import Evidence
from lietheory.discovery.form_symmetries import LinearSymmetries, linear_symmetries, tensor_symmetries
from lietheory.discovery.gradient_symmetries import GradientSymmetries, gradient_symmetries
from lietheory.discovery.label_risk import Risk
from lietheory.discovery.polarization_null_space import null_space, polarization_matrix
from lietheory.discovery.regression_symmetries import RegressionSymmetries, linear_regression_symmetries
from lietheory.discovery.second_moment_symmetries import Preserving, preserving
from lietheory.discovery.spectrum import Spectrum, relative_spectrum
from lietheory.discovery.whitening import whitening

__all__ = [
    "Breaking",
    "DiscreteSymmetries",
    "Evidence",
    "GradientSymmetries",
    "LinearSymmetries",
    "Preserving",
    "RegressionSymmetries",
    "Risk",
    "Spectrum",
    "SymmetryEstimate",
    "estimate_symmetry",
    "gradient_symmetries",
    "linear_regression_symmetries",
    "linear_symmetries",
    "null_space",
    "polarization_matrix",
    "preserving",
    "relative_spectrum",
    "tensor_symmetries",
    "whitening",
]


def __getattr__(name: str) -> type:
    if name != "Leftovers":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn("lietheory.discovery.Leftovers is now DiscreteSymmetries", DeprecationWarning, stacklevel=2)
    return DiscreteSymmetries
