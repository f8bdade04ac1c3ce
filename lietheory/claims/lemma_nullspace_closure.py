"""Lemma: at enough points the null space of the evidence is the whole isotropy algebra, and so closed; not so on a hyperplane."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.algebra import aff, closure_residual, inverse, lie_closure, rank, so
from lietheory.arrays import is_exact
from lietheory.comparison import principal_angles
from lietheory.discovery import null_space, polarization_matrix
from lietheory.errors import RankError
from lietheory.representation import polynomial_symmetries, velocities

claim = p.Claim(
    "lemma-nullspace-closure",
    "When the null space of the evidence is a Lie algebra",
    after="lemma-sampled-second-moment",
    source="own lemma, what a network has learned; for LieGG, null space",
    statement=r"Let $F$ be analytic and the points dense in an open set, or let $F$ be a polynomial and no polynomial of the "
    r"rows' degree but 0 vanish at all the points. Then the null space of the evidence is the isotropy algebra $\{h : \nabla "
    r"F(x) \cdot h x = 0 \text{ for all } x\}$, all of it, and it is closed under brackets. Where the points satisfy an equation "
    r"it may be larger and not closed: for $F = x_1 + x_2^2$ at points with $x_2 = 0$, under the affine maps of the plane, it "
    r"has four dimensions and is not closed, while one dimension is true.",
    uses=("liegg-nullspace", "lemma-vector-fields"),
    proof=r"A row times $h$ is the analytic function $\nabla F \cdot h x$ at a point; vanishing at all the points it vanishes "
    r"everywhere. The derivation differentiates it along $k x$: with the gradient $g$ and the Hessian $S$ at $x$, $S h x + "
    r"h^\top g = 0$.",
)
claim.assume("dense points", "no polynomial of the rows' degree but 0 vanishes at all the points")
claim.assume("analytic", "$F$ is analytic, here a polynomial")
claim.part("closed under brackets", derived=True, formal=("isotropy_closed_under_brackets", "isotropy_linear"))
claim.part("the null space is all of it")
claim.part("the example that is not closed", formal=("line_dimension", "line_not_closed", "true_dimension"))
claim.explain(
    "With enough points the null space is closed under brackets; on special points it need not be.",
    "It justifies reading an algebra off finitely many points.",
    F=("function", "the trained map"),
)

POLYNOMIALS = {
    2: ("x1**2 + x2**2", "x1 * x2", "x1**2 - 3 * x1 * x2**2 + x2**3"),
    3: ("x1 * x2 * x3", "x1**2 + x2 * x3", "x1**3 + x2**2 * x3"),
    4: ("x1 * x4 - x2 * x3", "(x1**2 + x2**2) * x3", "x1**2 + x2**2 + x3**2 - x4**2"),
    5: ("x1**2 + x2**2 + x3**2 + x4 * x5", "x1 * x2 + x3 * x4", "x1**2 * x5 + x2**2"),
}
"""Polynomials of degree 2 and 3 by number of variables: with symmetries that are simple, solvable or none."""


@dataclass(frozen=True, eq=False)
class Known:
    """A polynomial's degree, its gradient and all its linear symmetries (k, d, d)."""

    degree: int
    gradient: Callable[[np.ndarray], np.ndarray]
    symmetries: np.ndarray


@cache
def known(text: str, d: int) -> Known:
    """The symmetries come from coefficients, exactly, with no points."""
    import sympy

    variables = sympy.symbols(f"x1:{d + 1}")
    f = sympy.sympify(text)
    slopes = sympy.lambdify(variables, [sympy.diff(f, x) for x in variables])
    try:
        symmetries = polynomial_symmetries([sympy.Poly(f, *variables).as_expr()], variables).generators
    except RankError:
        symmetries = np.zeros((0, d, d), dtype=np.int64)

    def gradient(points: np.ndarray) -> np.ndarray:
        return np.stack([np.broadcast_to(s, len(points)) for s in slopes(*points.T)], axis=1)

    return Known(int(sympy.Poly(f, *variables).total_degree()), gradient, symmetries)


@claim.residual
def residual(basis, points, symmetries, jacobian):
    """Of the nullity, of the symmetries lying in the null space, and of the null space's closure under brackets."""
    E = polarization_matrix(jacobian(points), velocities(basis, points).swapaxes(0, 1))
    if is_exact(points):  # integers below 2^53 passed through float64 unchanged
        kernel = algebra.null_space(E.astype(np.int64))
        h = np.tensordot(kernel, basis, axes=1)
        generated = lie_closure(h).dimension if len(h) else 0
        joint = rank(np.concatenate([h, symmetries]).reshape(len(h) + len(symmetries), -1)) if len(h) else len(symmetries)
        return max(abs(len(h) - len(symmetries)), generated - len(h), joint - len(h))
    h = np.tensordot(null_space(E), basis, axes=1)
    if not len(h) or len(h) != len(symmetries):
        return max(abs(len(h) - len(symmetries)), closure_residual(h) if len(h) else 0.0)
    return max(float(np.sin(principal_angles(h, symmetries)).max()), closure_residual(h))


