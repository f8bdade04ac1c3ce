"""Handwritten digits that turn: what an L-conv layer and a classifier learn of rotation, as files for ``lietheory compare``.

The layer x + theta L x learns L from digits turned by known small angles of both signs; its limit is the two-sided derivative
of the bilinear sampler. The classifier learns from digits turned by any angle, and LieGG finds the direction of gl(2) on the
plane that changes it least. Both results hold their truths, points held out and the noise within which they count as equal.
"""

from lconv.experiments.digits.study import Digits, run_digits

__all__ = ["Digits", "run_digits"]
