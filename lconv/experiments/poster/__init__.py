"""The sentences of the LieGG poster: depth against width, accuracy against symmetry, and how layers are trained.

Symmetry variance, the least squared singular value of the raw polarization matrix over the number of points, has the units of
outputs and data; symmetry bias, the distance of a singular vector from a generator, is ill-posed where the algebra has more
than one dimension. Both are measured as the poster prints them and as its code computes them, beside the well-posed lambda on
points held out and the largest principal angle to the truth. Every sentence gets a verdict by each measure.
"""

from lconv.experiments.harness import Study
from lconv.experiments.poster.report import report
from lconv.experiments.poster.study import Poster, cells, run

__all__ = ["POSTER"]

POSTER = Study(
    "poster",
    "What makes a network a good learner of symmetry: depth, width, accuracy, the way it is trained?",
    Poster,
    cells,
    run,
    report,
    groups=("task", "parameters", "depth", "scheme"),
    headline="held_out",
)
