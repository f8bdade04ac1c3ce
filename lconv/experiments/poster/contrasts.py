"""One number a seed: how much a measure falls with depth or size, and how it goes with the error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import spearmanr

from lconv.experiments.harness.study import Result


def fall(runs: Sequence[Result], measure: str, along: str, fixed: str) -> list[float]:
    """By how many decades a measure falls as ``along`` doubles while ``fixed`` stays, for each seed; ``fixed`` is averaged over.

    The slopes are least squares of log10 measure over log2 along. Seeds without two values of ``along`` are left out.

    Examples:
        >>> cell = {"seed": 0, "parameters": 100}
        >>> runs = [Result({**cell, "depth": depth}, {"V": 1 / depth}, 0.0) for depth in (1, 2, 4)]
        >>> [round(value, 6) for value in fall(runs, "V", "depth", "parameters")]
        [0.30103]
    """
    slopes: dict[object, list[float]] = {}
    for seed, level in sorted({(r.cell["seed"], r.cell[fixed]) for r in runs}):
        kept = [r for r in runs if (r.cell["seed"], r.cell[fixed]) == (seed, level)]
        at, values = np.log2([float(r.cell[along]) for r in kept]), np.log10([r.measures[measure] for r in kept])
        if len(set(at)) > 1:
            slopes.setdefault(seed, []).append(-float(np.polyfit(at, values, 1)[0]))
    return [float(np.mean(found)) for found in slopes.values()]


def agreement(runs: Sequence[Result], measure: str) -> list[float]:
    """Spearman's correlation of a measure with the error over the architectures, for each seed with at least four of them."""
    found = []
    for seed in sorted({r.cell["seed"] for r in runs}):
        kept = [r for r in runs if r.cell["seed"] == seed]
        if len(kept) >= 4:
            found.append(float(spearmanr([r.measures["error"] for r in kept], [r.measures[measure] for r in kept]).statistic))
    return found
