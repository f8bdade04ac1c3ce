"""LieGG's singular vectors: an exact null space is a property of the map, a nearly vanishing singular value is not."""

from fractions import Fraction

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.algebra import rank
from lietheory.arrays import is_exact
from lietheory.claims.liegg_null_space import evidence, form
from lietheory.comparison import principal_angles
from lietheory.discovery import null_space

claim = p.Claim(
    "liegg-svd",
    "Null space and small singular values",
    after="liegg-nullspace",
    source="LieGG, singular vectors",
    statement=r"The null space of $E$ does not change when rows are multiplied by factors other than zero: by another unit of "
    r"the output, or by points that count more. Singular values change with both, so that 'near zero' means something "
    r"only relative to what an unrelated gradient would show. For $x^\top B x$ with symmetric invertible $B$ on $\mathbb{R}^n$ "
    r"the nullity at $N$ points in general position is $n^2 - \min(N, n(n+1)/2)$.",
    uses=("liegg-nullspace",),
    proof=r"$D E v = 0$ if and only if $E v = 0$ for an invertible diagonal $D$. A row of $E$ is $\mathrm{vec}(2 B x x^\top)$, a "
    r"linear image of the symmetric matrix $x x^\top$ that is injective for invertible $B$; such matrices span a space of "
    r"dimension $n(n+1)/2$, and $N$ of them in general position are independent up to there. For every $\tau > 0$ and every "
    r"$E$ a multiple of $F$ has all its singular values below $\tau$.",
)
claim.assume("relative", "zero is decided relative to the rows, not by an absolute size")
claim.assume("weights", "no weight is zero")
claim.assume("general position", "the points are in general position")
claim.part("weights do not move the null space")
claim.part("the nullity of a form")
claim.explain(
    "A null space does not change when rows are rescaled; small singular values do.",
    "A threshold on singular values means nothing without a scale.",
    E=("N x n^2", "one row for each point and output"),
)

NEAR = 0.01
"""What the printed form is judged to call near zero, as an absolute size; any other fails on another scale."""


def weighted(weights, E) -> np.ndarray:
    """The evidence with the weight of each row, as another scale of outputs or another sampling of points gives it."""
    return weights[:, None] * E


def nullity(E: np.ndarray, near: float | None) -> int:
    """The dimension of the null space, or the number of singular values up to an absolute size."""
    if near is None:
        return len(algebra.null_space(E) if is_exact(E) else null_space(E))
    values = np.linalg.svd(E, compute_uv=False)
    return E.shape[1] - int(np.sum(values > near))


@claim.residual
def residual(E, symmetries, weights, near):
    """Of the nullity n^2 - min(N, n (n + 1) / 2) of N rows, of the symmetries in it, and of its staying under weights."""
    n = symmetries.shape[1]
    expected = n * n - min(len(E), n * (n + 1) // 2)
    wrong = abs(nullity(weighted(weights, E), near) - expected)
    flat = symmetries.reshape(len(symmetries), n * n)
    return max(wrong, p.relative(E @ flat.T, E, flat), _moved(E, weights))


def _moved(E, weights):
    """How far the weights move the null space: the rank they add to its equations, or the sine of the largest angle."""
    other = weighted(weights, E)
    if is_exact(E):
        return Fraction(rank(np.concatenate([E, other])) - rank(other))
    one, two = null_space(E), null_space(other)
    if len(one) != len(two):
        return abs(len(one) - len(two))
    return float(np.sin(principal_angles(one, two)).max()) if len(one) else 0.0


@claim.printed(
    "Singular vectors (w/ near-zero singular values) form a nullspace",
    symbols={"largest": lambda: NEAR},
    remark="Judged with 0.01 as near zero; the map $x^2 / 1000$ defeats it, and another multiple any other size. For "
    "a trained network no singular value is rounding, and the question is one of effect size. $|x|^2$ on "
    r"$\mathbb{R}^5$ has nullity 20, 15, 10, 10 at 5, 10, 15, 20 points.",
)
def printed_form(E, largest):
    """The number of singular values that count as near zero against the nullity."""
    E = np.asarray(E, dtype=float)
    return p.equal(nullity(E, largest), len(null_space(E)))


def _form(B: np.ndarray, points: np.ndarray, **changes: object) -> p.Instance:
    """The evidence of x . B x at points, with weights one, and its symmetries B^-1 K."""
    given = form(B, points)
    E = p.applied(evidence, given)
    return {"E": E, "symmetries": given["symmetries"], "weights": np.ones(len(E), dtype=E.dtype), "near": None} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """A form at fewer or more points than it takes, and rows in units that differ by up to a factor of ten."""
    n = int(rng.integers(2, 5))
    root = p.well_conditioned(rng, n, 3.0)
    points = rng.standard_normal((int(rng.choice([1, n, 3 * n * n])), n))
    weights = rng.choice([-1.0, 1.0], len(points)) * np.exp(rng.uniform(0, np.log(10), len(points)))
    return _form(root.T * rng.choice([-1.0, 1.0], n) @ root, points, weights=weights)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """An integer form of determinant +-1 on R^size at integer points, with integer weights."""
    root = p.rational_invertible(rng, size).astype(np.int64)
    B = root.T * rng.choice([-1, 1], size) @ root
    points = rng.integers(-9999, 10000, (int(rng.choice([size, 2 * size * size])), size))
    return _form(B, points, weights=rng.choice([-3, -1, 2, 5], len(points)))


@claim.premise
def premise(E) -> bool:
    """An exactly symmetric map: its singular values are rounding, or at least a thousandth of the largest."""
    values = np.linalg.svd(np.asarray(E, dtype=float), compute_uv=False) / np.linalg.norm(np.asarray(E, dtype=float))
    return not np.any((values > 1e-12) & (values < 1e-3))


@claim.search
def smallest() -> p.Instances:
    """F = c x^2 on the line at x = 1, whose only row is 2 c, for c = 1, 1/10, 1/100, ..."""
    for power in range(5):
        yield _form(np.array([[10.0**-power]]), np.array([[1.0]]))


def _sphere(count: int, **changes: object) -> p.Instance:
    """|x|^2 on R^3 at Gaussian points."""
    return _form(np.eye(3), np.random.default_rng(3).standard_normal((count, 3)), **changes)


@claim.without("general position", "one point taken eight times: nullity 8, not 3")
def _repeated() -> p.Instance:
    """|x|^2 on R^3 at one point, eight times."""
    return _form(np.eye(3), np.tile([[1.0, 2.0, 3.0]], (8, 1)))


claim.draw(sampled=sample, exact=exact)
claim.without(
    "relative",
    r"$|x|^2$ in units of a million, singular values up to 0.01 taken for zero: nullity 9, not 3",
    lambda: _sphere(20, near=NEAR, weights=np.full(20, 1e-6)),
)
claim.without("weights", "half of six points left out", lambda: _sphere(6, weights=np.array([1.0, 1, 1, 0, 0, 0])))


def _form_with_symmetries(rng: np.random.Generator) -> p.Instance:
    """A form on two to four coordinates at enough points."""
    n = int(rng.integers(2, 5))
    root = p.well_conditioned(rng, n, 3.0)
    scale = 10.0 ** rng.uniform(-6, 6)
    return _form(scale * (root.T * rng.choice([-1.0, 1.0], n) @ root), rng.standard_normal((3 * n * n, n)))


claim.reading(
    "near zero means rounding relative to the largest singular value, on an exactly symmetric map",
    symbol="largest",
    to=lambda E: 1e-9 * float(np.linalg.norm(np.asarray(E, dtype=float))),
    draw=_form_with_symmetries,
)
