"""Proposition 1: a convolution whose kernel lives within eta of the identity is its linearisation up to O(eta^2)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from lietheory.algebra import LieAlgebra, aff, gl, heisenberg, so
from lietheory.claims.eq04_linearised_convolution import along, linearised
from lietheory.proof.bounds import AtMost, BoundChain, BoundStep, NonNegative, Norm, Product, row_sum_norm
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Derivation
from lietheory.proof.features import Feature, polynomial, rectified, waves
from lietheory.proof.instances import above_exponential, exponential_of_nilpotent, nilpotent, rational
from lietheory.proof.rates import Rate
from lietheory.proof.scalars import symbol
from lietheory.proof.words import identity, matrix
from lietheory.representation import ball_quadrature, group_convolution, neighbourhood
from lietheory.representation.group_convolution import Neighbourhood

ORDER = 3  # of the quadrature; the bound holds for its atoms as for the integral, so that no quadrature error enters


def kernel(slope: np.ndarray, eps: np.ndarray) -> np.ndarray:
    """The kernel g = 1 + slope . eps at coordinates (..., n_L)."""
    return 1 + eps @ slope


def support(instance: Instance) -> tuple[Neighbourhood, np.ndarray]:
    """The group elements that the kernel weighs, and the weights that its moments W are taken with.

    The convolution takes the Haar measure, the moments the measure that the instance names.
    """
    if "near" in instance:
        return instance["near"], instance["near"].weights
    algebra, radius = instance["algebra"], instance["radius"]
    near = neighbourhood(algebra, radius, ORDER)
    return near, near.weights if instance["measure"] == "haar" else ball_quadrature(algebra.dimension, radius, ORDER)[1]


def error(instance: Instance) -> float | Fraction:
    """|(f * g)(h) - W^0 f(h) + (W . L h) . grad f(h)| per unit of |g|_1, over the kernel's support."""
    f, h, slope = (instance[k] for k in ("f", "h", "slope"))
    near, mass = support(instance)
    mass = mass * kernel(slope, near.coordinates)
    W = np.concatenate([[mass.sum()], mass @ near.coordinates])
    convolved = group_convolution(
        lambda x: np.array([[f.value(x[:, 0])]]), lambda eps: np.array([[kernel(slope, eps)]]), h[:, None], near
    )
    return abs(convolved[0, 0] - linearised(f, h, instance["algebra"].generators, W)) / np.abs(mass).sum()


def bound(instance: Instance) -> float:
    """(r^2 e^r |grad f| |h| + r^2 e^2r sup|Hess f| |h|^2) / 2 with r = eta (sum_i |L_i|^2)^(1/2)."""
    f, h, L = instance["f"], instance["h"], instance["algebra"].generators.astype(float)
    r = instance["eta"] * np.sqrt(sum(np.linalg.norm(L_i, 2) ** 2 for L_i in L))
    size, slope = np.linalg.norm(h), np.linalg.norm(f.gradient(h))
    return r**2 * (np.exp(r) * slope * size + np.exp(2 * r) * f.curvature * size**2) / 2


def exact_bound(instance: Instance) -> Fraction:
    """A rational number below the bound: no exponentials, no gradient, and largest entries in place of spectral norms."""
    f, h, L = instance["f"], instance["h"], instance["algebra"].generators
    r_squared = instance["eta"] ** 2 * sum(int(np.abs(L_i).max()) ** 2 for L_i in L)
    return r_squared * np.abs(f.hessian(h)).max() * (h @ h) / 2


def residual(instance: Instance) -> float | Fraction:
    """By how much the error exceeds its bound; at exact instances, a rational number below the bound."""
    limit = exact_bound(instance) if "near" in instance else bound(instance)
    return max(0 * limit, error(instance) - limit)


def _instance(algebra: LieAlgebra, h: np.ndarray, f: Feature, eta: float, slope: np.ndarray, **changes: object) -> Instance:
    return {"algebra": algebra, "h": h, "f": f, "eta": eta, "radius": eta, "slope": slope, "measure": "haar"} | changes


def sample(rng: np.random.Generator) -> Instance:
    """Groups unimodular and not, kernels of either sign, and radii from 0.01 to 0.5."""
    algebra = (so(2), aff(1), so(3), heisenberg(1))[rng.integers(4)]
    d = algebra.generators.shape[1]
    f = waves(rng.standard_normal(3), rng.standard_normal((3, d)))
    eta = float(np.exp(rng.uniform(np.log(0.01), np.log(0.5))))
    return _instance(algebra, rng.standard_normal(d), f, eta, 3 * rng.standard_normal(algebra.dimension))


