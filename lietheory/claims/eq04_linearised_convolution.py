"""Eq 4: the convolution with a kernel near the identity, linearised; its zeroth-order term is W^0 f(h)."""

from fractions import Fraction
from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.representation import lie_convolution

claim = p.Claim(
    "eq4",
    "The linearised group convolution",
    after="equivariant-layers",
    source="L-conv, Eqs 4 and 5",
    statement=r"$\int \tilde g(\epsilon)\, f((I - \epsilon \cdot L) h)\, d\epsilon = W^0 f(h) - (W \cdot L\, h) \cdot \nabla "
    r"f(h) + R$ with $W^0 = \int \tilde g$, $W^i = \int \epsilon^i \tilde g$ and $R = \tfrac12 \int \tilde g\, (\epsilon "
    r"\cdot L h) \cdot \nabla^2 f(h)\, (\epsilon \cdot L h)$: exactly for $f$ of degree two, and up to $O(\eta^3)$ for smooth "
    r"$f$ and a kernel of radius $\eta$. Without $R$ the error is $O(\eta^2)$.",
    proof=r"Taylor's theorem for $t \mapsto f(h - t X h)$, integrated against the kernel.",
)
claim.assume("degree", "$f$ is a polynomial of degree at most two; for other smooth $f$ see the rate")
claim.assume("moments", r"the $W$ are the moments of the same $\tilde g$ (Eq 5)")
claim.assume(
    "density",
    r"$\tilde g$ is the kernel times the density of the Haar measure",
    unsharp="the equation holds for every function of the coordinates; what a missing density costs is in prop1",
)
claim.part("$f$ of degree two", derived=True)
claim.part("the order of the error for smooth $f$")
claim.explain(
    "Near the identity a group convolution is a multiple of the function less its slope along the generators.",
    "It is how the integral over a group becomes a sum over a few generators.",
    f=("function", "from features to numbers"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    epsilon=("n", "coordinates of a group element"),
)


def moved(h: np.ndarray, L: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """W^0 h + W . L h for the numbers W = (W^0, W^1, ...): the L-conv of one channel."""
    return lie_convolution(h[None, :, None], L, weights[:, None, None])[0, :, 0]


def along(h: np.ndarray, L: np.ndarray, eps: np.ndarray) -> np.ndarray:
    """eps . L h."""
    return moved(h, L, np.concatenate([0 * eps[:1], eps]))


def linearised(f: p.Feature, h: np.ndarray, L: np.ndarray, W: np.ndarray):
    """W^0 f(h) - (W . L h) . grad f(h)."""
    return W[0] * f.value(h) - along(h, L, W[1:]) @ f.gradient(h)


def convolved(f, h, L, g, eps):
    """sum_n g_n f((I - eps_n . L) h): the kernel is a sum of N atoms, as every quadrature is."""
    points = [moved(h, L, np.concatenate([1 + 0 * e[:1], -e])) for e in eps]
    return sum(weight * f.value(x) for weight, x in zip(g, points, strict=True))


def second_order(f, h, L, g, eps):
    """1/2 sum_n g_n (X_n h) . Hess f(h) (X_n h) with X_n = eps_n . L."""
    steps = [along(h, L, e) for e in eps]
    return sum(weight * (x @ f.hessian(h) @ x) for weight, x in zip(g, steps, strict=True)) * Fraction(1, 2)


@claim.residual
def residual(f, h, L, W, g, eps):
    """Of the sum over the kernel against its linearisation and the second-order term."""
    claimed = linearised(f, h, L, W) + second_order(f, h, L, g, eps)
    return p.relative(np.asarray(convolved(f, h, L, g, eps) - claimed), h, h, L, f.hessian(h), g)


@claim.printed(
    r"$(f * g)(h) \approx \int_{G} \tilde{g}(\epsilon) f\left((I - \epsilon \cdot L)h\right) d^{n_L} \epsilon "
    r"\approx \left(W^0 I - W \cdot L\right) h \cdot \nabla_h f(h)$",
    symbols={"zeroth": lambda f, h: h @ f.gradient(h)},
    named=lambda: iter([_line(p.polynomial(0.0, np.ones(1), np.ones((1, 1))))]),
    remark=r"The error $W^0 (h \cdot \nabla f - f)$ does not shrink with the kernel. $h \cdot \nabla f = \sigma$ can "
    r"be solved for $f$ only where $\sigma(s) / s$ is integrable at 0, so not for the sigmoid. The density of "
    "the Haar measure is left out. 'Homogeneous of degree 1' is no reading: the next sentences choose $f$ "
    "freely.",
)
def printed_form(f, h, L, W, g, eps, zeroth):
    """The sum over the kernel against its linearisation with this zeroth-order term, up to the second order."""
    claimed = linearised(f, h, L, W) - W[0] * f.value(h) + W[0] * zeroth + second_order(f, h, L, g, eps)
    return p.equal(convolved(f, h, L, g, eps), claimed, h, h, L, f.hessian(h), g)


def _instance(h: np.ndarray, L: np.ndarray, g: np.ndarray, eps: np.ndarray, f: p.Feature, **more: object) -> p.Instance:
    n = p.Index("n", "N")
    given = {"h": h, "L": L, "g": g, "eps": eps, "f": f, "W": np.concatenate([[g.sum()], g @ eps]), "free": {}}
    return given | {"sizes": {"d": len(h), "k": len(L), n.size: len(g)}} | more


def sample(rng: np.random.Generator) -> p.Instance:
    """f of degree two, and atoms so near the identity that no coordinate of h changes its sign."""
    d, k, N = rng.integers(1, 5), rng.integers(1, 4), rng.integers(1, 6)
    h = rng.choice([-1, 1], d) * rng.uniform(1, 2, d)
    L, eps = rng.uniform(-1, 1, (k, d, d)), rng.uniform(-1, 1, (N, k)) / (4 * k * d)
    a, B = rng.standard_normal(d), rng.standard_normal((d, d))
    return _instance(h, L, rng.standard_normal(N), eps, p.polynomial(rng.standard_normal(), a, B), a=a, B=B)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    k = 2 if size < 4 else 1  # the derivation is replayed by sums over seven indices
    h, L, g, eps, a, B = (
        p.rational(rng.integers(-3, 4, shape), 2) for shape in (size, (k, size, size), 2, (2, k), size, (size, size))
    )
    return _instance(h, L, g, eps, p.polynomial(Fraction(0), a, B), a=a, B=B)


@claim.premise
def premise(f, h, L, g, eps, W) -> bool:
    """'~' is judged to second order, where that is all: the Hessian is the same at h and at every node; W are the moments."""
    moved = [h - np.tensordot(e, L, axes=1) @ h for e in eps]
    constant = all(not np.any(np.abs(f.hessian(x) - f.hessian(h)) > 1e-9) for x in moved)
    return constant and p.relative(W - np.concatenate([[g.sum()], g @ eps]), g) <= 1e-12


@claim.search
def smallest() -> p.Instances:
    """d = 1, h = L = 1, one atom of weight 1 at the identity, f = c + a x + b x^2 with b, a, c in {0, 1}."""
    one = p.rational(np.array([1]))
    for coefficients in sorted(product((0, 1), repeat=3), key=sum):
        b, a, c = map(Fraction, coefficients)
        yield _instance(one, one.reshape(1, 1, 1), one, 0 * one.reshape(1, 1), p.polynomial(c, a * one, b * one.reshape(1, 1)))


def _line(f: p.Feature, **changes: object) -> p.Instance:
    """d = 1, h = L = 1, and an atom of weight 2 at eps = 1/4."""
    return _instance(np.ones(1), np.ones((1, 1, 1)), np.array([2.0]), np.array([[0.25]]), f, **changes)


def _smooth(eta: float) -> p.Instance:
    """Atoms at distance eta from the identity, on one side of it, and a smooth f that is no polynomial."""
    L = np.array([[[0.0, -1.0], [1.0, 0.0]], [[1.0, 0.5], [0.0, -0.5]]])
    eps = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, -0.5]])
    f = p.waves(np.array([1.0, -0.5]), np.array([[0.7, 0.4], [0.2, -1.0]]))
    return _instance(np.array([0.8, -0.6]), L, np.array([1.0, 0.5, -0.3]), eta * eps, f)


