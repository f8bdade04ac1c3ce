"""LieGG: the infinitesimal symmetries of a function are the null space of its evidence matrix."""

from fractions import Fraction

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.comparison import principal_angles
from lietheory.discovery.polarization_null_space import null_space, polarization_matrix
from lietheory.representation import copies, velocities

claim = p.Claim(
    "liegg-nullspace",
    "Symmetries as the null space of the evidence",
    after="liegg-criterion",
    source="LieGG, null space",
    statement=r"Let $E$ have the rows $\mathrm{vec}\big(\sum_c \nabla_{x_c} F_a(x_n)\, x_{n,c}^\top\big)$, one for every point "
    r"$x_n$ and every output $F_a$, $c$ numbering the copies of $\mathbb{R}^n$. If $h$ is an infinitesimal symmetry, "
    r"$\sum_{c,i,j} \partial F_a / \partial x_{c,i} h_{ij} x_{c,j} = 0$ everywhere, then $E\, \mathrm{vec}(h) = 0$, "
    r"and at enough points in general position $E\, \mathrm{vec}(h) = 0$ only for these.",
    proof=r"A row of $E$ times $\mathrm{vec}(h)$ is $\sum_c \nabla_{x_c} F_a \cdot h x_c$. Its vanishing at all $x$ is a system "
    r"of rank $n^2$ less the dimension of the symmetries, which finitely many points attain. The derivation shows for "
    r"every $n$ that $B^{-1} K$ is a symmetry of $x^\top B x$ for skew $K$.",
    references=("Moskalev et al. 2022, LieGG: Studying learned Lie group generators",),
)
claim.assume("enough points", "at least as many rows as $n^2$ less the dimension of the symmetries")
claim.assume("general position", "the points satisfy no equation that the evidence could take for a symmetry")
claim.assume("every output", "each output has rows of its own")
claim.assume("exact gradients", "the gradients are those of $F$")
claim.part("symmetries of forms and pairings", derived=True, formal=("form_symmetries", "pairing_symmetries", "evidence_row"))
claim.part("symmetries of any map", formal=("symmetries_are_null",))
claim.part(
    "only these, at enough points",
    formal=("enough_points", "only_symmetries_by_rank", "enough_rows", "general_position", "further_points"),
)
claim.explain(
    "Every gradient gives one linear equation for the symmetries; with enough points in general position there are no "
    "other solutions.",
    "It is the method by which symmetries are read off a trained network.",
    F=("function", "the trained map"),
    E=("N x n^2", "one row for each point and output"),
    h=("n x n", "a symmetry"),
)


