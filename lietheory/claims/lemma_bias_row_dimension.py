"""Lemma: a row of ones that has to stay one of ones takes a dimension from the inputs, and the mean label one from the "
"outputs."""

from __future__ import annotations

import numpy as np

from lietheory.algebra import identify
from lietheory.arrays import is_exact
from lietheory.claims.lemma_eq13_dimension import rotations, sum_of_rotations
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational_invertible, relative, well_conditioned
from lietheory.proof.linear_conditions import parts, solutions
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix, zero


def sizes(instance: Instance) -> tuple[int, int]:
    """The n_1, n_2 of so(n_1) + so(n_2), as stated."""
    p, c = instance["p"], instance["c"]
    return (c if instance["centred"] else c - 1, p - c)


def kept(instance: Instance) -> np.ndarray:
    """A basis, by rank, of the pairs that keep H and C and, where the instance asks for it, the row of ones."""
    X, Y = instance["X"], instance["Y"]  # (d, n) with the ones last, (c, n)
    H, C, d, c = X @ X.T, Y @ X.T, len(X), len(Y)
    if not is_exact(X):
        H, C = H / X.shape[1], C / X.shape[1]
    factor = int(instance["keeps ones"])
    return solutions(
        lambda u, u_c: np.concatenate([u @ H + H @ u.T, u_c @ C + C @ u.T, factor * u[-1:]]),
        (d, d),
        (c, c),
        exact=is_exact(X),
    )


def residual(instance: Instance):
    """The dimension by rank less the stated one; in floats also of the library's generators, their name and what they keep."""
    expected = sizes(instance)
    defect = abs(len(kept(instance)) - rotations(*expected))
    if is_exact(instance["X"]):
        return defect
    X, Y = instance["X"], instance["Y"]
    found = linear_regression_symmetries(X.T, Y.T, bias_row=True)
    u, u_c = found.generators, found.output_generators
    defects = [defect, abs(len(u) - rotations(*expected))]
    if len(u):
        defects += [relative(u[:, -1], u), relative(u @ X.mean(axis=1), u, X), relative(u_c @ Y.mean(axis=1), u_c, Y)]
    if 0 < len(u) == rotations(*expected) and len(X) <= 5:
        defects.append(int(identify(u).name != sum_of_rotations(*expected).name))
    return max(defects)


def _instance(inputs: np.ndarray, Y: np.ndarray, centred: bool, **changes: object) -> Instance:
    """Inputs (p, n) and labels (c, n); the row of ones is appended."""
    X = np.concatenate([inputs, np.ones((1, inputs.shape[1]), dtype=np.int64).astype(inputs.dtype)])
    return {"X": X, "Y": Y, "p": len(inputs), "c": len(Y), "centred": centred, "keeps ones": True} | changes


