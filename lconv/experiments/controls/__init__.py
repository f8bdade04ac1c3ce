"""Negative controls: networks and functions that lack a symmetry, or have a smaller one, must not be said to have it.

Untrained networks have none. The O(5)-invariant target plus c times a part in a_1^2 keeps so(4) alone; a quartic keeps nothing;
classifiers of upright digits, or of shuffled labels, have no reason to ignore rotation. The functions themselves are examined
as well as networks trained on them: where the function passes the tolerance, the tolerance is the reason, not the training.
Power is the share of runs in which a symmetry that is there is estimated at its true dimension.
"""

from lconv.experiments.controls.report import report
from lconv.experiments.controls.study import Controls, cells, run
from lconv.experiments.harness import Study

__all__ = ["CONTROLS"]

CONTROLS = Study(
    "controls",
    "Is a symmetry ever reported that is not there, and how often is one found that is?",
    Controls,
    cells,
    run,
    report,
    groups=("kind", "target"),
    headline="dimension",
    extendable_fields=("seeds", "untrained", "shares", "exact_shares", "digits", "activations"),
)
