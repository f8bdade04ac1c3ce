"""LieGG's criterion: a function is invariant under exp(t h) exactly if its slope along h x vanishes at every x."""

from fractions import Fraction
from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, rank, so, solve
from lietheory.arrays import is_exact
from lietheory.representation import exponential

claim = p.Claim(
    "liegg-criterion",
    "Invariance and the vanishing slope",
    after="strided-subgroup",
    source="LieGG, symmetry generator",
    statement=r"A differentiable $F$ is invariant under all $\exp(t h)$ if and only if $\sum_{ij} \partial F / \partial x_i\, "
    r"h_{ij} x_j = 0$ at every $x$, and then under the connected group that such $h$ generate. If $\nabla F$ is continuous, "
    r"$F(\exp(t h) x) - F(x) = \int_0^t (\nabla F \cdot h\, x)(\exp(s h) x)\, ds$ for every $h$; the slope of an $F$ that is "
    r"differentiable only need not have an integral. Sums and products of such $F$ are such $F$ again. At some points only, or "
    r"for other components of a group, the criterion decides nothing.",
    proof=r"$\frac{d}{dt} F(\exp(t h) x) = \nabla F(y) \cdot h\, y$ at $y = \exp(t h) x$. If it vanishes at every $y$ the "
    r"function of $t$ is constant, by the mean value theorem; if $F$ is invariant its derivative at $t = 0$ vanishes at "
    r"every $x$. Elements of the connected group are products of exponentials, and $F$ is invariant under each. The derivation "
    r"shows the criterion for $x^\top B x$ and $h = B^{-1} K$ in every dimension.",
    references=(
        "Moskalev et al. 2022, LieGG: Studying learned Lie group generators",
        "Olver 1993, Applications of Lie Groups to Differential Equations, Theorem 2.8",
    ),
)
claim.assume("every point", "the slope vanishes at every point, not only at those of a sample")
claim.assume("connected", "$g$ is a product of exponentials")
claim.assume("differentiable", "$F$ is differentiable; for the integral its gradient is continuous")
claim.part(
    "quadratic forms",
    derived=True,
    formal=("form_differentiable", "form_invariant_iff", "form_invariant_parametrised"),
)
claim.part("any differentiable function", formal=("invariant_iff_slope_vanishes", "exponential_flow_unique"))
claim.part("the integral of the slope", formal=("gain_is_the_integral_of_the_slope",))
claim.part(
    "sums, products and powers of invariant functions",
    formal=("criterion_of_a_sum", "criterion_of_a_product", "criterion_of_a_power"),
)
claim.part(
    "from the factors to the connected group",
    formal=("invariant_under_products", "invariant_under_the_connected_group"),
)
claim.part("points and components that decide nothing", formal=("points_and_components_that_decide_nothing",))
claim.explain(
    "A function stays the same along a flow exactly if its slope along the flow vanishes at every point.",
    "It turns a question about a group into linear equations.",
    F=("function", "the trained map"),
    h=("n x n", "an infinitesimal symmetry"),
    x=("n", "a point"),
)

NODES, WEIGHTS = (np.polynomial.legendre.leggauss(30)[0] + 1) / 2, np.polynomial.legendre.leggauss(30)[1] / 2
"""Gauss points and weights on [0, 1]: for the slopes along the flows drawn here exact to rounding."""


def slope(f: p.Feature, h: np.ndarray, x: np.ndarray):
    """sum_ij df/dx_i h_ij x_j, the derivative of f(exp(t h) x) at t = 0."""
    return f.gradient(x) @ h @ x


def gained(f: p.Feature, A: np.ndarray, x: np.ndarray, path: np.ndarray, end: np.ndarray) -> float:
    """f(exp(A) x) - f(x) less the integral of the slope along the flow from x to exp(A) x, by the matrices of the path."""
    return float(f.value(end @ x)) - float(f.value(x)) - float(WEIGHTS @ np.array([slope(f, A, y) for y in path @ x]))


@claim.residual
def residual(f, h, g, points, B, A=None):
    """Of the criterion, of invariance under g, and of the integral between them along a flow that is no symmetry."""
    return max(criterion(f, h, points, B), invariance(f, g, points, B), 0 if A is None else _integral(f, A, points, B))


