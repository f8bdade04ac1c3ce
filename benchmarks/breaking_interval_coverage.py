"""Coverage of the interval of the breaking: functions for which it is known in closed form.

x is standard normal in R^d unless stated, g = exp(tL). For F = x^T A x + c . x the element moves F by x^T B x + e . x with
B = g^T A g - A and e = g^T c - c, so that E (F(gx) - F(x))^2 = 2 tr B^2 + (tr B)^2 + |e|^2, and Var F = 2 tr A^2 + |c|^2; the
supremum over the elements of unit length is taken numerically. F = x_0 + c x_1 under translations of x_1 by s is moved by c s
for any distribution of x. For a Gaussian exp(-|x - c|^2 / 2 tau) under rotations all moments are those of products of normal
densities.

    python benchmarks/breaking_interval_coverage.py --replications 2000

With ``--power`` the answers of ``discover`` for |x|^2 + c x_0 in the plane, which breaks the rotations, its only linear symmetry,
by a known multiple of the tolerance: the shares of ``symmetric``, ``undecided`` and ``none``. Below the tolerance ``none`` is
wrong, above it ``symmetric``.

    python benchmarks/breaking_interval_coverage.py --power --replications 100
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from scipy.linalg import expm
from scipy.optimize import brentq, minimize
from scipy.stats import beta
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.breaking import breaking
from lconv.liegg.discover import discover
from lietheory.algebra import so
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.breaking import STEPS

POINTS = (300, 1000, 4000)
MULTIPLES = (0.25, 0.5, 0.8, 1.0, 1.25, 2.0, 4.0)
"""The breakings in the table of answers, in multiples of the tolerance."""
STATES = ("symmetric", "undecided", "none")
STARTS = 10
"""Starts of the search for the worst element; all of them find the same one in these cases."""


@dataclass(frozen=True, eq=False)
class Case:
    """A function under an algebra, with its breaking.

    Args:
        function: F.
        action: the action.
        algebra: (k, n, n), generators.
        breaking: b.
        law: of one component of the points: "normal", "uniform" or "student", each of variance one.
    """

    function: Callable[[Tensor], Tensor]
    action: LinearAction | AffineAction
    algebra: np.ndarray
    breaking: float
    law: str = "normal"

    def points(self, count: int, size: int, seed: int) -> Tensor:
        """Points by the law."""
        rng = np.random.default_rng(seed)
        draw = {
            "normal": lambda: rng.normal(size=(count, size)),
            "uniform": lambda: rng.uniform(-(3**0.5), 3**0.5, size=(count, size)),
            "student": lambda: rng.standard_t(6, size=(count, size)) * (4 / 6) ** 0.5,
        }
        return torch.as_tensor(draw[self.law]())


def quadratic(values: list[float], c: list[float], algebra: np.ndarray) -> Case:
    """x^T diag(values) x + c . x under an algebra of matrices."""
    A, e, d = np.diag(values), np.array(c), len(values)
    variance = 2 * np.trace(A @ A) + e @ e

    def b(a: np.ndarray, t: float) -> float:
        L = np.tensordot(a, algebra, axes=1)
        g = expm(t * L / np.sqrt(np.square(L).sum() / d))
        B, moved = g.T @ A @ g - A, g.T @ e - e
        return (2 * np.trace(B @ B) + np.trace(B) ** 2 + moved @ moved) / (2 * variance)

    rng = np.random.default_rng(0)
    starts = rng.normal(size=(STARTS, len(algebra))) if len(algebra) > 1 else np.array([[1.0], [-1.0]])
    worst = max(-minimize(lambda a, t=t: -b(a, t), s).fun if len(s) > 1 else b(s, t) for s in starts for t in STEPS)
    form, slope = torch.as_tensor(A), torch.as_tensor(e)
    return Case(lambda x: ((x @ form) * x).sum(dim=1) + x @ slope, LinearAction(d), algebra, float(worst))


def slope(c: float, law: str) -> Case:
    """x_0 + c x_1 under translations of x_1."""
    shift = np.zeros((1, 3, 3))
    shift[0, 1, 2] = 1.0
    b = c**2 * 2 * max(STEPS) ** 2 / (2 * (1 + c**2))
    return Case(lambda x: x[:, 0] + c * x[:, 1], AffineAction(2), shift, b, law)


def bell(centre: list[float], tau: float) -> Case:
    """exp(-|x - c|^2 / 2 tau) in the plane under turns."""
    c = np.array(centre)

    def product(u: np.ndarray, k: float, apart: float | np.ndarray) -> float:
        return float(np.exp(-apart - u @ u * k / (2 * (1 + k))) / (1 + k))

    square = product(c, 2 / tau, 0.0)
    variance = square - product(c, 1 / tau, 0.0) ** 2
    b = 0.0
    for t in STEPS:
        v = expm(t * np.array([[0.0, 1.0], [-1.0, 0.0]])) @ c
        both = product((c + v) / 2, 2 / tau, (c - v) @ (c - v) / (4 * tau))
        b = max(b, (square - both) / variance)
    place = torch.as_tensor(c)
    return Case(lambda x: torch.exp(-(x - place).square().sum(dim=1) / (2 * tau)), LinearAction(2), _so(2), float(b))


def _so(p: int, q: int = 0) -> np.ndarray:
    return so(p, q).generators.astype(np.float64)


CASES: dict[str, Callable[[], Case]] = {
    "length and a slope, so(2)": lambda: quadratic([1.0, 1.0], [0.3, 0.0], _so(2)),
    "length and a slope, so(3)": lambda: quadratic([1.0] * 3, [0.3, 0.0, 0.0], _so(3)),
    "one axis of three stretched, so(3)": lambda: quadratic([1.0, 1.0, 1.3], [0.0] * 3, _so(3)),
    "a form and a slope, so(4)": lambda: quadratic([1.0, 1.1, 1.2, 1.1], [0.2, 0.0, 0.1, 0.0], _so(4)),
    "a form and a slope, so(1,1)": lambda: quadratic([1.0, -0.9], [0.1, 0.2], np.array([[[0.0, 1.0], [1.0, 0.0]]])),
    "a form, so(2,1)": lambda: quadratic([1.0, -0.95, -1.05], [0.0] * 3, _so(2, 1)),
    "length, scalings": lambda: quadratic([1.0] * 3, [0.0] * 3, np.eye(3)[None]),
    "a slope, translations, uniform": lambda: slope(0.1, "uniform"),
    "a slope, translations, Student 6": lambda: slope(0.1, "student"),
    "a bell off the centre, so(2)": lambda: bell([0.3, 0.1], 1.0),
}


def power(replications: int, sizes: tuple[int, ...]) -> None:
    """Print the shares of the answers about |x|^2 + c x_0 in the plane, one row for each breaking and number of points."""
    print("| b / tolerance | points | symmetric | undecided | none |\n|---|---|---|---|---|")

    def case(c: float) -> Case:
        return quadratic([1.0, 1.0], [c, 0.0], _so(2))

    for multiple in MULTIPLES:
        c = float(np.asarray(brentq(lambda c, wanted=multiple * TOLERANCE: case(c).breaking - wanted, 1e-4, 0.5)))
        for points in sizes:
            answers = [_status(case(c), points, seed) for seed in range(replications)]
            shares = " | ".join(f"{answers.count(state) / replications:.2f}" for state in STATES)
            print(f"| {multiple:g} | {points} | {shares} |", flush=True)


def _status(case: Case, points: int, seed: int) -> str:
    x, split = case.points(points, case.action.d, seed), torch.Generator().manual_seed(seed)
    return discover(case.function, x, case.action, generator=split).status


def main() -> None:
    """Print one row for each function and number of points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=100, help="for each row")
    parser.add_argument("--points", type=int, nargs="*", default=POINTS)
    parser.add_argument("--case", type=int, nargs="*", default=range(len(CASES)))
    parser.add_argument("--power", action="store_true", help="the answers around the tolerance instead")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.power:
        return power(arguments.replications, tuple(arguments.points))
    all_held = all_runs = 0
    for name in [list(CASES)[i] for i in arguments.case]:
        case = CASES[name]()
        for points in arguments.points:
            start, held, low, widths, values = time.perf_counter(), 0, 0, [], []
            for seed in range(arguments.replications):
                x = case.points(points, case.action.d, seed)
                split = torch.Generator().manual_seed(seed)
                found = breaking(case.function, x, case.action, case.algebra, generator=split)
                held += found.lower <= case.breaking <= found.upper
                low += found.upper < case.breaking
                widths.append(found.upper / found.lower)
                values.append(found.value / case.breaking)
            n = arguments.replications
            all_held, all_runs = all_held + held, all_runs + n
            print(
                f"{name:36} b {case.breaking:8.4f}  points {points:5}  covered {held / n:.4f}, lower 97.5 % limit "
                f"{_limit(held, n):.4f}, upper bound below b {low / n:.4f}, upper/lower {np.median(widths):.2f}, "
                f"value/b {np.mean(values):.3f}, {time.perf_counter() - start:.0f} s",
                flush=True,
            )
    print(f"all {all_runs}: covered {all_held / all_runs:.4f}, lower 97.5 % limit {_limit(all_held, all_runs):.4f}")


def _limit(held: int, n: int) -> float:
    return float(beta.ppf(0.025, held, n - held + 1))


if __name__ == "__main__":
    main()