def exact(rng: np.random.Generator, size: int) -> Instance:
    """The commuting shears I + eps_i c_i E_1i at atoms in the ball: exponentials, density (1) and inverses are rational."""
    L = np.zeros((size - 1, size, size), dtype=int)
    L[np.arange(size - 1), 0, np.arange(1, size)] = rng.integers(1, 4, size - 1)
    eps = rational(rng.choice([-2, -1, 1, 2], (4, size - 1)), 8 * size)  # |eps|^2 <= (size - 1) / (4 size)^2 < 1/4
    weights, slope = rational(rng.integers(1, 5, 4), 4), rational(rng.integers(-2, 3, size - 1))
    h, a, b = rational(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], (3, size)), 3)
    f = polynomial(Fraction(1), a, np.diag(b))
    elements = rational(np.eye(size, dtype=int)) + np.tensordot(eps, L.astype(object), axes=1)
    near = Neighbourhood(eps, elements, weights)
    return _instance(LieAlgebra.from_matrices(L), h, f, Fraction(1, 2), slope, near=near) | _letters(rng, f, h, b)


def _letters(rng: np.random.Generator, f: Feature, h: np.ndarray, b: np.ndarray) -> Instance:
    """One group element exp(-X), X nilpotent, in the derivation's letters; the curvature is that for largest entries."""
    X = nilpotent(rng, len(h))
    E, x = exponential_of_nilpotent(-X), row_sum_norm(X)
    values = {name: np.array([[f.value(at)]], dtype=object) for name, at in (("b", E @ h), ("a", h))}
    gradient, column = f.gradient(h)[None], h[:, None]
    norms = {"v": row_sum_norm(E @ column - column), "n": row_sum_norm(column), "g": row_sum_norm(gradient)}
    bounds = {"x": x, "e": above_exponential(x), "c": 2 * sum(map(abs, b)), "r": x + Fraction(1, 7)}
    return {
        "X": X,
        "E": E,
        "G": gradient,
        "y": column,
        "q": above_exponential(bounds["r"]),
        "sizes": {"d": len(h), "one": 1},
        **values,
        **norms,
        **bounds,
    }


def smallest() -> Iterator[Instance]:
    """The group of scalings of the line, h = 1, eta = 1/2, f = 1, x, x^2 in this order."""
    for power in range(3):
        c, a, b = (float(power == k) for k in range(3))
        yield _instance(gl(1), np.ones(1), polynomial(c, np.array([a]), np.array([[b]])), 0.5, np.zeros(1))


def _line(f: Feature, **changes: object) -> Instance:
    return _instance(gl(1), np.ones(1), f, 0.1, np.zeros(1), **changes)


def scaled(algebra: LieAlgebra, eta: float, measure: str = "haar") -> Instance:
    """A kernel of one shape, 1 + s_1 in s = eps / eta, shrunk to radius eta."""
    d = algebra.generators.shape[1]
    f = waves(np.array([1.0, -0.5]), np.linspace(-0.7, 0.9, 2 * d).reshape(2, d))
    return _instance(algebra, np.linspace(0.8, -0.6, d), f, eta, np.eye(algebra.dimension)[0] / eta, measure=measure)


def second_order(algebra: LieAlgebra) -> float:
    """lim error / eta^2: the mean of ((X^2 h) . grad f + (X h) . Hess f (X h)) / 2 over the kernel, X = s . L, |s| <= 1."""
    instance = scaled(algebra, 1.0)
    f, h, L = instance["f"], instance["h"], algebra.generators
    total = mass = 0.0
    for s, weight in zip(*ball_quadrature(algebra.dimension, 1.0, ORDER), strict=True):
        once, weight = along(h, L, s), weight * kernel(instance["slope"], s)
        total += weight * (along(once, L, s) @ f.gradient(h) + once @ f.hessian(h) @ once)
        mass += abs(weight)
    return abs(total) / (2 * mass)


