"""What penalties on brackets are worth when several generators are learned at once.

Generators L_k are learned from points x and y = exp(sum_k t_k L_k) x with noise, t known or unknown. A penalty is zero where
brackets stay in the span (closure), the L_k are orthogonal, or their Killing form is a multiple of the inner product;
its strength is chosen by the error on group elements held out. Gains are differences of Grassmann distances to the true span,
in pairs: same data and same start.
"""

from lconv.experiments.bracket_penalties.report import report
from lconv.experiments.bracket_penalties.study import Regularizers, cells, run
from lconv.experiments.harness import Study

__all__ = ["REGULARIZERS"]

REGULARIZERS = Study(
    "regularizers",
    "Do penalties on closure, orthogonality and the Killing form help to recover several generators at once?",
    Regularizers,
    cells,
    run,
    report,
    groups=("task", "coefficients", "samples", "noise"),
    headline="distance, none",
)