def _instance(text: str, S: np.ndarray, points: np.ndarray) -> p.Instance:
    """The polynomial f(S x) at points, under all matrix units."""
    d = len(S)
    f = known(text, d)
    return {
        "basis": np.eye(d * d, dtype=np.int64).reshape(-1, d, d),
        "points": points,
        "jacobian": lambda x: (f.gradient(x @ S.T) @ S)[:, None],
        "symmetries": inverse(S) @ f.symmetries @ S,
    }


def sample(rng: np.random.Generator) -> p.Instance:
    """In random linear coordinates, at Gaussian points."""
    d = int(rng.integers(2, 6))
    return _instance(str(rng.choice(POLYNOMIALS[d])), p.well_conditioned(rng, d, 3.0), rng.standard_normal((3 * d * d, d)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """In integer coordinates, on a grid that separates polynomials of the rows' degree; the letters belong to x . B x / 2."""
    text = str(rng.choice(POLYNOMIALS[size]))
    S = p.rational_invertible(rng, size).astype(np.int64)
    grid = np.array(list(product(range(-1, known(text, size).degree), repeat=size)))
    B = S.T @ np.diag(rng.choice([-1, 1], size)) @ S
    skew = so(size).generators
    A, C = (inverse(B) @ np.tensordot(rng.integers(-2, 3, len(skew)), skew, axes=1) for _ in range(2))
    x = rng.integers(-5, 6, (size, 1))
    return _instance(text, S, grid @ inverse(S).T) | {"S": B, "h": A, "k": C, "x": x, "g": B @ x, "sizes": {"d": size, "one": 1}}


@claim.without("dense points", "$x_1 + x_2^2$ at points with $x_2 = 0$: four dimensions that do not close")
def _line() -> p.Instance:
    """f = x1 + x2^2 at points with x2 = 0, under the affine maps of the plane; its one symmetry is 2 E_12 - a shift along x2."""
    points = np.array([[x, 0, 1] for x in range(-3, 4)])
    return {
        "basis": aff(2).generators,
        "points": points,
        "jacobian": lambda x: np.stack([1 + 0 * x[:, 0], 2 * x[:, 1], 0 * x[:, 0]], axis=1)[:, None],
        "symmetries": np.array([[[0, 2, 0], [0, 0, -1], [0, 0, 0]]]),
    }


@claim.without("analytic", r"$\max(x_1, 0)^2$ at points with $x_1 < 0$: all of $\mathrm{gl}(2)$")
def _flat() -> p.Instance:
    """f = max(x1, 0)^2 at points with x1 < 0, where it does not vary; everywhere, only what keeps x1 is a symmetry."""
    points = np.array([[-a, b] for a in range(1, 4) for b in range(-2, 3)])
    kept = np.array([[[0, 0], [1, 0]], [[0, 0], [0, 1]]])
    plane = _instance("x1**2 + x2**2", np.eye(2, dtype=np.int64), points)
    return plane | {"jacobian": lambda x: (2 * np.maximum(x, 0) * np.array([1, 0]))[:, None], "symmetries": kept}


claim.tie(
    {
        "first": "what the formula is about: an element of the isotropy algebra",
        "second": "what the formula is about: an element of the isotropy algebra",
        "Hessian": "analytic",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    h, k, S = (p.matrix(name, "d") for name in ("h", "k", "S"))
    x, g = p.matrix("x", "d", "one"), p.matrix("g", "d", "one")
    slope = g.T @ p.commutator(h, k) @ x
    rules = tuple(p.Use(name, transposed=t, reversed=True) for name in ("first", "second") for t in (False, True))
    return p.derive(
        (p.Equation("first", S @ h @ x, -(h.T @ g)), p.Equation("second", S @ k @ x, -(k.T @ g)), p.Symmetric("Hessian", S)),
        p.chain(
            "the slope of $f$ along $[h, k] x$, a number, added to its transpose",
            slope + slope.T,
            p.step(
                -(x.T @ h.T @ S @ k @ x) + x.T @ k.T @ S @ h @ x - x.T @ k.T @ S @ h @ x + x.T @ h.T @ S @ k @ x,
                r"$g \cdot h x = 0$ at every $x$, differentiated, is $S h x = -h^\top g$; likewise for $k$",
                *rules,
            ),
            p.step(p.zero("one"), "the Hessian $S$ is symmetric"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
