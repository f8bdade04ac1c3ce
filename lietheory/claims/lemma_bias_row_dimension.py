"""Lemma: preserving the row of ones costs the inputs a dimension, and a mean label other than 0 costs the outputs one."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import identify
from lietheory.arrays import is_exact
from lietheory.claims.lemma_eq13_dimension import rotations, sum_of_rotations

claim = p.Claim(
    "lemma-bias-row-dimension",
    "Symmetries of a regression with bias",
    after="lemma-singular-second-moment",
    source="own lemma, linear regression; for L-conv, Theorem 1 and the row of ones",
    statement=r"Let $X$ hold $p$ inputs and a row of ones, $H = X X^\top$ invertible, and let the centred labels depend on the "
    r"centred inputs by a map of rank $c \le p$, $c$ the number of labels. The pairs that keep $H$, $C = Y X^\top$ and the row "
    r"of ones, that is with $u H + H u^\top = 0$, $u_c C + C u^\top = 0$ and the last row of $u$ zero, are a conjugate of $so(c "
    r"- 1) + so(p - c)$ if the mean label is not 0, and of $so(c) + so(p - c)$ if it is. They keep the mean input and the mean "
    r"label.",
    uses=("eq13", "lemma-eq13-dimension"),
    proof=r"With the last row of $u$ zero, $u H + H u^\top = 0$ leaves $u = \begin{pmatrix} R & -R \mu \\ 0 & 0 \end{pmatrix}$ "
    r"with $R \Sigma + \Sigma R^\top = 0$ for the mean $\mu$ and the covariance $\Sigma$, which is a conjugate of $so(p)$. The "
    r"condition on $C$ splits into that on the centred moment, which leaves $so(c) + so(p - c)$ as without a bias, and $u_c \bar "
    r"y = 0$. The map being onto, $u_c$ is conjugate to the first summand, where keeping a vector other than 0 leaves $so(c - "
    r"1)$.",
)
claim.assume("ones", "the row of ones has to stay one of ones")
claim.assume("mean label", "the mean label is 0 exactly where the labels count as centred")
claim.assume("rank", "the centred map has rank $c$")
claim.assume("full rank", "$H$ is invertible")
claim.part("means are kept", derived=True, formal=("bias_row_means_kept",))
claim.part("the algebra", formal=("bias_row_symmetries", "mean_label_kept"))
claim.part("its dimension", formal=("bias_row_pairs_dimension", "bias_row_pairs_dimension_centred"))
claim.explain(
    "Which pairs of motions keep the moments of inputs and labels together with a row of ones.",
    "It counts the symmetries of a regression with a bias.",
    X=("d x n", "inputs, one column a sample"),
    Y=("c x n", "labels, one column a sample"),
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
)


def sizes(p_, c, centred) -> tuple[int, int]:
    """The n_1, n_2 of so(n_1) + so(n_2), as stated."""
    return (c if centred else c - 1, p_ - c)


def kept(X, Y, keeps_ones) -> np.ndarray:
    """A basis, by rank, of the pairs that preserve H and C and, with ``keeps_ones``, the row of ones, the last of X."""
    H, C, d, c = X @ X.T, Y @ X.T, len(X), len(Y)
    if not is_exact(X):
        H, C = H / X.shape[1], C / X.shape[1]
    factor = int(keeps_ones)
    return p.constraint_null_space(
        lambda u, u_c: np.concatenate([u @ H + H @ u.T, u_c @ C + C @ u.T, factor * u[-1:]]), (d, d), (c, c), exact=is_exact(X)
    )


@claim.residual
def residual(X, Y, p_, c, centred, keeps_ones):
    """The dimension by rank less the stated one; in floats also of the library's generators, their name and what they keep."""
    expected = sizes(p_, c, centred)
    defect = abs(len(kept(X, Y, keeps_ones)) - rotations(*expected))
    if is_exact(X):
        return defect
    u, u_c, _ = p.regression_pairs(X.T, Y.T, bias_row=True)
    defects = [defect, abs(len(u) - rotations(*expected))]
    if len(u):
        defects += [p.relative(u[:, -1], u), p.relative(u @ X.mean(axis=1), u, X), p.relative(u_c @ Y.mean(axis=1), u_c, Y)]
    if 0 < len(u) == rotations(*expected) and len(X) <= 5:
        defects.append(int(identify(u).name != sum_of_rotations(*expected)))
    return max(defects)


