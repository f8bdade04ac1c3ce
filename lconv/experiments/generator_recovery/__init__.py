"""Which estimators recover the generator of rotation from pairs of images, one turned, and what limits each?

A layer x + theta L x is fitted to pairs (x, R(theta) x), where R(theta) is exact bilinear sampling. Pairs of both signs lead to
(R(theta) - R(-theta)) / 2 theta, from which the blur of the sampler cancels; pairs of one sign to (R(theta) - I) / theta, which
keeps it. The cosine of that quotient with the sampler's derivative at 0 is the ceiling that stands beside each result; for a
matrix of rank r it is that of Eckart and Young. Two published results are checked beside it: a regression on images normalised
twice, and powers (I + (2/n) L)^n against a shift by 2.
"""

from lconv.experiments.generator_recovery.report import report
from lconv.experiments.generator_recovery.settings import Discover
from lconv.experiments.generator_recovery.study import cells, run
from lconv.experiments.harness import Study

__all__ = ["RECOVERY"]

RECOVERY = Study(
    "generator-recovery",
    "Which estimators recover the generator of rotation from pairs of images, and what limits each?",
    Discover,
    cells,
    run,
    report,
    groups=("size", "data", "estimator"),
    headline="matrix, sampler",
    former_name="discover",
)
