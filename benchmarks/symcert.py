"""Declared symmetries of dynamical systems from noisy velocities: how many are false, and how many symmetries are found.

Settings and terms are those of SymCert (Kendiukhov, certified-symmetry-discovery, exp1 and exp7), the code is not. Points are
uniform in a box, velocities y = F(x) + noise, F polynomial of a known degree. The defect of a field xi = L x is

    rho(L)^2 = E |[xi, F]|^2 / (E |DF xi|^2 + E |L F|^2),    for a scalar f:  E (grad f . xi)^2 / E |grad f|^2 |xi|^2,

expectations over the box, here by Gauss-Legendre quadrature, which is exact for polynomials. A declaration is the span that
``discover_from_data`` holds. It is false if the span has a generator of true rho above delta = .05, and a detection if it has at
least the dimension of the true algebra. Detection is the mean over systems that have a symmetry.

The tolerance on the breaking b. To first order exp(tL) moves F by t [xi, F], so that b(L, t) = t^2 rho(L)^2 D(L) / (2 Var F),
D the denominator of rho^2, |L| = 1. With b below tolerance at step t for all L of the span, rho is at most delta if

    tolerance = delta^2 t^2 min D / (2 Var F),    the minimum over all L of length one in the action.

There is no exact correspondence: b is the largest over the steps 1/4, 1/2 and 1, finite steps are not of first order, and moved
points that leave the data do not count. The rule is t = 1/4, the smallest step, where the first order is nearest to the truth,
and the minimum over the whole action, which is at most that over the span. Five rules that declare more are printed beside:
t = 1/2 and 1, and the minimum over the declared span. D and Var F are those of the least-squares fit at the sampled points:
nothing of the truth enters a rule.

    python -m benchmarks.symcert --settings 60 --replications 40
    python -m benchmarks.symcert --settings 0 --near --exp7 --replications 30
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

import numpy as np
import torch
from jaxtyping import Float
from scipy.linalg import eigh
from scipy.optimize import brentq
from scipy.stats import beta
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction
from lconv.liegg.data_symmetries import VECTORS, discover_from_data
from lietheory.discovery.polynomial_fit import fit_polynomial

DELTA = 0.05
COUNTS = (100, 200, 400, 800, 1600, 3200)
NOISES = (0.01, 0.03, 0.1, 0.3)
RULES = tuple(product(("action", "span"), (0.25, 0.5, 1.0)))
"""What the minimum of D is over, and t; the first one is the rule."""
NODES = 8
"""Of the quadrature in each input: exact to degree 15."""
EXACT = 1e-9
"""A squared defect below this is zero."""
OTHERS = "SymCert, all 240: false 0, detection .484; threshold .05: .005, .784; eigengap: .650, .842; rank test: .070, .988"
Function = Callable[[Tensor], Tensor]


@dataclass(frozen=True, eq=False)
class System:
    """A vector field, or a scalar function, on a box.

    Args:
        function: of points (..., n), to (..., n) or to (..., 1).
        n: the number of inputs.
        degree: of the polynomial.
        half: half the width of the box.
        scalar: whether its invariances are asked for, under linear maps; else the symmetries of a field, under affine ones.
    """

    function: Function
    n: int
    degree: int
    half: float = 1.0
    scalar: bool = False

    @property
    def action(self) -> AffineAction | LinearAction:
        """What generators are sought in."""
        return LinearAction(self.n) if self.scalar else AffineAction(self.n)

    @cached_property
    def _nodes(self) -> tuple[np.ndarray, np.ndarray]:
        z, w = np.polynomial.legendre.leggauss(NODES)
        weights = np.stack(np.meshgrid(*[w / 2] * self.n, indexing="ij"), axis=-1).reshape(-1, self.n).prod(axis=1)
        return self.half * np.stack(np.meshgrid(*[z] * self.n, indexing="ij"), axis=-1).reshape(-1, self.n), weights

    @cached_property
    def truth(self) -> tuple[np.ndarray, np.ndarray]:
        """Numerator and denominator of rho^2 as quadratic forms of L, over the box."""
        x, w = self._nodes
        slopes = torch.func.vmap(torch.func.jacfwd(self.function))(torch.as_tensor(x)).numpy()
        return self.forms(x, self.at(x), slopes, w)

    @cached_property
    def size(self) -> float:
        """The root mean square of F over the box, all components together."""
        x, w = self._nodes
        return float((w @ np.square(self.at(x)).sum(axis=1)) ** 0.5)

    @cached_property
    def dimension(self) -> int:
        """Of the true algebra."""
        return int(np.sum(eigh(*self.truth, eigvals_only=True) < EXACT))

    def at(self, x: Float[np.ndarray, "p n"]) -> Float[np.ndarray, "p m"]:
        """F at points."""
        return self.function(torch.as_tensor(x)).numpy()

    def forms(self, x: np.ndarray, values: np.ndarray, slopes: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Numerator and denominator of rho^2 from F and DF at weighted points."""
        basis, xi = self.action.basis, self.action(torch.as_tensor(x)).numpy()
        along = np.einsum("pmd,pkd->pkm", slopes, xi)
        if self.scalar:
            steep = np.square(slopes).sum(axis=(1, 2)) * w
            return _gram(along, w), np.einsum("p,pkd,pld->kl", steep, xi, xi)
        turned = np.einsum("kab,pb->pka", basis[:, : self.n, : self.n], values)
        return _gram(along - turned, w), _gram(along, w) + _gram(turned, w)

    def defect(self, V: Float[np.ndarray, "k K"]) -> float:
        """The largest true rho in a span."""
        C, D = self.truth
        return float(max(eigh(V @ C @ V.T, V @ D @ V.T, eigvals_only=True)[-1], 0.0) ** 0.5) if len(V) else 0.0

    def declared(self, X: Float[np.ndarray, "N n"], Y: Float[np.ndarray, "N m"]) -> list[Float[np.ndarray, "k K"]]:
        """The spans that hold by each rule."""
        fit, w = fit_polynomial(X, Y, self.degree, "symcert"), np.full(len(X), 1 / len(X))
        values = fit.features(X) @ fit.coefficients
        D = self.forms(X, values, np.einsum("pdq,qm->pmd", fit.slopes(X), fit.coefficients), w)[1]
        lengths = _gram(self.action(torch.as_tensor(X)).numpy() / X.std(axis=0), w) / self.n
        unit = DELTA**2 / (2 * values.var(axis=0).sum())

        def tolerance(V: Float[np.ndarray, "k K"], t: float) -> float:
            return float(unit * t**2 * eigh(V @ D @ V.T, V @ lengths @ V.T, eigvals_only=True)[0])

        whole, outputs = np.eye(self.action.size), None if self.scalar else VECTORS
        least = tolerance(whole, RULES[0][1])
        answer = discover_from_data(X, Y, self.action, outputs, degree=self.degree, tolerance=least).answer
        assert answer is not None
        spans = []
        for over, t in RULES:
            held = [a.coefficients for a in answer.levels]
            limits = [tolerance(V if over == "span" else whole, t) for V in held]
            held = [V for V, a, limit in zip(held, answer.levels, limits, strict=True) if a.breaking.upper <= limit]
            spans.append(held[0] if held else whole[:0])
        return spans


