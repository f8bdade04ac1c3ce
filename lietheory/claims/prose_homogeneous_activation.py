"""h . grad f: a multiple of f for homogeneous f, and a given activation sigma only if sigma(0) = 0."""

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

import numpy as np
from scipy.special import expit

from lietheory import proof as p

claim = p.Claim(
    "homogeneous-activation",
    "Homogeneous activations",
    after="prop1",
    source="L-conv, section 2, after Eq 5",
    statement=r"$h \cdot \nabla f(h) = a f(h)$ wherever $f$ is differentiable and homogeneous, $f(t h) = t^a f(h)$ for $t > "
    r"0$; linear functions and ReLU have $a = 1$. A pointwise $f$ that is differentiable at 0 with $s f'(s) = \sigma(s)$ "
    r"exists only if $\sigma(0) = 0$; for differentiable $\sigma$ with $\sigma(0) = 0$ it is $f(s) = \int_0^1 \sigma(t s) / "
    r"t\, dt$. The sigmoid, with $\sigma(0) = \tfrac12$, has none: $f$ would be $\tfrac12 \log |s|$ near 0.",
    uses=("eq4",),
    proof=r"Differentiate $f(t h) = t^a f(h)$ at $t = 1$. For $f(s) = \int_0^1 \sigma(t s) / t\, dt$: $s f'(s) = \int_0^1 s "
    r"\sigma'(t s)\, dt = \sigma(s) - \sigma(0)$.",
)
claim.assume("homogeneous", "$f$ is homogeneous of the degree that is claimed")
claim.assume("zero", r"$\sigma(0) = 0$")
claim.assume(
    "differentiable",
    r"$f$ and $\sigma$ are differentiable at $h$",
    unsharp="at the kink of ReLU the two one-sided derivatives are both multiplied by $h = 0$",
)
claim.part("quadratic forms", derived=True)
claim.part("homogeneous functions")
claim.part("which activations have an $f$")
claim.explain(
    "Functions of degree one return themselves when differentiated along their argument; an activation can be obtained "
    "so only if it vanishes at zero.",
    "It decides which activations the construction reaches.",
    f=("function", "from features to numbers"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    sigma=("function", "the activation wanted"),
    a=("number", "the degree"),
)

NODES, WEIGHTS = np.polynomial.legendre.leggauss(60)


def along_itself(f: p.Feature, h: np.ndarray):
    """h . grad f(h)."""
    return h @ f.gradient(h)


def primitive(activation: p.Feature) -> p.Feature:
    """f(s) = integral over t in (0, 1) of sigma(t s) / t, differentiated under the integral: f'(s) = integral of sigma'(t s)."""

    def slope(s: np.ndarray) -> np.ndarray:
        return reduce(np.add, (w / 2 * activation.gradient((1 + t) / 2 * s) for t, w in zip(NODES, WEIGHTS, strict=True)))

    return p.Feature(f"the $f$ of {activation.text}", lambda s: np.nan, slope, lambda s: np.nan * np.outer(s, s))


@claim.residual
def residual(h, f, degree, sigma, solution):
    """Of Euler's relation for the homogeneous f, and of h . grad f = sigma for the f made from sigma."""
    euler = p.relative(np.asarray(along_itself(f, h) - degree * f.value(h)), h, h)
    return max(euler, p.relative(np.asarray(along_itself(solution, h) - sigma.value(h)), h, h))


def _instance(
    h: np.ndarray, f: p.Feature, degree, sigma: p.Feature, solution: p.Feature | None = None, **letters: object
) -> p.Instance:
    return {"h": h, "f": f, "degree": degree, "sigma": sigma, "solution": solution or primitive(sigma)} | letters


def on_the_line(text: str, value: Callable, slope: Callable) -> p.Feature:
    """A function of one variable; its second derivative, which no judge uses, is NaN."""
    return p.Feature(text, lambda s: value(s[0]), lambda s: slope(s), lambda s: np.nan * np.outer(s, s))


def power(degree: float) -> p.Feature:
    """|h|^degree, which is homogeneous of that degree."""
    return p.Feature(
        f"x -> |x|^{degree}",
        lambda x: float(x @ x) ** (degree / 2),
        lambda x: degree * float(x @ x) ** (degree / 2 - 1) * x,
        lambda x: np.nan * np.outer(x, x),
    )


TANH = on_the_line("tanh", np.tanh, lambda s: 4 * expit(2 * s) * expit(-2 * s))
SIGMOID = on_the_line("sigmoid", expit, lambda s: expit(s) * expit(-s))
ELU = on_the_line("elu", lambda s: np.where(s > 0, s, np.expm1(np.minimum(s, 0))), lambda s: np.exp(np.minimum(s, 0)))
SILU = on_the_line(
    "x sigmoid(x)", lambda s: s * SIGMOID.value(np.array([s])), lambda s: SIGMOID.value(s) + s * SIGMOID.gradient(s)
)


def sample(rng: np.random.Generator) -> p.Instance:
    """ReLU, linear and other homogeneous functions of real degree; tanh, ELU and SiLU as activations."""
    a, degree = rng.standard_normal(1), float(rng.uniform(0.5, 3))
    known = [(p.rectified(a), 1), (p.polynomial(0.0, a, np.zeros((1, 1))), 1), (power(degree), degree)]
    f, degree = known[rng.integers(3)]
    sigma = (TANH, ELU, SILU)[rng.integers(3)]
    return _instance(rng.choice([-1, 1], 1) * rng.uniform(0.1, 2, 1), f, degree, sigma)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Forms of degree 1 and 2 in several variables; sigma = a . x + x . B x, for which f = a . x + x . B x / 2."""
    a, h = (p.rational(rng.integers(-4, 5, size), 3) for _ in range(2))
    B, nothing, zero = p.rational(rng.integers(-4, 5, (size, size))), 0 * np.outer(a, a), Fraction(0)
    f, degree = [(p.polynomial(zero, a, nothing), 1), (p.polynomial(zero, 0 * a, B), 2)][rng.integers(2)]
    letters = {"B": B, "free": {}, "sizes": {"d": size}}
    return _instance(h, f, degree, p.polynomial(zero, a, B), p.polynomial(zero, a, B * Fraction(1, 2)), **letters)


@claim.printed(
    r"When $f(h)$ is a homogeneous function like ReLU or linear activation, $h \cdot \nabla_h f(h) = af(h)$. In "
    r"general, since we are designing the layers, we can choose $h \cdot \nabla_h f(h) = \sigma(h)$ to be a "
    "desired activation function.",
    remark="At $h = 0$ the left side vanishes for every differentiable $f$, so the smallest counterexample is the "
    "sigmoid at 0. In Eq 4 only $a = 1$ turns the printed zeroth-order term into the right one.",
)
def printed_form(h, f, degree, sigma, solution):
    """h . grad f against a f(h) for the homogeneous f, and against sigma for the f made from sigma."""
    euler = p.equal(along_itself(f, h), degree * f.value(h), h, h)
    return euler, p.equal(np.ravel(along_itself(solution, h)), np.ravel(sigma.value(h)), h, h)


@claim.premise
def premise(h, f, degree, sigma, solution) -> bool:
    """f is homogeneous of that degree, and the solution is the f made from sigma, at an h where its quadrature is exact."""
    homogeneous = all(abs(f.value(s * h) - s**degree * f.value(h)) <= 1e-9 * (1 + abs(f.value(h))) for s in (0.5, 2.0, 3.0))
    made = primitive(sigma).gradient(h) - solution.gradient(h)
    return bool(homogeneous and np.abs(made).max() <= 1e-9 and degree > 0 and np.abs(h).max() <= 9)


@claim.search
def smallest() -> p.Instances:
    """At h = 0 and 1 on the line: the identity, tanh, the sigmoid; beside them a linear f and ReLU."""
    for h in (0.0, 1.0):
        for f in (p.polynomial(0.0, np.ones(1), np.zeros((1, 1))), p.rectified(np.ones(1))):
            for sigma in (p.polynomial(0.0, np.ones(1), np.zeros((1, 1))), TANH, SIGMOID):
                yield _instance(np.array([h]), f, 1, sigma)


def _line(**changes: object) -> p.Instance:
    return _instance(np.ones(1), p.rectified(np.ones(1)), 1, TANH) | changes


@claim.derivation
def derivation() -> p.Derivation:
    mu, nu = p.Index("mu", "d"), p.Index("nu", "d")
    h_mu, h_nu, B = p.component("h", mu), p.component("h", nu), p.component("B", mu, nu)
    slope = (B * h_nu * h_mu).summed(mu, nu) + (p.component("B", nu, mu) * h_nu * h_mu).summed(mu, nu)
    return p.derive(
        (),
        p.chain(
            r"Euler's relation for a quadratic form $f = x \cdot B x$",
            slope,
            p.step((B * h_mu * h_nu).summed(mu, nu) * 2, "in the second sum the names of the two indices are exchanged"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("homogeneous", "$f = x + x^2$ at 1", lambda: _line(f=p.polynomial(0.0, np.ones(1), np.ones((1, 1)))))
claim.without("zero", "the sigmoid", lambda: _line(sigma=SIGMOID, solution=primitive(SIGMOID)))


def _vanishes_at_zero(h, sigma) -> bool:
    """sigma(s) / s stays bounded at 0."""
    unit = h / np.abs(h).max() if np.any(h) else h + 1
    near = [np.abs(np.ravel(sigma.value(s * unit))).max() / s for s in (1e-3, 1e-6, 1e-9, 1e-12)]
    return not np.any(sigma.value(0 * h)) and bool(max(near) <= 100 * (1 + near[0]))


claim.reading(
    r"$\sigma(0) = 0$ and $\sigma(s) / s$ is bounded at 0, as where $\sigma$ has a slope there",
    hypothesis=_vanishes_at_zero,
)
