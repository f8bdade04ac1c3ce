"""Negative controls: networks and functions that lack a symmetry, or have a smaller one, are not said to have it."""

from lconv.experiments.controls.study import CONTROLS

__all__ = ["CONTROLS"]
