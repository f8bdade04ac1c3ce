"""Regression on functions of two vectors of R^5: what a network learns of so(5), and what the plain method reads off it."""

from lconv.experiments.o5.study import O5_REGRESSION

__all__ = ["O5_REGRESSION"]
