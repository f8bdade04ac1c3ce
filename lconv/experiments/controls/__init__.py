"""Negative controls: networks and functions that lack a symmetry, or have a smaller one, are not said to have it."""

from lconv.experiments.controls.study import CONTROLS_STUDY

__all__ = ["CONTROLS_STUDY"]