def _gram(a: Float[np.ndarray, "p k m"], w: Float[np.ndarray, " p"]) -> Float[np.ndarray, "k k"]:
    return np.einsum("p,pkm,plm->kl", w, a, a)


def _field(*components: Callable[..., Tensor]) -> Function:
    def F(x: Tensor) -> Tensor:
        return torch.stack([c(*x.unbind(-1)) + 0 * x[..., 0] for c in components], dim=-1)

    return F


def hopf(eps: float) -> System:
    """The normal form of Hopf, with eps x^2 in the first component."""
    parts = (lambda x, y: x - y - x * (x**2 + y**2) + eps * x**2, lambda x, y: x + y - y * (x**2 + y**2))
    return System(_field(*parts), 2, 3)


SYSTEMS = {
    "Hopf": hopf(0.0),
    "oscillator": System(_field(lambda x, y: -y, lambda x, y: x), 2, 1),
    "symmetric top": System(_field(lambda x, y, z: -y * z, lambda x, y, z: x * z, lambda x, y, z: 0 * z), 3, 2),
    "flow to a sphere": System(lambda x: x * (1 - (x**2).sum(-1, keepdim=True)), 3, 3),
    "van der Pol": System(_field(lambda x, y: y, lambda x, y: -x + y - x**2 * y), 2, 3),
    "Duffing": System(_field(lambda x, y: y, lambda x, y: x - x**3 - y / 5), 2, 3, 2.0),
    "Lotka-Volterra": System(_field(lambda x, y: x - x * y, lambda x, y: x * y - y), 2, 2),
    "Selkov": System(_field(lambda x, y: 0.1 - x + y / 2 + x**2 * y, lambda x, y: -y / 2 - x**2 * y), 2, 3, 2.0),
    "asymmetric top": System(_field(lambda x, y, z: -y * z, lambda x, y, z: x * z, lambda x, y, z: -x * y / 3), 3, 2),
    "Lorenz": System(
        _field(lambda x, y, z: 10 * (y - x), lambda x, y, z: 28 * x - y - x * z, lambda x, y, z: x * y - 8 * z / 3), 3, 2, 20.0
    ),
}