def evidence(points, n, jacobian) -> np.ndarray:
    """E, with the fields E_ij x of all matrix units on every copy of R^n that a point holds."""
    units = copies(np.eye(n * n, dtype=np.int64).reshape(-1, n, n), points.shape[1] // n)
    fields = np.concatenate([velocities(part, points) for part in np.array_split(units, len(units))])
    E = polarization_matrix(jacobian(points), fields.swapaxes(0, 1))
    return E.astype(np.int64) if is_exact(points) else E  # integers below 2^53 passed through float64 unchanged


@claim.residual
def residual(points, n, jacobian, symmetries):
    """Of E vec(h) = 0 for every symmetry h, of the nullity, and of the angle between null space and symmetries."""
    E, truth = evidence(points, n, jacobian), symmetries.reshape(len(symmetries), n**2)
    if is_exact(points):
        nullity = len(algebra.null_space(E))
        return max(p.relative(E.astype(object) @ truth.T), Fraction(abs(nullity - len(truth))))
    basis = null_space(E)
    angle = float(np.sin(principal_angles(basis, truth)).max()) if len(basis) and len(truth) else 0.0
    return max(p.relative(E @ truth.T, points, truth), abs(len(basis) - len(truth)), angle)


def form_jacobian(B: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The gradient (B + B^T) x of x^T B x, (n_samples, 1, n)."""
    return (points @ (B + B.T))[:, None]


def pairing_jacobian(J: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The gradient (J y, J^T x) of x^T J y at pairs (x, y), (n_samples, 1, 2n)."""
    x, y = np.split(points, 2, axis=1)
    return np.concatenate([y @ J.T, x @ J], axis=1)[:, None]


def form(B: np.ndarray, points: np.ndarray) -> p.Instance:
    """x^T B x, whose symmetries are B^-1 K for skew K."""
    n = len(B)
    skew = algebra.so(n).generators if n > 1 else np.zeros((0, 1, 1), dtype=np.int64)
    h = np.array([algebra.solve(B, K) for K in skew]).reshape(-1, n, n)
    return {"n": n, "points": points, "jacobian": lambda x: form_jacobian(B, x), "symmetries": h}


def _pairing(J: np.ndarray, points: np.ndarray) -> p.Instance:
    """x^T J y on pairs, whose symmetries are J^-1 S for symmetric S."""
    n = len(J)
    symmetric = np.array([E + E.T for E in np.eye(n * n, dtype=np.int64).reshape(-1, n, n)[np.ravel(np.tri(n, dtype=bool))]])
    h = np.array([algebra.solve(J, S) for S in symmetric]).reshape(-1, n, n)
    return {"n": n, "points": points, "jacobian": lambda x: pairing_jacobian(J, x), "symmetries": h}


def sample(rng: np.random.Generator) -> p.Instance:
    """A non-degenerate form of any signature on R^n, or a non-degenerate skew pairing, at Gaussian points."""
    if rng.random() < 0.5:
        n = int(rng.integers(2, 6))
        root = p.well_conditioned(rng, n, 3.0)
        return form(root.T * rng.choice([-1.0, 1.0], n) @ root, rng.standard_normal((3 * n * n, n)))
    n = 2 * int(rng.integers(1, 3))
    root = p.well_conditioned(rng, n, 3.0)
    J = np.kron(np.eye(n // 2), [[0.0, 1.0], [-1.0, 0.0]])
    return _pairing(root.T @ J @ root, rng.standard_normal((3 * n * n, 2 * n)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """An integer form of determinant +-1 at integer points; the letters are those of the derivation."""
    root = p.rational_invertible(rng, size).astype(np.int64)
    B = root.T * rng.choice([-1, 1], size) @ root
    K = algebra.so(size).generators[0]
    letters = {"B": B, "K": K, "h": algebra.solve(B, K), "x": rng.integers(-5, 6, (size, 1)), "sizes": {"n": size, "one": 1}}
    return form(B, rng.integers(-9, 10, (4 * size * size, size))) | letters


@claim.printed(
    r"$\mathfrak{h} \in \text{Nullspace}(\mathcal{E})$ They are the generators of Lie algebra",
    remark=r"One point of the plane gives three null vectors where $\mathrm{so}(2)$ has one generator. The null space "
    "shows the algebra of the identity component only, and of a trained network only nearly; what counts as "
    "zero is another question.",
)
def printed_form(points, n, jacobian, symmetries):
    """The dimension of the null space against that of the symmetries, both plus one."""
    E = evidence(points, n, jacobian)
    nullity = len(algebra.null_space(E) if is_exact(points) else null_space(E))
    return p.equal(nullity + 1, len(symmetries) + 1)


@claim.premise
def premise(n, points, jacobian, symmetries) -> bool:
    """The Jacobian is that of a function with these symmetries and no others: at many random points the null space has them."""
    many = np.random.default_rng(0).standard_normal((4 * n * n, points.shape[1]))
    E = evidence(many, n, jacobian)
    return len(null_space(E)) == len(symmetries) and p.relative(E @ symmetries.reshape(-1, n * n).T, E, symmetries) <= 1e-9


@claim.search
def smallest() -> p.Instances:
    """|x|^2 on R^n at N points with coordinates 1, 2, ..., fewest first."""
    for n in range(1, 4):
        for N in range(1, 4):
            yield form(np.eye(n, dtype=np.int64), np.arange(1, N * n + 1).reshape(N, n))


def _sphere(count: int, **changes: object) -> p.Instance:
    """|x|^2 on R^5 at Gaussian points."""
    return form(np.eye(5), np.random.default_rng(5).standard_normal((count, 5))) | changes


def _squares(points: np.ndarray) -> np.ndarray:
    """The Jacobian diag(2 x) of (x_1^2, x_2^2)."""
    return 2 * points[:, :, None] * np.eye(2)


@claim.without("every output", r"$(x_1^2, x_2^2)$ by the gradient of its sum: $\mathrm{so}(2)$, where there is none")
def _summed() -> p.Instance:
    """(x_1^2, x_2^2), which no matrix leaves invariant, by the gradient of its sum."""
    points = np.random.default_rng(2).standard_normal((20, 2))
    return {
        "n": 2,
        "points": points,
        "symmetries": np.zeros((0, 2, 2)),
        "jacobian": lambda x: _squares(x).sum(axis=1, keepdims=True),
    }


claim.tie(
    {
        "form": "the setting: a form has a symmetric matrix",
        "non-degenerate": "the setting: the form is not degenerate",
        "skew": "what the formula is about: a symmetry of the form",
        "symmetry": "what the formula is about: a symmetry of the form",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    B, K, h, x = p.matrix("B", "n"), p.matrix("K", "n"), p.matrix("h", "n"), p.matrix("x", "n", "one")
    slope = x.T @ (B + B.T) @ h @ x
    skew, symmetry = p.Equation("skew", K.T, -K), p.Equation("symmetry", h, B.inverse @ K)
    return p.derive(
        (p.Symmetric("form", B), p.Invertible("non-degenerate", B), skew, symmetry),
        p.chain(
            r"the slope of $x^\top B x$ along $h x$, a number, added to its transpose",
            slope + slope.T,
            p.step(x.T @ B @ h @ x * 2 + (x.T @ B @ h @ x * 2).T, "the form is symmetric"),
            p.step(x.T @ K @ x * 2 + x.T @ K.T @ x * 2, "$h = B^{-1} K$", "symmetry", p.Use("symmetry", transposed=True)),
            p.step(p.zero("one"), "$K$ is skew", "skew"),
        ),
    )


claim.without("enough points", r"$|x|^2$ on $\mathbb{R}^5$ at 5 points: nullity 20, not 10", lambda: _sphere(5))
claim.without(
    "general position",
    r"$|x|^2$ on $\mathbb{R}^5$ at 60 points with $x_5 = 0$: nullity 15, not 10",
    lambda: _sphere(60, points=_sphere(60)["points"] * [1, 1, 1, 1, 0]),
)
claim.without(
    "exact gradients",
    r"$|x|^2$ on $\mathbb{R}^5$ with gradients off by $(x_1, 0, 0, 0, 0) / 1000$",
    lambda: _sphere(60, jacobian=lambda x: (2 * x + 1e-3 * x * [1, 0, 0, 0, 0])[:, None]),
)


def _in_general_position(points) -> bool:
    """No quadratic form, and so no pairing, vanishes at all of them, by a margin that floats can tell."""
    first, second = np.triu_indices(points.shape[1])
    products = points.astype(float)[:, first] * points.astype(float)[:, second]
    values = np.linalg.svd(products, compute_uv=False)
    return len(values) == len(first) and bool(values[-1] >= 1e-6 * values[0])


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.reading(
    "there are $2 n^2$ points or more, in general position",
    hypothesis=lambda points, n: len(points) >= 2 * n * n and _in_general_position(points),
)
