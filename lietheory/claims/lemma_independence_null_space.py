"""Lemma: what the independence model does not see is either a motion the data do not show or an exact symmetry of the map."""

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.discovery import null_space, polarization_matrix, relative_spectrum
from lietheory.representation import velocities

claim = p.Claim(
    "lemma-independence-null-space",
    "What the independence model does not see",
    after="lemma-nullspace-closure",
    source="own lemma, what a network has learned",
    statement=r"Let $E$ have the rows $J(x_n) v_k(x_n)$, $G^0_{kl} = \sum_{m, n} v_k(x_n)^\top J(x_m)^\top J(x_m) v_l(x_n)$, and "
    r"$M_{kl} = \sum_n v_k \cdot v_l$. If $G^0 c = 0$ then $J(x_m) v_c(x_n) = 0$ for all pairs of points, so $E c = 0$. The null "
    r"space of $G^0$ contains that of $M$, the directions that move no point, free of the data; the rest are exact "
    r"symmetries. For $gl(d)$, data that span $s$ dimensions and a map whose derivatives span $q$, these are $d (d - s)$ "
    r"unidentified directions and $s (d - q)$ exact symmetries.",
    uses=("liegg-nullspace",),
    proof=r"$c^\top G^0 c = \sum_{m, n} |J(x_m) v_c(x_n)|^2$, so each term vanishes, those with $m = n$ among them. If $M c = 0$ "
    r"then $v_c(x_n) = 0$ at all points. For $gl(d)$, $v_c(x) = c x$: $M c = 0$ says that $c$ vanishes on the span of the data, "
    r"$G^0 c = 0$ that $c$ maps that span into what all derivatives annihilate, which leaves $d^2 - q s$ dimensions.",
)
claim.assume("same points", "the derivatives of the reference are taken at the points of the evidence")
claim.assume("all pairs", "the reference pairs every point with the derivative at every other")
claim.assume("fields known", "the Gram matrix of the fields is known, and so what the data identify")
claim.part("the null space of $G^0$")
claim.part("the counts")
claim.explain(
    "Pairing every direction with every derivative separates directions that the data cannot see from exact symmetries.",
    "It keeps unseen directions from counting as symmetries.",
    E=("N x n^2", "one row for each point and output"),
    J=("m x d", "derivative at a point"),
)


def rows(jacobians: np.ndarray, fields: np.ndarray, pairs: str) -> np.ndarray:
    """J(x_m) v_k(x_n) for all pairs of points, or for m = n only."""
    if pairs == "same":
        return polarization_matrix(jacobians, fields)
    N, M = len(fields), len(jacobians)
    return polarization_matrix(np.repeat(jacobians, N, axis=0), np.tile(fields, (M, 1, 1)))


@claim.residual
def residual(points, d, s, q, J, J0, pairs, fields_known):
    """Of E c = 0 for every null direction c of G0, of both dimensions, and of the counts that the relative spectrum gives."""
    fields = velocities(np.eye(d * d, dtype=np.int64).reshape(-1, d, d), points).swapaxes(0, 1)
    E, E0, moves = rows(J, fields, "same"), rows(J0, fields, pairs), fields.swapaxes(1, 2).reshape(-1, d * d)
    if exact := is_exact(points):  # integers below 2^53 passed through float64 unchanged
        E, E0, moves = (A.astype(np.int64) for A in (E, E0, moves))
    unseen, still = ((algebra.null_space if exact else null_space)(A) for A in (E0, moves))
    M = moves.T @ moves if fields_known else np.eye(d * d)
    spectrum = relative_spectrum(*(np.linalg.qr(A.astype(float)).R for A in (E, E0)), fields=M.astype(float))
    return max(
        p.relative(E @ unseen.T, E, unseen),
        p.relative(E0 @ still.T, E0, still),
        abs(len(still) - d * (d - s)),
        abs(len(unseen) - len(still) - s * (d - q)),
        abs(spectrum.exact - s * (d - q)),
        abs(spectrum.identifiable - d * s),
    )


def _instance(A: np.ndarray, V: np.ndarray, z: np.ndarray, Q: np.ndarray, **changes: object) -> p.Instance:
    """F_a(x) = y_a + y . Q_a y with y = A x, A (q, d), at the points x = V z with V (d, s)."""
    points = z @ V.T
    y = points @ A.T
    J = (np.eye(len(A), dtype=np.int64) + np.einsum("nb,abc->nac", y, Q + Q.swapaxes(1, 2))) @ A
    sizes = {"d": V.shape[0], "s": V.shape[1], "q": len(A)}
    return {"points": points, "J": J, "J0": J, "pairs": "all", "fields known": True} | sizes | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """The origin and Gaussian points of a subspace, a map that sees some directions."""
    d = int(rng.integers(2, 5))
    s, q = (int(k) for k in rng.integers(1, d + 1, 2))
    z = np.concatenate([np.zeros((1, s)), rng.standard_normal((2 * d, s))])
    A, V = p.well_conditioned(rng, d, 3.0)[:q], p.well_conditioned(rng, d, 3.0)[:, :s]
    return _instance(A, V, z, rng.standard_normal((q, q, q)) / 10)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """The origin and integer points that span a subspace: at the origin J = A, so that the derivatives span what A sees."""
    s, q = (int(k) for k in rng.integers(1, size + 1, 2))
    z = np.concatenate([np.zeros((1, s), dtype=np.int64), np.eye(s, dtype=np.int64), rng.integers(-2, 3, (2, s))])
    A, V = (p.rational_invertible(rng, size).astype(np.int64) for _ in range(2))
    return _instance(A[:q], V[:, :s], z, rng.integers(-1, 2, (q, q, q)))


def _plane(**changes: object) -> p.Instance:
    """The identity map of the plane at the origin and the corners of a square."""
    z = np.array([[0, 0], [1, 1], [1, -1], [-1, 1], [-1, -1]])
    return _instance(np.eye(2, dtype=np.int64), np.eye(2, dtype=np.int64), z, np.zeros((2, 2, 2), dtype=np.int64)) | changes


@claim.without("all pairs", r"$|x|^2$ with $m = n$ only: $\mathrm{so}(2)$ counts as never seen")
def _circle() -> p.Instance:
    """|x|^2 at the corners of a square, which sees both directions, with the reference taken at the same point."""
    plain = _plane()
    J = 2 * plain["points"][:, None]
    return plain | {"J": J, "J0": J, "pairs": "same"}


def _line(**changes: object) -> p.Instance:
    """The identity map of the plane on points of a line."""
    z, V = np.array([[0], [1], [2]]), np.array([[1], [0]])
    return _instance(np.eye(2, dtype=np.int64), V, z, np.zeros((2, 2, 2), dtype=np.int64)) | changes


claim.draw(sampled=sample, exact=exact)
claim.without(
    "same points",
    "derivatives of the reference from where the second output is flat",
    lambda: _plane(J0=_plane()["J"] * np.array([[1], [0]])),
)
claim.without(
    "fields known", "points on a line, and $M = I$: motions of no point count", lambda: _line(**{"fields known": False})
)