def settings() -> Iterator[tuple[str, int, float]]:
    """All 240; any 60 of them from the first on have each system at each number of points once, and each noise equally often."""
    names, noises = list(SYSTEMS), len(NOISES)
    for shift, s, j in product(range(noises), range(len(names)), range(len(COUNTS))):
        yield names[s], COUNTS[j], NOISES[(s + j + shift) % noises]


@dataclass
class Tally:
    """Counts for each rule: false declarations, declarations and detections."""

    runs: int
    counts: Float[np.ndarray, "3 rules"]
    seconds: float

    def __str__(self) -> str:
        rows = [" ".join(f"{v:.2f}" for v in row / self.runs) for row in self.counts]
        return f"false {rows[0]}, declared {rows[1]}, found {rows[2]}; {self.seconds / self.runs:.2f} s each"


def tally(system: System, N: int, noise: float, rngs: list[np.random.Generator], *, sector: bool = False) -> Tally:
    """Declarations for independent samples."""
    start, counts, dimension = time.perf_counter(), np.zeros((3, len(RULES))), max(system.dimension, 1)
    for rng in rngs:
        X = _points(system, N, rng, sector=sector)
        Y = system.at(X)
        spans = system.declared(X, Y + noise * system.size * rng.normal(size=Y.shape))
        counts += [[system.defect(V) > DELTA for V in spans], [len(V) > 0 for V in spans], [len(V) >= dimension for V in spans]]
    return Tally(len(rngs), counts, time.perf_counter() - start)


def _points(system: System, N: int, rng: np.random.Generator, *, sector: bool) -> np.ndarray:
    """Uniform in the box; of a sector only those within 60 degrees of the first axis."""
    X = rng.uniform(-system.half, system.half, (6 * N if sector else N, system.n))
    return X[np.abs(np.arctan2(X[:, 1], X[:, 0])) < np.pi / 3][:N] if sector else X


def _limit(false: float, runs: int) -> float:
    """The upper 95 % Clopper-Pearson limit."""
    return float(beta.ppf(0.95, false + 1, runs - false)) if false < runs else 1.0


