"""The bias row: keeping the row of ones leaves so(d - 1) about the mean, not so(d)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.algebra import null_space
from lietheory.comparison import principal_angles
from lietheory.discovery import linear_regression_symmetries
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import orthogonal, rational, rational_invertible, rational_orthogonal, relative, well_conditioned
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix


def element(R: np.ndarray, b: np.ndarray) -> np.ndarray:
    """u = [[R, b], [0, 1]]."""
    top, p = np.hstack([R, b]), len(R)
    return np.vstack([top, (np.arange(p + 1) == p).astype(top.dtype) * top.dtype.type(1)])


def with_ones(X: np.ndarray) -> np.ndarray:
    """The inputs (p, n) with a row of ones below."""
    return np.vstack([X, np.ones((1, X.shape[1]), dtype=np.int64).astype(X.dtype)])


def second_moment(mean: np.ndarray, Sigma: np.ndarray) -> np.ndarray:
    """H = [[Sigma + mean mean^T, mean], [mean^T, 1]] of inputs with a row of ones."""
    return np.block([[Sigma + mean @ mean.T, mean], [mean.T, np.ones((1, 1), dtype=np.int64).astype(mean.dtype)]])


def keeping_ones(H: np.ndarray) -> np.ndarray:
    """A basis, as rows, of {L : L H + H L^T = 0 and the last row of L is zero}."""
    d = len(H)
    units = np.eye(d * d, dtype=np.int64).astype(H.dtype).reshape(-1, d, d)
    images = units @ H
    conditions = np.concatenate([(images + images.swapaxes(1, 2)).reshape(d * d, -1), units[:, -1]], axis=1)
    return null_space(conditions.T)


def residual(instance: Instance):
    """Of u H u^T = H, of the kept row of ones, and of the dimension p(p - 1)/2 of the elements that do both."""
    u, H, p = instance["u"], instance["H"], len(instance["H"]) - 1
    ones = u[-1:] @ instance["X"] - instance["X"][-1:]
    whole = keeping_ones(H)
    missing = abs(len(whole) - p * (p - 1) // 2)
    found = missing or _angle(instance, whole)
    return max(relative(u @ H @ u.T - H, u, u, H), relative(ones, u, instance["X"]), found)


def _angle(instance: Instance, whole: np.ndarray) -> float:
    """The largest sine between these elements and the closed form of the library, where the inputs are floats."""
    X = instance["X"]
    if X.dtype == object or not len(whole):
        return 0
    found = linear_regression_symmetries(X.T, bias_row=True).generators
    return float(np.sin(principal_angles(found, whole)).max()) if len(found) == len(whole) else 1.0


def printed_residual(instance: Instance):
    """The row of ones under an element of the printed group, which preserves H."""
    turned = instance["general"] @ instance["X"]
    return relative(turned[-1:] - instance["X"][-1:], instance["general"], instance["X"])


def _instance(mean: np.ndarray, Sigma: np.ndarray, R: np.ndarray, X: np.ndarray, **changes: np.ndarray) -> Instance:
    b = mean - R @ mean
    sizes = {"p": len(R), "one": 1}
    parts = {"mean": mean, "Sigma": Sigma, "R": R, "b": b}
    return {"X": X, "H": second_moment(mean, Sigma), "u": element(R, b), "sizes": sizes} | parts | changes


def sample(rng: np.random.Generator) -> Instance:
    """Inputs of any mean, a turn about it, and a generic element that preserves H as Corollary 1 has it."""
    p = int(rng.integers(2, 5))
    inputs = well_conditioned(rng, p) @ rng.standard_normal((p, 40)) + rng.standard_normal((p, 1))
    mean, X = inputs.mean(axis=1, keepdims=True), with_ones(inputs)
    Sigma = np.cov(inputs, bias=True).reshape(p, p)
    root, whole = np.linalg.cholesky(Sigma), np.linalg.cholesky(X @ X.T / 40)
    R = root @ orthogonal(rng, p) @ np.linalg.inv(root)
    general = whole @ orthogonal(rng, p + 1) @ np.linalg.inv(whole)
    return _instance(mean, Sigma, R, X, general=general)


def exact(rng: np.random.Generator, size: int) -> Instance:
    """2 p inputs mean +- S e_i sqrt(p), up to the factor p in the covariance S S^T, with a rational turn of it."""
    S, mean = rational_invertible(rng, size), rational(rng.integers(-3, 4, (size, 1)))
    turn = S @ rational_orthogonal(rng, size)
    back = np.linalg.inv(S.astype(float)).round().astype(int)  # S is unimodular
    X = with_ones(np.hstack([mean + S, mean - S]))
    return _instance(mean, S @ S.T * rational(1, size), turn @ rational(back), X)


def smallest() -> Iterator[Instance]:
    """One input with the values 1 and -1, so that H = I, and the turns by 0 and by a right angle."""
    X = with_ones(rational(np.array([[1, -1]])))
    for cos, sin in ((1, 0), (0, 1)):
        yield {"X": X, "general": rational(np.array([[cos, -sin], [sin, cos]]))}


def _square(mean: float = 0.0, **changes: np.ndarray) -> Instance:
    """Inputs at (mean + 1, 0), (mean - 1, 0), (mean, 1), (mean, -1), turned by a right angle."""
    inputs = np.array([[mean + 1, mean - 1, mean, mean], [0.0, 0.0, 1.0, -1.0]])
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return {**_instance(np.array([[mean], [0.0]]), np.eye(2) / 2, turn, with_ones(inputs)), **changes}


def _flat() -> Instance:
    """Inputs on a line of the plane: every shear that fixes the line keeps them."""
    inputs = np.array([[1.0, -1.0], [0.0, 0.0]])
    return _instance(np.zeros((2, 1)), np.diag([1.0, 0.0]), np.eye(2), with_ones(inputs))


def _generic() -> Instance:
    """An element of the group of Corollary 1 that turns an input into the bias: H = diag(1/2, 1/2, 1)."""
    half = np.sqrt(0.5)
    return _square(u=np.array([[0.0, 0.0, -half], [0.0, 1.0, 0.0], [1 / half, 0.0, 0.0]]))


def derivation() -> Derivation:
    R, Sigma, mean, b = matrix("R", "p"), matrix("Sigma", "p"), matrix("mean", "p", "one"), matrix("b", "p", "one")
    centre, covariance = Use("centre"), Use("covariance")
    moment = R @ (Sigma + mean @ mean.T) @ R.T + R @ mean @ b.T + b @ mean.T @ R.T + b @ b.T
    return Derivation(
        (Equation("covariance", R @ Sigma @ R.T, Sigma), Equation("centre", b, mean - R @ mean)),
        (
            Chain(
                "the block Sigma + mean mean^T of H is kept by x -> R x + b",
                moment,
                (
                    Step(R @ Sigma @ R.T + mean @ mean.T, "b = (I - R) mean", (centre, Use("centre", transposed=True))),
                    Step(Sigma + mean @ mean.T, "R preserves the covariance", (covariance,)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="bias-row",
    title="What the row of ones leaves of the symmetry",
    source="L-conv, section 3.1",
    statement=r"For inputs of mean $\mu$ and invertible covariance $\Sigma$ on $\mathbb{R}^p$ with a row of ones appended, "
    r"$d = p + 1$, the $u$ with $u H u^\top = H$ that keep this row are $\begin{pmatrix} R & (I - R) \mu \\ 0 & 1 "
    r"\end{pmatrix}$ with $R \Sigma R^\top = \Sigma$: their algebra is conjugate to $so(p)$, of dimension "
    r"$p(p-1)/2$, and not $so(d)$. A generic element of Eq 15 destroys the row of ones.",
    assumptions=(
        Assumption("covariance", r"$R \Sigma R^\top = \Sigma$"),
        Assumption("centre", r"the translation is $(I - R) \mu$: the turn is about the mean"),
        Assumption("spread", r"$\Sigma$ is invertible"),
        Assumption("last row", r"the last row of $u$ is $(0, \dots, 0, 1)$"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample(
            "covariance", "a shear about the mean", lambda: _square(u=element(np.array([[1.0, 1], [0, 1]]), np.zeros((2, 1))))
        ),
        Counterexample(
            "centre",
            "a right angle about the origin, for inputs of mean (3, 0)",
            lambda: _square(3.0, u=element(np.array([[0.0, -1.0], [1.0, 0.0]]), np.zeros((2, 1)))),
        ),
        Counterexample("spread", "inputs on a line of the plane: dimension 2 instead of 1", _flat),
        Counterexample("last row", "a turn of an input into the bias, which preserves H", _generic),
    ),
    printed=Printed(
        r"We absorb biases into the regression weights $A$ as the last row and append a row of 1 to the input. ... The subgroup "
        r"of symmetries satisfying $u H u^\top = H$ form an orthogonal group isomorphic to $SO(d)$.",
        printed_residual,
        smallest,
        remark="The right angle of H = I turns the row (1, 1) of ones into the inputs (1, -1). The biases are the last column of "
        "A, not the last row. With a row of ones the data are not unbiased: the mean of that row is 1.",
    ),
    derivation=derivation,
    uses=("cor1",),
    proof=r"Since the samples span $\mathbb{R}^d$, $u$ keeps the row of ones if and only if its last row is $e_d^\top$. The last "
    r"column of $u H u^\top = H$ then reads $R \mu + b = \mu$, and the remaining block $R \Sigma R^\top = \Sigma$. The "
    r"group of such $R$ is conjugate to $O(p)$ by $\Sigma^{1/2}$.",
)
