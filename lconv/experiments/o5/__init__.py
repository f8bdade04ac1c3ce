"""Is so(5) detected and named in networks that learn an O(5)-invariant function of two vectors of R^5?

The target f(a, b) = sin|a| - |b|^3 / 2 + cos(a, b) depends on lengths and the angle alone, so the algebra of its symmetries is
so(5), acting on both vectors, of dimension 10. Perceptrons of two widths learn it from few and from many samples; LieGG decides
how many directions are symmetries, fits the nearest Lie algebra to them and names it. The plain method, which takes the ten
lowest singular vectors of the raw polarization matrix, is measured on the same networks.
"""

from lconv.experiments.harness import Study
from lconv.experiments.o5.report import report
from lconv.experiments.o5.study import O5, cells, run

__all__ = ["O5_REGRESSION"]

O5_REGRESSION = Study(
    "o5",
    "Is so(5) found and named in networks trained on an O(5)-invariant function, and how many samples does that take?",
    O5,
    cells,
    run,
    report,
    groups=("width", "samples"),
    headline="dimension",
    extendable_fields=("seeds", "widths", "samples"),
)
