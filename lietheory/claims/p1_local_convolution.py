"""Proposition 1: a convolution whose kernel lives within eta of the identity is its linearisation up to O(eta^2)."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, aff, gl, heisenberg, so
from lietheory.claims.eq04_linearised_convolution import along, linearised
from lietheory.claims.eq05_moments import times_reached
from lietheory.representation import ball_quadrature, group_convolution, neighbourhood
from lietheory.representation.group_convolution import Neighbourhood

claim = p.Claim(
    "prop1",
    "A local group convolution in terms of the Lie algebra",
    after="eq5",
    source="L-conv, Proposition 1",
    statement=r"Let $g$ be supported on $\{\exp(\epsilon \cdot L) : |\epsilon| \le \eta\}$, on which $\exp$ is injective, "
    r"let $d\mu = J(\epsilon)\, "
    r"d\epsilon$ be the Haar measure, $J = |\det((1 - e^{-\mathrm{ad}_\epsilon}) / \mathrm{ad}_\epsilon)|$, $\tilde g = g J$, "
    r"$W^0 = \int \tilde g$, $W^i = \int \epsilon^i \tilde g$, and $f$ twice differentiable. Then, with $r = \eta "
    r"\left(\sum_i |L_i|^2\right)^{1/2}$, $|(f * g)(h) - W^0 f(h) + (W \cdot L h) \cdot \nabla f(h)| \le \tfrac12 |\tilde "
    r"g|_1\, r^2 \left(e^r |\nabla f(h)|\, |h| + e^{2r} \sup|\nabla^2 f|\, |h|^2\right)$, which is $O(\eta^2)$. Without $J$ "
    r"it is $O(\eta^2)$ if the group is unimodular and $O(\eta)$ otherwise.",
    uses=("eq4",),
    proof=r"The derivation is for one group element; the integral over the kernel multiplies its bound by $|\tilde g|_1$. "
    r"With $X = \epsilon \cdot L$ the series of $e^{-X}$ from the $k$-th power on is at most $|X|^k e^{|X|} / k!$. "
    r"The exact replay of the residual is on commuting shears, where exponentials, densities and inverses are rational, "
    r"below a rational number under the bound.",
)
claim.assume("support", r"the kernel vanishes outside the ball of radius $\eta$")
claim.assume("injective", r"$\exp$ is injective on the ball, so that each group element is counted once")
claim.assume("density", r"the moments are those of $g J$, with the density $J$ of the Haar measure")
claim.assume("smooth", r"$f$ is twice differentiable with a bounded Hessian")
claim.part("one group element", derived=True)
claim.part("a kernel of finitely many atoms, given the bounds of $\\exp$ and of $f$", formal=("remainder",))
claim.part("the integral over the kernel")
claim.part("without the density")
claim.explain(
    "A group convolution whose kernel lives near the identity is a slope along generators, up to an error that shrinks "
    "with the square of its radius.",
    "It is the licence to replace the group by its algebra.",
    f=("function", "from features to numbers"),
    g=("function", "the kernel on the group"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    eta=("number", "radius of the kernel"),
    r=("number", r"$\eta$ times the size of the generators"),
)

ORDER = 3  # of the quadrature; the bound holds for its atoms as for the integral, so that no quadrature error enters


def kernel(slope: np.ndarray, eps: np.ndarray) -> np.ndarray:
    """The kernel g = 1 + slope . eps at coordinates (..., n_L)."""
    return 1 + eps @ slope


def support(algebra, radius, measure, near=None) -> tuple[Neighbourhood, np.ndarray]:
    """The group elements that the kernel weighs, and the weights that its moments W are taken with.

    The convolution takes the Haar measure and each element once, the moments the measure that is named.
    """
    if near is not None:
        return near, near.weights
    near = neighbourhood(algebra, radius, ORDER)
    mass = near.weights if measure == "haar" else ball_quadrature(algebra.dimension, radius, ORDER)[1]
    times = np.array([times_reached(algebra, eps, radius) for eps in near.coordinates])
    return near._replace(weights=near.weights / times), mass


def error(f, h, slope, algebra, radius, measure, near=None) -> float | Fraction:
    """|(f * g)(h) - W^0 f(h) + (W . L h) . grad f(h)| per unit of |g|_1, over the kernel's support."""
    near, mass = support(algebra, radius, measure, near)
    mass = mass * kernel(slope, near.coordinates)
    W = np.concatenate([[mass.sum()], mass @ near.coordinates])
    convolved = group_convolution(
        lambda x: np.array([[f.value(x[:, 0])]]), lambda eps: np.array([[kernel(slope, eps)]]), h[:, None], near
    )
    return abs(convolved[0, 0] - linearised(f, h, algebra.generators, W)) / np.abs(mass).sum()