def criterion(f, h, points, B):
    """The largest slope at the points that the instance looks at."""
    return p.relative(np.array([slope(f, h, x) for x in points]), points, points, h, B)


def invariance(f, g, points, B):
    """The largest f(g x) - f(x) at these points."""
    return p.relative(np.array([f.value(g @ x) - f.value(x) for x in points]), points, points, g, g, B)


def _integral(f, A, points, B) -> float | Fraction:
    path, end = exponential(A, NODES), exponential(A)
    return p.relative(np.array([gained(f, A, x, path, end) for x in points]), points, points, B)


ROUNDING = 1e-9
"""A slope up to this, relative to the points and the form, is rounding."""


@claim.printed(
    r"$\sum_i^n \sum_j^n \frac{\partial F}{\partial x_i} \cdot \mathfrak{h}_{ij} \cdot x_j = 0$",
    remark="No $x$ is quantified. $x_1$ has no slope along the turn at $(1, 0)$ and is not invariant. Nothing here "
    r"sees reflections: $O(n)$ and $\mathrm{SO}(n)$ have the same $h$.",
)
def printed_form(f, g, points, B, h):
    """f(g x) against f(x) where the slope vanishes at the points looked at; nothing is said where it does not."""
    if criterion(f, h, points, B) > (0 if is_exact(points) else ROUNDING):
        return ()
    values = [np.array([f.value(y) for y in of]) for of in (points @ g.T, points)]
    return p.equal(values[0], values[1], points, points, g, g, B)


def form(B: np.ndarray) -> p.Feature:
    """x . B x, whose symmetries are B^-1 K for skew K."""
    return p.polynomial(0, 0 * B[0], B)


def _wave(B: np.ndarray) -> p.Feature:
    """sin(x . B x), a function of the form and so with its symmetries."""
    q = form(B)
    return p.Feature(
        "x -> sin(x . B x)",
        lambda x: np.sin(float(q.value(x))),
        lambda x: np.cos(float(q.value(x))) * q.gradient(x),
        q.hessian,
    )


