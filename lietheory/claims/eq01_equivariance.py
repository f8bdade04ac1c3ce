"""Eq 1: the two forms of equivariance, one with u on the input and one with its inverse, are equivalent."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, rank

claim = p.Claim(
    "eq1",
    "Two forms of equivariance",
    source="L-conv, Eq 1",
    statement=r"For every function $f: \mathbb{R}^d \to \mathbb{R}^c$, every invertible $u_d$ and every $u_c$, "
    r"$f(x) - u_c f(u_d^{-1} x)$ taken at $u_d x$ is $f(u_d x) - u_c f(x)$. So $f(u_d x) = u_c f(x)$ for all $x$ if and only if "
    r"$f(x) = u_c f(u_d^{-1} x)$ for all $x$; at one $x$ alone neither follows from the other.",
    proof=r"Substitute $u_d x$ for $x$ in the second form. As $u_d$ is a bijection, all points are reached.",
)
claim.assume("invertible", r"$u_d$ is invertible, as every element of a representation is")
claim.assume("everywhere", r"the forms are compared at $u_d x$ and $x$: equivariance is required at all points of a $G$-set")
claim.part("the two forms at one point", derived=True)
claim.part("if and only if", derived=True)
claim.explain(
    "A map commutes with a group in the one form, moving the input, exactly if it does in the other, moving it back.",
    "Every later statement about equivariance uses one of the two forms and may use the other.",
    f=("function", "from features to numbers"),
    u_d=("d x d", "the action on the input"),
    u_c=("c x c", "the action on the output"),
    x=("d", "a point"),
)


def value(f, x: np.ndarray) -> np.ndarray:
    """f(x), component by component."""
    return np.array([component.value(x) for component in f])


def first_form(f, u_d, u_c, x: np.ndarray) -> np.ndarray:
    """f(u_d x) - u_c f(x)."""
    return value(f, u_d @ x) - u_c @ value(f, x)


def second_form(f, u_d, u_c, x: np.ndarray) -> np.ndarray:
    """f(x) - u_c f(u_d^-1 x), with the pseudo-inverse where u_d has no inverse."""
    back = inverse(u_d) if rank(u_d) == len(u_d) else np.linalg.pinv(u_d)
    return value(f, x) - u_c @ value(f, back @ x)


@claim.residual
def residual(f, u_d, u_c, x, moved):
    """Of first form at x = second form at the image of x, for every f: so one vanishes everywhere if the other does."""
    return p.relative(second_form(f, u_d, u_c, moved) - first_form(f, u_d, u_c, x), x, x, u_c, u_d)


def _instance(f: tuple[p.Feature, ...], u_d: np.ndarray, u_c: np.ndarray, x: np.ndarray, **changes: np.ndarray) -> p.Instance:
    return {"f": f, "u_d": u_d, "u_c": u_c, "x": x, "moved": u_d @ x} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Functions that are not equivariant, for which the forms agree all the same."""
    d, c = (int(n) for n in rng.integers(1, 5, 2))
    f = tuple(p.waves(rng.standard_normal(2), rng.standard_normal((2, d))) for _ in range(c))
    return _instance(f, p.well_conditioned(rng, d), p.well_conditioned(rng, c), rng.standard_normal(d))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Polynomials f: R^d -> R^d; in the derivation A = u^2 + u commutes with u, B need not."""
    u, M = p.rational_invertible(rng, size), p.rational(rng.integers(-2, 3, (size, size)))
    f = tuple(
        p.polynomial(p.rational(int(rng.integers(-3, 4))), *(p.rational(rng.integers(-2, 3, s)) for s in (size, (size, size))))
        for _ in range(size)
    )
    letters = {"u": u, "v": u, "A": u @ u + u, "B": M, "sizes": {"d": size, "c": size, "one": 1}}
    given = _instance(f, u, u @ M @ inverse(u), p.rational(rng.integers(-3, 4, size), 2))
    return given | letters | {"column": given["x"][:, None]}


@claim.printed(
    r"$u_c y = u_c f(x) = f(u_d x) \quad \forall u \in G \Leftrightarrow f(x) = u_c f(u_d^{-1} x)$.",
    exact=True,
    remark="The quantifier over $x$ is not printed. It is needed: a data set on which $f$ is equivariant need not be "
    "mapped to itself by the group, and then the two forms are about different points.",
)
def printed_form(f, u_d, u_c, x, moved):
    """The second form at the image of x against the first form at x."""
    return p.equal(second_form(f, u_d, u_c, moved), first_form(f, u_d, u_c, x), x, x, u_c, u_d)


@claim.premise
def premise(u_d, x, moved) -> bool:
    """u_d is invertible, as every element of a representation is, and the points compared are x and u_d x."""
    return rank(u_d) == len(u_d) and p.relative(moved - u_d @ x, u_d, x) <= 1e-12


@claim.search
def smallest() -> p.Instances:
    """The line, u_d and u_c among 1, -1, 2, and f = 1, x, x^2 at x = 0 and 1."""
    one = p.rational(np.array([[1]]))
    for u_d in (1, -1, 2):
        for u_c in (1, -1, 2):
            for power in range(3):
                c, a, b = (p.rational(int(power == k)) for k in range(3))
                for x in (0, 1):
                    yield _instance((p.polynomial(c, a * one[0], b * one),), u_d * one, u_c * one, x * one[0])


def _line(f: p.Feature, u_d: float, **changes: np.ndarray) -> p.Instance:
    return _instance((f,), np.array([[u_d]]), np.array([[2.0]]), np.ones(1), **changes)


claim.tie(
    {
        "group": "invertible",
        "equivariant": "what the formula is about: a linear map that has the first form",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, v = p.matrix("u", "d"), p.matrix("v", "c")
    A, B = p.matrix("A", "c", "d"), p.matrix("B", "c", "d")
    column = p.matrix("column", "d", "one")
    return p.derive(
        (p.Invertible("group", u), p.Equation("equivariant", A @ u, v @ A)),
        p.chain(
            "both forms are about $f$ at $u x$ and at $x$, for any function $f$, and every point is a $u x$",
            u.inverse @ u @ column,
            p.step(column, "$u$ is invertible"),
        ),
        p.chain(
            "the second form at $u x$ is the first at $x$, for any linear map $B$",
            (B - v @ B @ u.inverse) @ u,
            p.step(B @ u - v @ B, "$u$ is invertible"),
        ),
        p.chain(
            "from the first form to the second",
            v @ A @ u.inverse,
            p.step(A @ u @ u.inverse, "$A u = v A$", p.Use("equivariant", reversed=True)),
            p.step(A, "$u$ is invertible"),
        ),
    )


CUBIC = p.Feature(
    "x -> x (x - 1) (x - 2)",
    lambda x: x[0] * (x[0] - 1) * (x[0] - 2),
    lambda x: 3 * x**2 - 6 * x + 2,
    lambda x: np.array([6 * x - 6]),
)

claim.draw(sampled=sample, exact=exact)
claim.without(
    "invertible",
    "$u_d = 0$ with its pseudo-inverse, $u_c = 2$, $f = 1 + x + x^2$ at $x = 1$",
    lambda: _line(p.polynomial(1.0, np.ones(1), np.ones((1, 1))), 0.0),
)
claim.without(
    "everywhere",
    "$f = x (x - 1) (x - 2)$, $u_d = u_c = 2$: the first form holds at $x = 1$ and the second does not",
    lambda: _line(CUBIC, 2.0, moved=np.ones(1)),
)