def bound(f, h, algebra, eta) -> float:
    """(r^2 e^r |grad f| |h| + r^2 e^2r sup|Hess f| |h|^2) / 2 with r = eta (sum_i |L_i|^2)^(1/2)."""
    L = algebra.generators.astype(float)
    r = eta * np.sqrt(sum(np.linalg.norm(L_i, 2) ** 2 for L_i in L))
    size, slope = np.linalg.norm(h), np.linalg.norm(f.gradient(h))
    return r**2 * (np.exp(r) * slope * size + np.exp(2 * r) * f.curvature * size**2) / 2


def exact_bound(f, h, algebra, eta) -> Fraction:
    """A rational number below the bound: no exponentials, no gradient, and largest entries in place of spectral norms."""
    L = algebra.generators
    r_squared = eta**2 * sum(int(np.abs(L_i).max()) ** 2 for L_i in L)
    return r_squared * np.abs(f.hessian(h)).max() * (h @ h) / 2


@claim.printed(
    r"If a convolution kernel $g_l : G \to \mathbb{R}^{m_{l-1} \times m_l}$ has support only on an "
    r"infinitesimal $\eta$ neighborhood of identity, a G-conv layer of equation 3 can be written in terms of "
    "the Lie algebra.",
    symbols={"allowance": lambda: 0},
    remark=r"Then $|W^i| \le \eta |\tilde g|_1$, so that layers with free $W^i$ are outside the proposition. $T_d$ has "
    r"values in $GL_d$, not in $\mathbb{R}^d$.",
)
def printed_form(f, h, slope, algebra, eta, radius, measure, allowance, near=None):
    """The error of the layer in terms of the algebra against what 'can be written' allows."""
    return p.at_most(error(f, h, slope, algebra, radius, measure, near), allowance)


@claim.residual
def residual(f, h, slope, algebra, eta, radius, measure, near=None) -> float | Fraction:
    """By how much the error exceeds its bound; at exact instances, a rational number below the bound."""
    limit = (bound if near is None else exact_bound)(f, h, algebra, eta)
    return max(0 * limit, error(f, h, slope, algebra, radius, measure, near) - limit)


def _instance(
    algebra: LieAlgebra, h: np.ndarray, f: p.Feature, eta: float | Fraction, slope: np.ndarray, **changes: object
) -> p.Instance:
    return {"algebra": algebra, "h": h, "f": f, "eta": eta, "radius": eta, "slope": slope, "measure": "haar"} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Groups unimodular and not, kernels of either sign, and radii from 0.01 to 0.5."""
    algebra = (so(2), aff(1), so(3), heisenberg(1))[rng.integers(4)]
    d = algebra.generators.shape[1]
    f = p.waves(rng.standard_normal(3), rng.standard_normal((3, d)))
    eta = float(np.exp(rng.uniform(np.log(0.01), np.log(0.5))))
    return _instance(algebra, rng.standard_normal(d), f, eta, 3 * rng.standard_normal(algebra.dimension))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """The commuting shears I + eps_i c_i E_1i at atoms in the ball: exponentials, density (1) and inverses are rational."""
    L = np.zeros((size - 1, size, size), dtype=int)
    L[np.arange(size - 1), 0, np.arange(1, size)] = rng.integers(1, 4, size - 1)
    eps = p.rational(rng.choice([-2, -1, 1, 2], (4, size - 1)), 8 * size)  # |eps|^2 <= (size - 1) / (4 size)^2 < 1/4
    weights, slope = p.rational(rng.integers(1, 5, 4), 4), p.rational(rng.integers(-2, 3, size - 1))
    h, a, b = p.rational(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], (3, size)), 3)
    f = p.polynomial(Fraction(1), a, np.diag(b))
    elements = p.rational(np.eye(size, dtype=int)) + np.tensordot(eps, L.astype(object), axes=1)
    near = Neighbourhood(eps, elements, weights)
    return _instance(LieAlgebra.from_matrices(L), h, f, Fraction(1, 2), slope, near=near) | _letters(rng, f, h, b)


def _letters(rng: np.random.Generator, f: p.Feature, h: np.ndarray, b: np.ndarray) -> p.Instance:
    """One group element exp(-X), X nilpotent, in the derivation's letters; the curvature is that for largest entries."""
    X = p.nilpotent(rng, len(h))
    E, x = p.exponential_of_nilpotent(-X), p.row_sum_norm(X)
    values = {name: np.array([[f.value(at)]], dtype=object) for name, at in (("b", E @ h), ("a", h))}
    gradient, column = f.gradient(h)[None], h[:, None]
    norms = {"v": p.row_sum_norm(E @ column - column), "n": p.row_sum_norm(column), "g": p.row_sum_norm(gradient)}
    bounds = {"x": x, "e": p.above_exponential(x), "c": 2 * sum(map(abs, b)), "r": x + Fraction(1, 7)}
    given = {"X": X, "E": E, "G": gradient, "y": column, "q": p.above_exponential(bounds["r"]), "sizes": {"d": len(h), "one": 1}}
    return given | {**values, **norms, **bounds}