def _instance(inputs: np.ndarray, Y: np.ndarray, centred: bool, **changes: object) -> p.Instance:
    """Inputs (p, n) and labels (c, n); the row of ones is appended."""
    X = np.concatenate([inputs, np.ones((1, inputs.shape[1]), dtype=np.int64).astype(inputs.dtype)])
    return {"X": X, "Y": Y, "p": len(inputs), "c": len(Y), "centred": centred, "keeps ones": True} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Inputs about some mean, labels of full rank with noise, half of them centred."""
    m, n = int(rng.integers(1, 5)), 40
    c, centred = int(rng.integers(1, m + 1)), bool(rng.random() < 0.5)
    inputs = p.well_conditioned(rng, m, 3.0) @ rng.standard_normal((m, n)) + rng.choice([-1.0, 1.0], (m, 1))
    Y = p.well_conditioned(rng, m, 3.0)[:c] @ inputs + 0.1 * rng.standard_normal((c, n))
    Y = Y - Y.mean(axis=1, keepdims=True) + (0.0 if centred else rng.choice([-1.0, 1.0], (c, 1)))
    return _instance(inputs, Y, centred)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Integer inputs that span, labels M x or M (n x - sum x); the letters are a pair that keeps all."""
    m, n = size - 1, size + 2
    c, centred = int(rng.integers(1, m + 1)), bool(rng.random() < 0.5)
    tail = rng.integers(-3, 4, (m, n - m))
    tail[:, 0] = 3  # with the columns 2 e_i it spans R^m, and with the ones R^(m + 1), since 3 m / 2 is not 1
    inputs = p.rational_invertible(rng, m).astype(np.int64) @ np.hstack([2 * np.eye(m, dtype=np.int64), tail])
    M = p.rational_invertible(rng, m).astype(np.int64)[:c]
    labels = M @ (n * inputs - inputs.sum(axis=1, keepdims=True))
    given = _instance(inputs, labels if centred else labels + 1, centred)
    pairs = p.applied(kept, given)
    combined = rng.integers(-3, 4, len(pairs)) @ pairs if len(pairs) else np.zeros(size**2 + c**2, dtype=int)
    u, u_c = p.split_solution(combined, (size, size), (c, c))
    X, Y = given["X"], given["Y"]
    letters = {"H": X @ X.T, "C": Y @ X.T, "u": u, "v": u_c, "last": np.eye(size, dtype=np.int64)[:, -1:]}
    return given | letters | {"sizes": {"d": size, "c": c, "one": 1}}


def _plain(**changes: object) -> p.Instance:
    """Three inputs and a first label of each of two: x_1 + 1, x_2 at the corners of a cube and its centre."""
    corners = np.array([[a, b, c] for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]).T
    Y = corners[:2] + np.array([[1], [0]])
    return _instance(corners, Y, False) | changes


claim.tie(
    {
        "covariance": "what the formula is about: a pair of symmetries",
        "pair": "what the formula is about: a pair of symmetries",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, v, H, C = p.matrix("u", "d"), p.matrix("v", "c"), p.matrix("H", "d"), p.matrix("C", "c", "d")
    last = p.matrix("last", "d", "one")
    return p.derive(
        (
            p.Equation("covariance", u @ H, -(H @ u.T)),
            p.Equation("pair", v @ C, -(C @ u.T)),
            p.Equation("ones", u.T @ last, p.zero("d", "one")),
        ),
        p.chain(
            "$u$ keeps the mean of the inputs, $H$ last",
            u @ H @ last,
            p.step(-(H @ u.T @ last), r"$u H = -H u^\top$", "covariance"),
            p.step(p.zero("d", "one"), "the last row of $u$ vanishes", "ones"),
        ),
        p.chain(
            "$u_c$ keeps the mean label, $C$ last",
            v @ C @ last,
            p.step(-(C @ u.T @ last), r"$u_c C = -C u^\top$", "pair"),
            p.step(p.zero("c", "one"), "the last row of $u$ vanishes", "ones"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("ones", r"the ones may become anything: $\mathrm{so}(2) + \mathrm{so}(2)$", lambda: _plain(**{"keeps ones": False}))
claim.without("mean label", "labels of mean $(1, 0)$ that count as centred", lambda: _plain(centred=True))
claim.without("rank", "$x_1 + 1$ as both labels", lambda: _plain(Y=_plain()["Y"][[0, 0]]))
claim.without("full rank", "$x_3$ replaced by $x_1$", lambda: _plain(X=_plain()["X"][[0, 1, 0, 3]]))