def derivation() -> Derivation:
    """For one group element E = exp(-X): y stands for h, a and b for f(h) and f(E h), G for the gradient at h."""
    X, E, I = matrix("X", "d"), matrix("E", "d"), identity("d")
    y, G, a, b = matrix("y", "d", "one"), matrix("G", "one", "d"), matrix("a", "one"), matrix("b", "one")
    x, e, r, q, n, g, c, v = (symbol(name) for name in "xerqngcv")
    half = Fraction(1, 2)
    return Derivation(
        (
            AtMost("series from the first power", E - I, x * e),
            AtMost("series from the second power", E - I + X, x * x * e * half),
            AtMost("Taylor", b - a - G @ (E @ y - y), c * v * v * half),
            AtMost("features", y, n),
            AtMost("gradient", G, g),
            NonNegative("move", x * e * n - v),
            NonNegative("radius", r - x),
            NonNegative("growth", q - e),
            *(NonNegative(name, symbol(name)) for name in "xerqngcv"),
        ),
        (
            BoundChain(
                "how far the features move, which is called v",
                Norm(E @ y - y),
                (BoundStep(x * e * n, "(E - I) y", (Product(1, ("series from the first power", "features")),)),),
            ),
            BoundChain(
                "the linearisation at one group element, with r at least x = |X| and q at least e = e^|X|",
                Norm(b - a + G @ X @ y),
                (
                    BoundStep(
                        c * v * v * half + g * x * x * e * n * half,
                        "f(E y) by Taylor's theorem, and (E y - y) + X y by the series",
                        (Product(1, ("Taylor",)), Product(1, ("gradient", "series from the second power", "features"))),
                    ),
                    BoundStep(
                        (c * x * x * e * e * n * n + g * x * x * e * n) * half,
                        "the features move by at most x e n",
                        (Product(half, ("c", "move", "x", "e", "n")), Product(half, ("c", "move", "v"))),
                    ),
                    BoundStep(
                        (c * r * r * q * q * n * n + g * r * r * q * n) * half,
                        "x is at most r, and e at most q",
                        tuple(
                            Product(half, (*common, *factors))
                            for common, sums in (
                                ("cnn", ("growth r r q", "growth r x e", "radius e r q", "radius e x e")),
                                ("gn", ("growth r r", "radius e r", "radius e x")),
                            )
                            for factors in (text.split() for text in sums)
                        ),
                    ),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="prop1",
    title="A local group convolution in terms of the Lie algebra",
    source="L-conv, Proposition 1",
    statement=r"Let $g$ be supported on $\{\exp(\epsilon \cdot L) : |\epsilon| \le \eta\}$, let $d\mu = J(\epsilon)\, "
    r"d\epsilon$ be the Haar measure, $J = |\det((1 - e^{-\mathrm{ad}_\epsilon}) / \mathrm{ad}_\epsilon)|$, $\tilde "
    r"g = g J$, $W^0 = \int \tilde g$, $W^i = \int \epsilon^i \tilde g$, and $f$ twice differentiable. Then, with "
    r"$r = \eta \left(\sum_i |L_i|^2\right)^{1/2}$, "
    r"$|(f * g)(h) - W^0 f(h) + (W \cdot L h) \cdot \nabla f(h)| \le \tfrac12 |\tilde g|_1\, r^2 "
    r"\left(e^r |\nabla f(h)|\, |h| + e^{2r} \sup|\nabla^2 f|\, |h|^2\right)$, which is $O(\eta^2)$. Without $J$ it "
    r"is $O(\eta^2)$ if the group is unimodular and $O(\eta)$ otherwise.",
    assumptions=(
        Assumption("support", r"the kernel vanishes outside the ball of radius $\eta$"),
        Assumption("density", r"the moments are those of $g J$, with the density $J$ of the Haar measure"),
        Assumption("smooth", r"$f$ is twice differentiable with a bounded Hessian"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "support",
            r"a kernel of radius 1 where $\eta$ is 0.1, and f = x on the line",
            lambda: _line(polynomial(0.0, np.ones(1), np.zeros((1, 1))), radius=1.0),
        ),
        Counterexample(
            "density",
            "f = 1 on the affine group of the line, whose J is (1 - e^-x) / x and 1 - x/2 to first order",
            lambda: _instance(
                aff(1), np.ones(2), polynomial(1.0, np.zeros(2), np.zeros((2, 2))), 0.5, np.ones(2), measure="lebesgue"
            ),
        ),
        Counterexample(
            "smooth",
            "f = max(x_2, 0), a ReLU at its kink, where the error is of order 1",
            lambda: _instance(so(2), np.array([1.0, 0.0]), rectified(np.array([0.0, 1.0])), 0.1, np.zeros(1)),
        ),
    ),
    printed=Printed(
        r"If a convolution kernel has support only on an infinitesimal $\eta$ neighborhood of identity, a G-conv layer can be "
        r"written in terms of the Lie algebra.",
        error,
        smallest,
        reading=Reading(
            r"the neighbourhood is a ball of radius $\eta$, the layer is written up to $O(\eta^2)$, the density of "
            r"the Haar measure is part of the kernel, and $f$ is twice differentiable",
            residual,
        ),
        remark=r"Then $|W^i| \le \eta |\tilde g|_1$, so that layers with free $W^i$ are outside the proposition. "
        r"$T_d$ has values in $GL_d$, not in $\mathbb{R}^d$.",
    ),
    derivation=derivation,
    rate=Rate(
        r"radius $\eta$ of the kernel",
        lambda eta: error(scaled(aff(1), eta)),
        tuple(2.0**-k for k in range(1, 10)),
        order=2,
        constant=second_order(aff(1)),
    ),
    uses=("eq4",),
    proof=r"The derivation is for one group element; the integral over the kernel multiplies its bound by $|\tilde g|_1$. "
    r"With $X = \epsilon \cdot L$ the series of $e^{-X}$ from the k-th power on is at most $|X|^k e^{|X|} / k!$. "
    r"The exact replay of the residual is on commuting shears, where exponentials, densities and inverses are rational, "
    r"below a rational number under the bound.",
)
