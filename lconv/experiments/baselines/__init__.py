"""Other methods that find a symmetry or share weights, each faithful to its paper and behind one interface."""

from lconv.experiments.baselines.interface import Baseline, Found, Samples, judged

__all__ = ["Baseline", "Found", "Samples", "judged"]
