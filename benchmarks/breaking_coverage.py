"""Coverage of the interval of the breaking: functions for which it is known in closed form.

x is standard normal in R^d. For F = x^T A x and so(d), a turn R moves F by x^T B x with B = R^T A R - A and tr B = 0, so that
b = tr B^2 / (2 tr A^2), largest over turns in the plane of the extreme eigenvalues. For F = x_0 + c sin(w x_1) and translations
of x_1 by s, E (F(x + s) - F(x))^2 = 2 c^2 sin(w s / 2)^2 (1 + exp(-2 w^2) cos(w s)).

    python benchmarks/breaking_coverage.py --replications 2000
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch
from scipy.stats import beta
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.breaking import breaking
from lietheory.discovery.breaking import STEPS

POINTS = (300, 1000, 4000)


def quadratic(values: list[float]) -> tuple:
    """x^T A x under so(d), and its breaking."""
    A, d = torch.tensor(values, dtype=torch.float64), len(values)
    D = np.diag(values)
    b = 0.0
    for t in STEPS:
        s = t * np.sqrt(d / 2)  # E |L x|^2 = 2 s^2 for a turn by s
        R = np.eye(d)
        R[np.ix_([0, -1], [0, -1])] = [[np.cos(s), -np.sin(s)], [np.sin(s), np.cos(s)]]
        B = R.T @ D @ R - D
        b = max(b, np.trace(B @ B) / (2 * np.trace(D @ D)))

    def function(x: Tensor) -> Tensor:
        return x.square() @ A

    return function, LinearAction(d), f"so({d})", b


def wave(c: float, w: float) -> tuple:
    """x_0 + c sin(w x_1) under translations of x_1, and their breaking."""
    s = np.array(STEPS) * np.sqrt(2)
    moved = 2 * c**2 * np.sin(w * s / 2) ** 2 * (1 + np.exp(-2 * w**2) * np.cos(w * s))
    b = float(moved.max() / (2 * (1 + c**2 * (1 - np.exp(-2 * w**2)) / 2)))

    def function(x: Tensor) -> Tensor:
        return x[:, 0] + c * torch.sin(w * x[:, 1])

    shift = np.zeros((1, 3, 3))
    shift[0, 1, 2] = 1.0
    return function, AffineAction(2), shift, b


CASES = {
    "quadratic form, so(2), values 1, 1.1": lambda: quadratic([1.0, 1.1]),
    "quadratic form, so(3), values 1, 1.2, 1.4": lambda: quadratic([1.0, 1.2, 1.4]),
    "quadratic form, so(5), values 1 to 1.4": lambda: quadratic([1.0, 1.1, 1.2, 1.3, 1.4]),
    "wave of height .1, translation": lambda: wave(0.1, 1.0),
    "wave of height .05, translation": lambda: wave(0.05, 2.0),
}


def main() -> None:
    """Print one row for each function and number of points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=100, help="for each row")
    parser.add_argument("--points", type=int, nargs="*", default=POINTS)
    parser.add_argument("--case", type=int, nargs="*", default=range(len(CASES)))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for name in [list(CASES)[i] for i in arguments.case]:
        function, action, algebra, b = CASES[name]()
        for points in arguments.points:
            start, held, low, widths, values = time.perf_counter(), 0, 0, [], []
            for seed in range(arguments.replications):
                generator = torch.Generator().manual_seed(seed)
                x = torch.randn(points, action.d, dtype=torch.float64, generator=generator)
                found = breaking(function, x, action, algebra, generator=generator)
                held += found.lower <= b <= found.upper
                low += found.upper < b
                widths.append(found.upper / found.lower)
                values.append(found.value / b)
            n = arguments.replications
            limit = float(beta.ppf(0.025, held, n - held + 1))
            print(
                f"{name:42} b {b:.4f}  points {points:5}  covered {held / n:.4f}, lower 97.5 % limit {limit:.4f}, "
                f"upper bound below b {low / n:.4f}, upper/lower {np.median(widths):.2f}, value/b {np.mean(values):.3f}, "
                f"{time.perf_counter() - start:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