@claim.premise
def premise(f, h, algebra, eta, radius, measure) -> bool:
    """The kernel is inside an eta that is small, where exp is injective; the measure is Haar's; f is differentiable at h."""
    step = 1e-5 * (1 + np.abs(h).max())
    slopes = np.array([(f.value(h + v) - f.value(h - v)) / (2 * step) for v in step * np.eye(len(h))])
    differentiable = np.abs(slopes - f.gradient(h)).max() <= 1e-4 * (1 + np.abs(f.gradient(h)).max())
    size = max(np.linalg.norm(L, 2) for L in algebra.generators)
    return bool(radius <= eta and eta * size <= 1 and measure == "haar" and differentiable)


@claim.search
def smallest() -> p.Instances:
    """The group of scalings of the line, h = 1, eta = 1/2, f = 1, x, x^2 in this order."""
    for power in range(3):
        c, a, b = (float(power == k) for k in range(3))
        yield _instance(gl(1), np.ones(1), p.polynomial(c, np.array([a]), np.array([[b]])), 0.5, np.zeros(1))


def _line(f: p.Feature, **changes: object) -> p.Instance:
    return _instance(gl(1), np.ones(1), f, 0.1, np.zeros(1), **changes)


def scaled(algebra: LieAlgebra, eta: float, measure: str = "haar") -> p.Instance:
    """A kernel of one shape, 1 + s_1 in s = eps / eta, shrunk to radius eta."""
    d = algebra.generators.shape[1]
    f = p.waves(np.array([1.0, -0.5]), np.linspace(-0.7, 0.9, 2 * d).reshape(2, d))
    return _instance(algebra, np.linspace(0.8, -0.6, d), f, eta, np.eye(algebra.dimension)[0] / eta, measure=measure)


def second_order(algebra: LieAlgebra) -> float:
    """lim error / eta^2: the mean of ((X^2 h) . grad f + (X h) . Hess f (X h)) / 2 over the kernel, X = s . L, |s| <= 1."""
    given = scaled(algebra, 1.0)
    f, h, L = given["f"], given["h"], algebra.generators
    total = mass = 0.0
    for s, weight in zip(*ball_quadrature(algebra.dimension, 1.0, ORDER), strict=True):
        once, weight = along(h, L, s), weight * kernel(given["slope"], s)
        total += weight * (along(once, L, s) @ f.gradient(h) + once @ f.hessian(h) @ once)
        mass += abs(weight)
    return abs(total) / (2 * mass)


