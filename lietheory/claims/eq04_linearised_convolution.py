"""Eq 4: the convolution with a kernel near the identity, linearised; its zeroth-order term is W^0 f(h)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.features import Feature, polynomial, rectified, waves
from lietheory.proof.index_sums import Index, IndexSum, component
from lietheory.proof.instances import rational, relative
from lietheory.proof.rates import Rate
from lietheory.representation import lie_convolution


def moved(h: np.ndarray, L: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """W^0 h + W . L h for the numbers W = (W^0, W^1, ...): the L-conv of one channel."""
    return lie_convolution(h[None, :, None], L, weights[:, None, None])[0, :, 0]


def along(h: np.ndarray, L: np.ndarray, eps: np.ndarray) -> np.ndarray:
    """eps . L h."""
    return moved(h, L, np.concatenate([0 * eps[:1], eps]))


def linearised(f: Feature, h: np.ndarray, L: np.ndarray, W: np.ndarray):
    """W^0 f(h) - (W . L h) . grad f(h)."""
    return W[0] * f.value(h) - along(h, L, W[1:]) @ f.gradient(h)


def convolved(instance: Instance):
    """sum_n g_n f((I - eps_n . L) h): the kernel is a sum of N atoms, as every quadrature is."""
    f, h, L = (instance[k] for k in ("f", "h", "L"))
    return sum(
        g * f.value(moved(h, L, np.concatenate([1 + 0 * eps[:1], -eps])))
        for g, eps in zip(instance["g"], instance["eps"], strict=True)
    )


def second_order(instance: Instance):
    """1/2 sum_n g_n (X_n h) . Hess f(h) (X_n h) with X_n = eps_n . L."""
    f, h, L = (instance[k] for k in ("f", "h", "L"))
    steps = [along(h, L, eps) for eps in instance["eps"]]
    return sum(g * (x @ f.hessian(h) @ x) for g, x in zip(instance["g"], steps, strict=True)) * Fraction(1, 2)


def _defect(instance: Instance, zeroth):
    f, h, L, W = (instance[k] for k in ("f", "h", "L", "W"))
    claimed = linearised(f, h, L, W) - W[0] * f.value(h) + zeroth + second_order(instance)
    return relative(np.asarray(convolved(instance) - claimed), h, h, L, f.hessian(h), instance["g"])


def residual(instance: Instance):
    return _defect(instance, instance["W"][0] * instance["f"].value(instance["h"]))


def printed_residual(instance: Instance):
    """The same with the printed zeroth-order term W^0 h . grad f(h)."""
    h = instance["h"]
    return _defect(instance, instance["W"][0] * (h @ instance["f"].gradient(h)))


def homogeneous(instance: Instance) -> Instance:
    """The instance with f replaced by the homogeneous a . max(x, 0)."""
    return {**instance, "f": rectified(instance["a"])}


def _instance(h: np.ndarray, L: np.ndarray, g: np.ndarray, eps: np.ndarray, f: Feature, **more: object) -> Instance:
    n = Index("n", "N")
    return {
        "h": h,
        "L": L,
        "g": g,
        "eps": eps,
        "f": f,
        "W": np.concatenate([[g.sum()], g @ eps]),
        "free": {},
        "sizes": {"d": len(h), "k": len(L), n.size: len(g)},
    } | more


def sample(rng: np.random.Generator) -> Instance:
    """f of degree two, and atoms so near the identity that no coordinate of h changes its sign."""
    d, k, N = rng.integers(1, 5), rng.integers(1, 4), rng.integers(1, 6)
    h = rng.choice([-1, 1], d) * rng.uniform(1, 2, d)
    L, eps = rng.uniform(-1, 1, (k, d, d)), rng.uniform(-1, 1, (N, k)) / (4 * k * d)
    a, B = rng.standard_normal(d), rng.standard_normal((d, d))
    return _instance(h, L, rng.standard_normal(N), eps, polynomial(rng.standard_normal(), a, B), a=a, B=B)


def exact(rng: np.random.Generator, size: int) -> Instance:
    k = 2 if size < 4 else 1  # the derivation is replayed by sums over seven indices
    h, L, g, eps, a, B = (
        rational(rng.integers(-3, 4, shape), 2) for shape in (size, (k, size, size), 2, (2, k), size, (size, size))
    )
    return _instance(h, L, g, eps, polynomial(Fraction(0), a, B), a=a, B=B)


def smallest() -> Iterator[Instance]:
    """d = 1, h = L = 1, one atom of weight 1 at the identity, f = c + a x + b x^2 with b, a, c in {0, 1}."""
    one = rational(np.array([1]))
    for coefficients in sorted(product((0, 1), repeat=3), key=sum):
        b, a, c = map(Fraction, coefficients)
        yield _instance(one, one.reshape(1, 1, 1), one, 0 * one.reshape(1, 1), polynomial(c, a * one, b * one.reshape(1, 1)))


def _line(f: Feature, **changes: object) -> Instance:
    """d = 1, h = L = 1, and an atom of weight 2 at eps = 1/4."""
    return _instance(np.ones(1), np.ones((1, 1, 1)), np.array([2.0]), np.array([[0.25]]), f, **changes)


def _smooth(eta: float) -> Instance:
    """Atoms at distance eta from the identity, on one side of it, and a smooth f that is no polynomial."""
    L = np.array([[[0.0, -1.0], [1.0, 0.0]], [[1.0, 0.5], [0.0, -0.5]]])
    eps = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, -0.5]])
    f = waves(np.array([1.0, -0.5]), np.array([[0.7, 0.4], [0.2, -1.0]]))
    return _instance(np.array([0.8, -0.6]), L, np.array([1.0, 0.5, -0.3]), eta * eps, f)


def first_order_error(eta: float) -> float:
    """The error of the linearisation on a kernel of radius eta."""
    instance = _smooth(eta)
    return abs(convolved(instance) - linearised(*(instance[k] for k in ("f", "h", "L", "W"))))


def derivation() -> Derivation:
    n, i, j = Index("n", "N"), Index("i", "k"), Index("j", "k")
    mu, nu, rho, tau = (Index(name, "d") for name in ("mu", "nu", "rho", "tau"))
    g, a, B = component("g", n), component("a", mu), component("B", mu, nu)

    def X(index: Index, row: Index, column: Index) -> IndexSum:
        return (component("eps", n, index) * component("L", index, row, column) * component("h", column)).summed(index, column)

    h_mu, h_nu, X_mu, X_nu = component("h", mu), component("h", nu), X(i, mu, rho), X(j, nu, tau)
    f = (a * h_mu).summed(mu) + (B * h_mu * h_nu).summed(mu, nu)
    slope = (a * X_mu).summed(mu) + (B * (X_mu * h_nu + h_mu * X_nu)).summed(mu, nu)
    shifted = (a * (h_mu - X_mu)).summed(mu) + (B * (h_mu - X_mu) * (h_nu - X_nu)).summed(mu, nu)
    expanded = (g * f).summed(n) - (g * slope).summed(n) + (g * (B * X_mu * X_nu).summed(mu, nu)).summed(n)
    return Derivation(
        (),
        (
            Chain(
                "f = a . x + x . B x under a kernel of N atoms",
                (g * shifted).summed(n),
                (Step(expanded, "W^0 f(h), the moments W^i with the derivative of f along L_i h, and the second order"),),
            ),
        ),
    )


CLAIM = Claim(
    label="eq4",
    title="The linearised group convolution",
    source="L-conv, Eqs 4 and 5",
    statement=r"$\int \tilde g(\epsilon)\, f((I - \epsilon \cdot L) h)\, d\epsilon = W^0 f(h) - (W \cdot L\, h) \cdot \nabla "
    r"f(h) + R$ with $W^0 = \int \tilde g$, $W^i = \int \epsilon^i \tilde g$ and "
    r"$R = \tfrac12 \int \tilde g\, (\epsilon \cdot L h) \cdot \nabla^2 f(h)\, (\epsilon \cdot L h)$: exactly for "
    r"$f$ of degree two, and up to $O(\eta^3)$ for smooth $f$ and a kernel of radius $\eta$. Without $R$ the error "
    r"is $O(\eta^2)$.",
    assumptions=(
        Assumption("degree", "$f$ is a polynomial of degree at most two; for other smooth $f$ see the rate"),
        Assumption("moments", r"the $W$ are the moments of the same $\tilde g$ (Eq 5)"),
        Assumption(
            "density",
            r"$\tilde g$ is the kernel times the density of the Haar measure",
            unsharp="the equation holds for every function of the coordinates; what a missing density costs is in prop1",
        ),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "degree",
            "f = x^3 on the line",
            lambda: _line(Feature("x -> x^3", lambda x: x[0] ** 3, lambda x: 3 * x**2, lambda x: np.array([6 * x]))),
        ),
        Counterexample(
            "moments",
            "a kernel of mass 2 with W^0 = 1, as for a normalised one",
            lambda: _line(polynomial(1.0, np.zeros(1), np.zeros((1, 1))), W=np.array([1.0, 0.5])),
        ),
    ),
    printed=Printed(
        r"$(f * g)(h) \approx \int \tilde g(\epsilon) f((I - \epsilon \cdot L) h)\, d\epsilon \approx (W^0 I - W \cdot L)\, h "
        r"\cdot \nabla_h f(h)$.",
        printed_residual,
        smallest,
        reading=Reading(
            r"$f$ is homogeneous of degree 1, so that $h \cdot \nabla f(h) = f(h)$ (Euler); of degree p, the "
            r"printed form is off by $(p - 1) W^0 f(h)$",
            lambda i: printed_residual(homogeneous(i)),
        ),
        remark="The error W^0 (h . grad f - f) does not shrink with the kernel. h . grad f = sigma can be solved for f only "
        "where sigma(s) / s is integrable at 0, so not for the sigmoid. The density of the Haar measure is left out.",
    ),
    derivation=derivation,
    rate=Rate(
        r"radius $\eta$ of the kernel",
        first_order_error,
        tuple(2.0**-k for k in range(2, 11)),
        order=2,
        constant=abs(second_order(_smooth(1.0))),
    ),
    proof="Taylor's theorem for t -> f(h - t X h), integrated against the kernel.",
)