def calibration(number: int, shard: tuple[int, int], generators: Callable[[int], list[np.random.Generator]]) -> None:
    """One line for each setting, and the totals."""
    tallies, symmetric = [], []
    for index, (name, N, noise) in list(enumerate(islice(settings(), number)))[shard[0] - 1 :: shard[1]]:
        tallies.append(tally(SYSTEMS[name], N, noise, generators(index)))
        symmetric += [tallies[-1]] if SYSTEMS[name].dimension else []
        print(f"{name:17} N {N:5} noise {noise:4} dimension {SYSTEMS[name].dimension}: {tallies[-1]}", flush=True)
    runs = sum(a.runs for a in tallies)
    for k, (over, t) in enumerate(RULES):
        false = sum(a.counts[0, k] for a in tallies)
        worst = max(a.counts[0, k] / a.runs for a in tallies)
        found = np.mean([a.counts[2, k] / a.runs for a in symmetric])
        clean = np.mean([a.counts[2, k] / a.runs if not a.counts[0, k] else 0.0 for a in symmetric])
        print(
            f"{over}, t {t:g}: {runs} runs, false {false / runs:.4f}, upper 95 % limit {_limit(false, runs):.5f}, "
            f"worst setting {worst:.3f}; detection {found:.3f}, in settings without a false one {clean:.3f}"
        )
    print(OTHERS)


def near_threshold(generators: Callable[[int], list[np.random.Generator]]) -> None:
    """The normal form of Hopf with a term that gives the rotation a defect near delta."""
    turn = np.array([[0.0, -1.0, 0.0, 1.0, 0.0, 0.0]])
    for i, (share, N, noise) in enumerate(product((0.2, 0.4, 0.8, 1.0, 1.1, 1.5), (800, 3200), (0.01, 0.03))):
        eps = brentq(lambda e, share=share: hopf(e).defect(turn) - share * DELTA, 0.0, 2.0)
        found = tally(hopf(eps), N, noise, generators(1000 + i))
        print(f"Hopf, defect {share:.1f} delta, N {N:4} noise {noise}: {found}", flush=True)


def invariances(generators: Callable[[int], list[np.random.Generator]]) -> None:
    """Scalar functions of degree 6 on the square and on a sector of it (exp7)."""

    def circular(x: Tensor) -> Tensor:
        square = (x**2).sum(-1, keepdim=True)
        return square - square**2 / 2

    def stretched(x: Tensor) -> Tensor:
        return (x[..., :1] ** 2 + 0.6 * x[..., 1:] ** 2) - 0.3 * x[..., :1] ** 4

    functions = {"invariant": System(circular, 2, 6, scalar=True), "anisotropic": System(stretched, 2, 6, scalar=True)}
    rows = product(functions, (False, True), (1000, 4000, 16000), (0.01, 0.05, 0.2))
    for i, (name, sector, N, noise) in enumerate(rows):
        found = tally(functions[name], N, noise, generators(2000 + i), sector=sector)
        print(f"{name:11} on {'a sector' if sector else 'the square'}, N {N:5} noise {noise:4}: {found}", flush=True)


def main() -> None:
    """Print the settings asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--settings", type=int, default=60, help="of the 240")
    parser.add_argument("--replications", type=int, default=50, help="for each setting")
    parser.add_argument("--shard", default="1/1", help="i/n: every n-th setting from the i-th on")
    parser.add_argument("--near", action="store_true", help="systems with a defect near delta")
    parser.add_argument("--exp7", action="store_true", help="scalar functions on a square and on a sector")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    first, every = map(int, arguments.shard.split("/"))

    def generators(index: int) -> list[np.random.Generator]:
        return [np.random.default_rng([arguments.seed, index, i]) for i in range(arguments.replications)]

    print("columns:", ", ".join(f"{over} t {t:g}" for over, t in RULES))
    if arguments.settings:
        calibration(arguments.settings, (first, every), generators)
    if arguments.near:
        near_threshold(generators)
    if arguments.exp7:
        invariances(generators)


if __name__ == "__main__":
    main()
