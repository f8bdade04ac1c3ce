"""Several outputs: a symmetry of the map is one of every output, and the sum of the outputs has more."""

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.algebra import inverse, rank, so
from lietheory.arrays import is_exact
from lietheory.claims.liegg_null_space import evidence
from lietheory.claims.liegg_null_space import residual as null_space_defect
from lietheory.discovery import null_space

claim = p.Claim(
    "liegg-multi-output",
    "One row for every output",
    after="liegg-svd",
    source="LieGG, symmetry generator",
    statement=r"For a map $F = (F_1, \dots, F_m)$ the symmetries are the common null space of the rows "
    r"$\mathrm{vec}(\nabla F_a(x_n)\, x_n^\top)$ of all outputs. The gradient of the sum $\sum_a F_a$ gives one row for each "
    r"point, whose null space contains the symmetries and may be larger: $(x_1^2, x_2^2)$ has none, and its sum has $so(2)$.",
    uses=("liegg-nullspace", "liegg-criterion"),
    proof=r"$F$ is invariant if and only if each $F_a$ is. If $\nabla F_a \cdot h x = 0$ for all $a$ then the sum over $a$ "
    r"vanishes, and not the other way round: $2 x_1 (h x)_1 + 2 x_2 (h x)_2 = 0$ for the turn $h$ of the plane.",
    references=("Moskalev et al. 2022, LieGG: Studying learned Lie group generators",),
)
claim.assume("every output", "each output has rows of its own")
claim.assume("enough points", "the rows are as many as they need to be, and the points in general position")
claim.part("a symmetry of both outputs is one of the sum", derived=True)
claim.part("the common null space")
claim.explain(
    "A map with several outputs has the symmetries that all of them share; the sum of the outputs may have more.",
    "Using one gradient for all outputs finds symmetries that are not there.",
    F=("function", "the trained map"),
    h=("n x n", "a symmetry"),
)


def rows_of(points, n, forms: np.ndarray) -> np.ndarray:
    """The evidence of the map (x . B_1 x, ..., x . B_m x), one row for every output at every point."""
    return evidence(points, n, lambda x: jacobian(forms, x))


def jacobian(forms: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The gradients (B_a + B_a^T) x, (n_samples, m, n)."""
    return np.einsum("aij,nj->nai", forms + forms.swapaxes(1, 2), points)


@claim.residual
def residual(points, n, forms, symmetries, summed=False):
    """Of the null space of all rows being the symmetries, and of its being that of each output and within that of the sum."""
    seen = forms.sum(axis=0, keepdims=True) if summed else forms
    return max(each_output(points, n, seen, symmetries), _in_each(points, n, forms))


def _in_each(points, n, forms):
    """The rows of each output, and of their sum, applied to the null space of all rows."""
    rows = rows_of(points, n, forms)
    common = _null(rows)
    if not len(common):
        return 0
    each = rows.reshape(-1, len(forms), n * n)  # one point after the other, and its outputs in order
    parts = np.concatenate([each, each.sum(axis=1, keepdims=True)], axis=1).reshape(-1, n * n)
    return p.relative(parts.astype(common.dtype) @ common.T, points, points, np.eye(n))


def _null(E: np.ndarray) -> np.ndarray:
    return algebra.null_space(E) if is_exact(E) else null_space(E)


@claim.printed(
    r"$\sum_i^n \sum_j^n \frac{\partial F}{\partial x_i} \cdot \mathfrak{h}_{ij} \cdot x_j = 0$",
    symbols={"seen": lambda forms: forms.sum(axis=0, keepdims=True)},
    remark="Judged with the gradient that automatic differentiation gives of an array of outputs, that of their sum. "
    "The formula is right for a single output.",
)
def printed_form(points, n, forms, seen):
    """The rank of the rows of the gradient that is taken against that of the rows of all outputs."""
    return p.equal(rank(rows_of(points, n, seen)), rank(rows_of(points, n, forms)))


def each_output(points, n, forms, symmetries):
    """The null space of all rows against the symmetries."""
    return null_space_defect(points, n, lambda x: jacobian(forms, x), symmetries)


def _squares(a: int, b: int, S: np.ndarray, points: np.ndarray, **changes: object) -> p.Instance:
    """(|y_1|^2, |y_2|^2) for y = S x split after a coordinates, whose symmetries are S^-1 (so(a) + so(b)) S."""
    n = a + b
    blocks = [np.diag([1] * a + [0] * b), np.diag([0] * a + [1] * b)]
    turns = [
        L for k, at in ((a, 0), (b, a)) if k > 1 for L in np.pad(so(k).generators, ((0, 0), (at, n - k - at), (at, n - k - at)))
    ]
    truth = np.array([inverse(S) @ L @ S for L in turns]).reshape(-1, n, n)
    return {"n": n, "points": points, "forms": np.array([S.T @ B @ S for B in blocks]), "symmetries": truth} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    a, b = (int(k) for k in rng.integers((1, 1), (4, 3)))
    n = a + b
    return _squares(a, b, p.well_conditioned(rng, n, 3.0), rng.standard_normal((2 * n * n, n)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Integer points, a unimodular S, and the letters of the derivation: a symmetry h and the two forms."""
    a = int(rng.integers(1, size))
    S = p.rational_invertible(rng, size).astype(np.int64)
    given = _squares(a, size - a, S, rng.integers(-99, 100, (size * size, size)))
    h = given["symmetries"][0] if len(given["symmetries"]) else np.zeros((size, size), dtype=np.int64)
    return given | {"B_1": given["forms"][0], "B_2": given["forms"][1], "h": h, "sizes": {"n": size}}


@claim.search
def smallest() -> p.Instances:
    """(x_1^2, ..., x_n^2) at points with coordinates 1, 2, ... and their squares."""
    for n in range(1, 4):
        points = np.array([[(i + 1) ** (j + 1) for j in range(n)] for i in range(3 * n)])
        units = np.eye(n, dtype=np.int64)
        yield {"n": n, "points": points, "forms": units[:, :, None] * units[:, None], "symmetries": np.zeros((0, n, n))}


def _plane(count: int, **changes: object) -> p.Instance:
    """(x_1^2, x_2^2) at Gaussian points, of which only 0 is a symmetry."""
    return _squares(1, 1, np.eye(2), np.random.default_rng(2).standard_normal((count, 2)), **changes)


claim.tie(
    {
        "first": "what the formula is about: a symmetry of the first output",
        "second": "what the formula is about: a symmetry of the second output",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    first, second, h = p.matrix("B_1", "n"), p.matrix("B_2", "n"), p.matrix("h", "n")
    whole = first + second
    return p.derive(
        (p.Equation("first", h.T @ first, -first @ h), p.Equation("second", h.T @ second, -second @ h)),
        p.chain(
            "a symmetry of both outputs is one of their sum",
            h.T @ whole + whole @ h,
            p.step(h.T @ second + second @ h, "$h$ is a symmetry of the first", "first"),
            p.step(p.zero("n"), "and of the second", "second"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("every output", r"$(x_1^2, x_2^2)$ by the gradient of its sum: $\mathrm{so}(2)$", lambda: _plane(20, summed=True))
claim.without("enough points", "$(x_1^2, x_2^2)$ at one point: nullity 2", lambda: _plane(1))
claim.reading(
    "$F$ stands for each output, with one equation for each",
    symbol="seen",
    to=lambda forms: np.array(list(forms)),
)
