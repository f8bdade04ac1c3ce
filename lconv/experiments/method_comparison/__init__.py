"""Every method that finds a symmetry or shares weights, side by side on tasks whose answer is known.

Five tasks: a function on R^3 with a discrete rotation (LieGAN), two bodies that circle each other (closed forms, LieGG on a
predictor, LieGAN), digits turned within a range (Augerino, LieGG, L-conv), the first layers of classifiers of turned digits,
and tasks that share filters (MSR, MAML). Each result is compared with the truth by principal angles, as matrices and by the
action on the data. The two bodies are a study of their own too, with pictures of the generators and the evidence of LieGG.
"""

from lconv.experiments.harness import Study
from lconv.experiments.method_comparison.report import report
from lconv.experiments.method_comparison.study import Comparison, cells, run, two_body_cells, two_body_run
from lconv.experiments.method_comparison.two_bodies import TwoBody
from lconv.experiments.method_comparison.two_body_report import two_body_report

__all__ = ["COMPARISON", "TWO_BODY"]

COMPARISON = Study(
    "method-comparison",
    "What do Augerino, MSR, a LieGAN-style learner and plain networks find where the answer is known?",
    Comparison,
    cells,
    run,
    report,
    groups=("task", "method"),
    headline="action_cosine",
    extendable_fields=("seeds", "tasks"),
    former_name="baselines",
)
TWO_BODY = Study(
    "two-body",
    "How well and how fast does each method find the rotation of two bodies in their orbits?",
    TwoBody,
    two_body_cells,
    two_body_run,
    two_body_report,
    groups=("method",),
    headline="action_cosine",
    extendable_fields=("seeds", "methods"),
)
