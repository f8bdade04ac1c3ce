"""The published shift experiment in one dimension: how near (I + (2/n) L)^n comes to a shift by 2."""

from __future__ import annotations

import numpy as np

from lconv.experiments.harness.report import Rows
from lconv.experiments.recovery.truths import Matrix, matrix_cosine
from lietheory.representation import derivative_matrix

PUBLISHED = {(20, 8): ".77", (20, 16): ".93", (40, 8): ".75", (40, 16): ".93"}


def shift_cosines(d: int, steps: int) -> tuple[float, float]:
    """Cosines of (I + (2/n) L)^n with the released code's shift by 2, which has only d - 1 modes, and with the exact one.

    L is the band-limited generator of circular shifts of d points.

    Examples:
        >>> [round(c, 4) for c in shift_cosines(20, 8)]
        [0.7721, 0.7724]
    """
    power = np.linalg.matrix_power(np.eye(d) - 2 / steps * derivative_matrix(d), steps)
    return matrix_cosine(power, _without_highest_mode(d)), matrix_cosine(power, np.roll(np.eye(d), 2, axis=0))


def _without_highest_mode(d: int) -> Matrix:
    """The shift by 2 of d points, an even number, less the mode +1, -1, ... that the released code leaves out."""
    sign = np.where(np.arange(d) % 2, -1.0, 1.0)
    return np.roll(np.eye(d), 2, axis=0) - np.outer(sign, sign) / d


def shift_rows() -> Rows:
    """The published figures and both of ours."""
    rows = []
    for (d, n), published in PUBLISHED.items():
        released, exact = shift_cosines(d, n)
        rows.append((f"d = {d}, n = {n}", published, f"{released:.4f}", f"{exact:.4f}"))
    return [("(I + (2/n) L)ⁿ against a shift by 2", "published", "target of d - 1 modes, as released", "exact shift"), *rows]