def sample(rng: np.random.Generator) -> Instance:
    """Inputs about some mean, labels of full rank with noise, half of them centred."""
    p, n = int(rng.integers(1, 5)), 40
    c, centred = int(rng.integers(1, p + 1)), bool(rng.random() < 0.5)
    inputs = well_conditioned(rng, p, 3.0) @ rng.standard_normal((p, n)) + rng.choice([-1.0, 1.0], (p, 1))
    Y = well_conditioned(rng, p, 3.0)[:c] @ inputs + 0.1 * rng.standard_normal((c, n))
    Y = Y - Y.mean(axis=1, keepdims=True) + (0.0 if centred else rng.choice([-1.0, 1.0], (c, 1)))
    return _instance(inputs, Y, centred)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Integer inputs that span, labels M x or M (n x - sum x); the letters are a pair that keeps all."""
    p, n = size - 1, size + 2
    c, centred = int(rng.integers(1, p + 1)), bool(rng.random() < 0.5)
    tail = rng.integers(-3, 4, (p, n - p))
    tail[:, 0] = 3  # with the columns 2 e_i it spans R^p, and with the ones R^(p + 1), since 3 p / 2 is not 1
    inputs = rational_invertible(rng, p).astype(np.int64) @ np.hstack([2 * np.eye(p, dtype=np.int64), tail])
    M = rational_invertible(rng, p).astype(np.int64)[:c]
    total = inputs.sum(axis=1, keepdims=True)
    instance = _instance(inputs, M @ (n * inputs - total) if centred else M @ (n * inputs - total) + 1, centred)
    X, Y = instance["X"], instance["Y"]
    found = kept(instance)
    shapes = ((size, size), (c, c))
    u, u_c = parts(rng.integers(-3, 4, len(found)) @ found if len(found) else np.zeros(size**2 + c**2, dtype=int), *shapes)
    letters = {"H": X @ X.T, "C": Y @ X.T, "u": u, "v": u_c, "last": np.eye(size, dtype=np.int64)[:, -1:]}
    return instance | letters | {"sizes": {"d": size, "c": c, "one": 1}}


def _plain(**changes: object) -> Instance:
    """Three inputs and a first label of each of two: x_1 + 1, x_2 at the corners of a cube and its centre."""
    corners = np.array([[a, b, c] for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]).T
    Y = corners[:2] + np.array([[1], [0]])
    return _instance(corners, Y, False) | changes


def derivation() -> Derivation:
    u, v, H, C = matrix("u", "d"), matrix("v", "c"), matrix("H", "d"), matrix("C", "c", "d")
    last = matrix("last", "d", "one")
    return Derivation(
        (
            Equation("covariance", u @ H, -(H @ u.T)),
            Equation("pair", v @ C, -(C @ u.T)),
            Equation("ones", u.T @ last, zero("d", "one")),
        ),
        (
            Chain(
                "u keeps the mean of the inputs, H last",
                u @ H @ last,
                (
                    Step(-(H @ u.T @ last), "u H = -H u^T", (Use("covariance"),)),
                    Step(zero("d", "one"), "the last row of u vanishes", (Use("ones"),)),
                ),
            ),
            Chain(
                "u_c keeps the mean label, C last",
                v @ C @ last,
                (
                    Step(-(C @ u.T @ last), "u_c C = -C u^T", (Use("pair"),)),
                    Step(zero("c", "one"), "the last row of u vanishes", (Use("ones"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="lemma-bias-row-dimension",
    title="Symmetries of a regression with bias",
    source="own lemma, linear regression; for L-conv, Theorem 1 and the row of ones",
    statement=r"Let $X$ hold $p$ inputs and a row of ones, $H = X X^\top$ invertible, and let the centred labels depend on the "
    r"centred inputs by a map of rank $c \le p$, $c$ the number of labels. The pairs that keep $H$, $C = Y X^\top$ and the row "
    r"of ones, that is with $u H + H u^\top = 0$, $u_c C + C u^\top = 0$ and the last row of $u$ zero, are a conjugate of $so(c "
    r"- 1) + so(p - c)$ if the mean label is not 0, and of $so(c) + so(p - c)$ if it is. They keep the mean input and the mean "
    r"label.",
    assumptions=(
        Assumption("ones", "the row of ones has to stay one of ones"),
        Assumption("mean label", "the mean label is 0 exactly where the labels count as centred"),
        Assumption("rank", "the centred map has rank $c$"),
        Assumption("full rank", "$H$ is invertible"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("ones", "the ones may become anything: so(2) + so(2)", lambda: _plain(**{"keeps ones": False})),
        Counterexample("mean label", "labels of mean (1, 0) that count as centred", lambda: _plain(centred=True)),
        Counterexample("rank", "x_1 + 1 as both labels", lambda: _plain(Y=_plain()["Y"][[0, 0]])),
        Counterexample("full rank", "x_3 replaced by x_1", lambda: _plain(X=_plain()["X"][[0, 1, 0, 3]])),
    ),
    derivation=derivation,
    uses=("eq13", "lemma-eq13-dimension"),
    proof=r"With the last row of $u$ zero, $u H + H u^\top = 0$ leaves $u = \begin{pmatrix} R & -R \mu \\ 0 & 0 \end{pmatrix}$ "
    r"with $R \Sigma + \Sigma R^\top = 0$ for the mean $\mu$ and the covariance $\Sigma$, which is a conjugate of $so(p)$. The "
    r"condition on $C$ splits into that on the centred moment, which leaves $so(c) + so(p - c)$ as without a bias, and $u_c \bar "
    r"y = 0$. The map being onto, $u_c$ is conjugate to the first summand, where keeping a vector other than 0 leaves $so(c - "
    r"1)$.",
)