claim.tie(
    {
        "series from the first power": "support",
        "series from the second power": "support",
        "Taylor": "smooth",
        "features": "a letter: n is the norm of the features",
        "gradient": "a letter: g is the norm of the gradient",
        "move": "a letter: v is how far the features move",
        "radius": "support",
        "growth": "a letter: q is at least e",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    """For one group element E = exp(-X): y stands for h, a and b for f(h) and f(E h), G for the gradient at h."""
    X, E, I = p.matrix("X", "d"), p.matrix("E", "d"), p.identity("d")
    y, G, a, b = p.matrix("y", "d", "one"), p.matrix("G", "one", "d"), p.matrix("a", "one"), p.matrix("b", "one")
    x, e, r, q, n, g, c, v = (p.symbol(name) for name in "xerqngcv")
    half = Fraction(1, 2)
    return p.derive(
        (
            p.AtMost("series from the first power", E - I, x * e),
            p.AtMost("series from the second power", E - I + X, x * x * e * half),
            p.AtMost("Taylor", b - a - G @ (E @ y - y), c * v * v * half),
            p.AtMost("features", y, n),
            p.AtMost("gradient", G, g),
            p.NonNegative("move", x * e * n - v),
            p.NonNegative("radius", r - x),
            p.NonNegative("growth", q - e),
            *(p.NonNegative(name, p.symbol(name)) for name in "xerqngcv"),
        ),
        p.chain(
            "how far the features move, which is called $v$",
            p.Norm(E @ y - y),
            p.step(x * e * n, "$(E - I) y$", p.Product(1, ("series from the first power", "features"))),
        ),
        p.chain(
            "the linearisation at one group element, with $r$ at least $x = |X|$ and $q$ at least $e = e^{|X|}$",
            p.Norm(b - a + G @ X @ y),
            p.step(
                c * v * v * half + g * x * x * e * n * half,
                "$f(E y)$ by Taylor's theorem, and $(E y - y) + X y$ by the series",
                p.Product(1, ("Taylor",)),
                p.Product(1, ("gradient", "series from the second power", "features")),
            ),
            p.step(
                (c * x * x * e * e * n * n + g * x * x * e * n) * half,
                "the features move by at most $x e n$",
                p.Product(half, ("c", "move", "x", "e", "n")),
                p.Product(half, ("c", "move", "v")),
            ),
            p.step(
                (c * r * r * q * q * n * n + g * r * r * q * n) * half,
                "$x$ is at most $r$, and $e$ at most $q$",
                *(
                    p.Product(half, (*common, *factors))
                    for common, sums in (
                        ("cnn", ("growth r r q", "growth r x e", "radius e r q", "radius e x e")),
                        ("gn", ("growth r r", "radius e r", "radius e x")),
                    )
                    for factors in (text.split() for text in sums)
                ),
            ),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "support",
    r"a kernel of radius 1 where $\eta$ is 0.1, and $f = x$ on the line",
    lambda: _line(p.polynomial(0.0, np.ones(1), np.zeros((1, 1))), radius=1.0),
)
claim.without(
    "density",
    "$f = 1$ on the affine group of the line, whose $J$ is $(1 - e^{-x}) / x$ and $1 - x/2$ to first order",
    lambda: _instance(aff(1), np.ones(2), p.polynomial(1.0, np.zeros(2), np.zeros((2, 2))), 0.5, np.ones(2), measure="lebesgue"),
)
claim.without(
    "smooth",
    r"$f = \max(x_2, 0)$, a ReLU at its kink, where the error is of order 1",
    lambda: _instance(so(2), np.array([1.0, 0.0]), p.rectified(np.array([0.0, 1.0])), 0.1, np.zeros(1)),
)
claim.rate(
    r"radius $\eta$ of the kernel",
    lambda eta: p.applied(error, scaled(aff(1), eta)),
    tuple(2.0**-k for k in range(1, 10)),
    order=2,
    constant=second_order(aff(1)),
)
claim.reading(
    r"it is written to first order in $\eta$: up to an error $O(\eta^2)$, which is bounded",
    symbol="allowance",
    to=bound,
)
claim.without(
    "injective",
    r"$f = g = 1$ on the circle with $\eta = 2 \pi$: the group has $2 \pi$, and $W^0 = 4 \pi$",
    lambda: _instance(so(2), np.ones(2), p.polynomial(1.0, np.zeros(2), np.zeros((2, 2))), 2 * np.pi, np.zeros(1)),
)