def first_order_error(eta: float) -> float:
    """The error of the linearisation on a kernel of radius eta."""
    return abs(p.applied(convolved, _smooth(eta)) - p.applied(linearised, _smooth(eta)))


@claim.derivation
def derivation() -> p.Derivation:
    n, i, j = p.Index("n", "N"), p.Index("i", "k"), p.Index("j", "k")
    mu, nu, rho, tau = (p.Index(name, "d") for name in ("mu", "nu", "rho", "tau"))
    g, a, B = p.component("g", n), p.component("a", mu), p.component("B", mu, nu)

    def X(index: p.Index, row: p.Index, column: p.Index) -> p.IndexSum:
        return (p.component("eps", n, index) * p.component("L", index, row, column) * p.component("h", column)).summed(
            index, column
        )

    h_mu, h_nu, X_mu, X_nu = p.component("h", mu), p.component("h", nu), X(i, mu, rho), X(j, nu, tau)
    f = (a * h_mu).summed(mu) + (B * h_mu * h_nu).summed(mu, nu)
    slope = (a * X_mu).summed(mu) + (B * (X_mu * h_nu + h_mu * X_nu)).summed(mu, nu)
    shifted = (a * (h_mu - X_mu)).summed(mu) + (B * (h_mu - X_mu) * (h_nu - X_nu)).summed(mu, nu)
    expanded = (g * f).summed(n) - (g * slope).summed(n) + (g * (B * X_mu * X_nu).summed(mu, nu)).summed(n)
    return p.derive(
        (),
        p.chain(
            r"$f = a \cdot x + x \cdot B x$ under a kernel of $N$ atoms",
            (g * shifted).summed(n),
            p.step(expanded, "$W^0 f(h)$, the moments $W^i$ with the derivative of $f$ along $L_i h$, and the second order"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "degree",
    "$f = x^3$ on the line",
    lambda: _line(p.Feature("x -> x^3", lambda x: x[0] ** 3, lambda x: 3 * x**2, lambda x: np.array([6 * x]))),
)
claim.without(
    "moments",
    "a kernel of mass 2 with $W^0 = 1$, as for a normalised one",
    lambda: _line(p.polynomial(1.0, np.zeros(1), np.zeros((1, 1))), W=np.array([1.0, 0.5])),
)
claim.rate(
    r"radius $\eta$ of the kernel",
    first_order_error,
    tuple(2.0**-k for k in range(2, 11)),
    order=2,
    constant=abs(p.applied(second_order, _smooth(1.0))),
)


def _rectified(rng: np.random.Generator) -> p.Instance:
    """a . max(x, 0), homogeneous of degree 1, away from its kinks."""
    given = sample(rng)
    return given | {"f": p.rectified(given["a"])}


def _of_degree_one(f, h) -> bool:
    return bool(abs(h @ f.gradient(h) - f.value(h)) <= 1e-12 * (1 + abs(f.value(h))))


claim.reading(
    r"$f$ is homogeneous of degree 1, so that $h \cdot \nabla f(h) = f(h)$",
    hypothesis=_of_degree_one,
    draw=_rectified,
)
claim.reading(
    r"$W^0 I$ multiplies $f(h)$, and only $W \cdot L$ the gradient, as the linearisation before it has it",
    symbol="zeroth",
    to=lambda f, h: f.value(h),
    corrected=True,
)
