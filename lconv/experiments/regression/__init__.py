"""One linear regression, three answers: LieGG, the closed form of Theorem 1, and a trained L-conv.

The symmetries of y = A x with inputs of second moment H are pairs (u, u_c) with u_c A = A u and u H u^T = H: so(r) + so(d - r)
for A of rank r. LieGG sees the model alone and finds every pair with u_c A = A u; restricted to those that keep H it agrees
with the closed form. A pair of L-conv layers learns as many generators as the closed form has, and no more.
"""

from lconv.experiments.harness import Study
from lconv.experiments.regression.report import report
from lconv.experiments.regression.study import Regression, cells, run

__all__ = ["REGRESSION"]

REGRESSION = Study(
    "regression",
    "Which symmetries do LieGG, the closed form and an L-conv find in one linear regression?",
    Regression,
    cells,
    run,
    report,
    groups=("seed",),
    headline="equivariance",
)