def sample(rng: np.random.Generator) -> p.Instance:
    """A form of any signature, or its sine, a product of two exponentials, and the flow of a matrix that is no symmetry."""
    d = int(rng.integers(2, 5))
    root = p.well_conditioned(rng, d, 2.0)
    B = root.T * rng.choice([-1.0, 1.0], d) @ root / 4
    skew = np.tensordot(rng.standard_normal((2, d * (d - 1) // 2)) / d, so(d).generators, axes=1)
    h, other = solve(B, skew[0]), solve(B, skew[1])
    g, A = exponential(h / 4) @ exponential(other / 4), rng.standard_normal((d, d)) / (2 * d)
    f = form(B) if rng.random() < 0.5 else _wave(B)
    return {"f": f, "h": h, "g": g, "A": A, "B": B, "points": rng.standard_normal((5, d))}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """A rational form, h = B^-1 K, and its Cayley transform (I - h)^-1 (I + h), which the flow (I - t h)^-1 (I + t h) reaches."""
    root = p.rational_invertible(rng, size)
    B = root.T * rng.choice([-1, 1], size) @ root
    upper, eye = np.triu(rng.integers(-2, 3, (size, size)), 1), p.rational(np.eye(size, dtype=int))
    K = next(K for n in (7, 11, 13, 17) if rank(B - (K := p.rational(upper - upper.T, n))) == size)  # 1 is no eigenvalue of h
    h = inverse(B) @ K
    points = p.rational(rng.integers(-3, 4, (3, size)))
    letters = {"K": K, "x": points[0][:, None], "sizes": {"d": size, "one": 1}}
    return {"f": form(B), "h": h, "g": inverse(eye - h) @ (eye + h), "B": B, "points": points} | letters


@claim.premise
def premise(f, h, g, points, B) -> bool:
    """g is an exponential exp(t h), along which f is continuous and has the slope that its gradient gives."""
    X = p.logarithm(g.astype(float))
    t = np.sum(X * h) / np.sum(h * h) if np.any(h) else 0.0
    if not p.relative(exponential(h.astype(float) * float(t)) - g, g) <= 1e-9:
        return False
    path = exponential(h.astype(float)[None], float(t) * np.linspace(0, 1, 41)[:, None])
    values = np.array([[float(f.value(u @ x)) for u in path] for x in points.astype(float)])
    return bool(np.abs(np.diff(values, axis=1)).max() <= 0.2 * (1 + np.abs(values).max()))


@claim.search
def smallest() -> p.Instances:
    """Linear functions a . x of the plane and one point, both of zeros and ones, the turn h = J, and g with cosine 3/5."""
    J = p.rational(np.array([[0, -1], [1, 0]]))
    g = p.rational(np.array([[3, -4], [4, 3]]), 5)
    for a, x in product(product((0, 1), repeat=2), repeat=2):
        f = p.polynomial(0, p.rational(np.array(a)), 0 * J)
        yield {"f": f, "h": J, "g": g, "B": J, "points": p.rational(np.array([x]))}


def _plane(f: p.Feature, h: np.ndarray, g: np.ndarray, point: tuple[float, float]) -> p.Instance:
    return {"f": f, "h": h, "g": g, "B": np.eye(2), "points": np.array([point])}


def _turn(angle: float) -> np.ndarray:
    return exponential(np.array([[0.0, -1.0], [1.0, 0.0]]), angle)


def _step() -> p.Feature:
    """The sign of x_1, whose gradient is zero wherever it has one."""
    return p.Feature("x -> sign(x_1)", lambda x: np.sign(x[0]), lambda x: 0 * x, lambda x: 0 * np.outer(x, x))


QUARTER = np.array([[0.0, -1.0], [1.0, 0.0]])
PRODUCT = p.polynomial(0.0, np.zeros(2), np.array([[0.0, 0.5], [0.5, 0.0]]))
FIRST = p.polynomial(0.0, np.array([1.0, 0.0]), np.zeros((2, 2)))


claim.tie(
    {
        "form": "the setting: a form has a symmetric matrix",
        "symmetry": "what the formula is about: a symmetry of the form",
        "skew": "what the formula is about: a symmetry of the form",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    B, K, h, x = p.matrix("B", "d"), p.matrix("K", "d"), p.matrix("h", "d"), p.matrix("x", "d", "one")
    along = x.T @ (B + B.T) @ h @ x
    return p.derive(
        (p.Symmetric("form", B), p.Equation("symmetry", B @ h, K), p.Equation("skew", K.T, -K)),
        p.chain(
            r"the slope of $x^\top B x$ along $h x$, a number written with its transpose, vanishes at every $x$",
            along + along.T,
            p.step(x.T @ B @ h @ x * 2 + (x.T @ B @ h @ x * 2).T, "the form is symmetric"),
            p.step(
                x.T @ K @ x * 2 + x.T @ K.T @ x * 2, "$B h = K$, and transposed", "symmetry", p.Use("symmetry", transposed=True)
            ),
            p.step(p.zero("one"), "$K$ is skew", "skew"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("every point", "$x_1$ at the point $(1, 0)$, turned by 1", lambda: _plane(FIRST, QUARTER, _turn(1.0), (1.0, 0.0)))
claim.without(
    "connected",
    r"$x_1 x_2$, $h = \mathrm{diag}(1, -1)$, and the reflection $\mathrm{diag}(1, -1)$, which no $\exp(t h)$ reaches",
    lambda: _plane(PRODUCT, np.diag([1.0, -1.0]), np.diag([1.0, -1.0]), (1.0, 2.0)),
)
claim.without("differentiable", "the sign of $x_1$, turned by 2", lambda: _plane(_step(), QUARTER, _turn(2.0), (1.0, 0.5)))


def _everywhere(f, h, points, B) -> bool:
    """The slope vanishes at a hundred other points."""
    others = np.random.default_rng(0).standard_normal((100, points.shape[1]))
    return bool(abs(float(criterion(f, h.astype(float), others, B.astype(float)))) <= ROUNDING)


def _along_one(rng: np.random.Generator) -> p.Instance:
    """A form or its sine, and g = exp(h / 2)."""
    given = sample(rng)
    return given | {"g": exponential(given["h"] / 2)}


claim.reading("the sum vanishes at every $x$", hypothesis=_everywhere, draw=_along_one)
