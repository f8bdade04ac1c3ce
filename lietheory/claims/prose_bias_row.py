"""The bias row: the symmetries that fix the row of ones are so(d - 1) about the mean, not so(d)."""

import numpy as np

from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.comparison import principal_angles
from lietheory.discovery import linear_regression_symmetries

claim = p.Claim(
    "bias-row",
    "The symmetries that fix the row of ones",
    after="cor1",
    source="L-conv, section 3.1",
    statement=r"For inputs of mean $\mu$ and invertible covariance $\Sigma$ on $\mathbb{R}^p$ with a row of ones appended, "
    r"$d = p + 1$, the $u$ with $u H u^\top = H$ that keep this row are $\begin{pmatrix} R & (I - R) \mu \\ 0 & 1 "
    r"\end{pmatrix}$ with $R \Sigma R^\top = \Sigma$: their algebra is conjugate to $so(p)$, of dimension "
    r"$p(p-1)/2$, and not $so(d)$. A generic element of Eq 15 destroys the row of ones.",
    uses=("cor1",),
    proof=r"Since the samples span $\mathbb{R}^d$, $u$ keeps the row of ones if and only if its last row is $e_d^\top$. The last "
    r"column of $u H u^\top = H$ then reads $R \mu + b = \mu$, and the remaining block $R \Sigma R^\top = \Sigma$. The "
    r"group of such $R$ is conjugate to $O(p)$ by $\Sigma^{1/2}$.",
)
claim.assume("covariance", r"$R \Sigma R^\top = \Sigma$")
claim.assume("centre", r"the translation is $(I - R) \mu$: the turn is about the mean")
claim.assume("spread", r"$\Sigma$ is invertible")
claim.assume("last row", r"the last row of $u$ is $(0, \dots, 0, 1)$")
claim.part("they keep mean and covariance", derived=True, formal=("bias_row_kept",))
claim.part("they keep the row of ones", formal=("bias_row_kept",))
claim.part("the dimension", formal=("bias_row_algebra", "bias_row_dimension"))
claim.explain(
    "If a row of ones is to stay a row of ones, the symmetries are rotations about the mean, one dimension fewer in size.",
    "Biases take away symmetries that the formula without them promises.",
    u=("d x d", "a group element acting on the space"),
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    mu=("p x 1", "the mean input"),
    Sigma=("p x p", "the covariance"),
)


def element(R: np.ndarray, b: np.ndarray) -> np.ndarray:
    """u = [[R, b], [0, 1]]."""
    top, n = np.hstack([R, b]), len(R)
    return np.vstack([top, (np.arange(n + 1) == n).astype(top.dtype) * top.dtype.type(1)])


def with_ones(X: np.ndarray) -> np.ndarray:
    """The inputs (p, n) with a row of ones below."""
    return np.vstack([X, np.ones((1, X.shape[1]), dtype=np.int64).astype(X.dtype)])


def second_moment(mean: np.ndarray, Sigma: np.ndarray) -> np.ndarray:
    """H = [[Sigma + mean mean^T, mean], [mean^T, 1]] of inputs with a row of ones."""
    return np.block([[Sigma + mean @ mean.T, mean], [mean.T, np.ones((1, 1), dtype=np.int64).astype(mean.dtype)]])


def keeping_ones(H: np.ndarray) -> np.ndarray:
    """A basis, as rows, of {L : L H + H L^T = 0 and the last row of L is zero}."""
    return p.constraint_null_space(lambda L: np.concatenate([L @ H + H @ L.T, L[-1:]]), H.shape, exact=is_exact(H))


@claim.residual
def residual(u, H, X):
    """Of u H u^T = H, of the kept row of ones, and of the dimension (d - 1)(d - 2)/2 of the elements that do both."""
    d, ones, whole = len(H), u[-1:] @ X - X[-1:], keeping_ones(H)
    missing = abs(len(whole) - (d - 1) * (d - 2) // 2)
    return max(p.relative(u @ H @ u.T - H, u, u, H), p.relative(ones, u, X), missing or _angle(X, whole))


def _angle(X, whole: np.ndarray) -> float:
    """The largest sine between these elements and the closed form of the library, where the inputs are floats."""
    if X.dtype == object or not len(whole):
        return 0
    generators = linear_regression_symmetries(X.T, bias_row=True).generators
    return float(np.sin(principal_angles(generators, whole)).max()) if len(generators) == len(whole) else 1.0


@claim.printed(
    "We absorb biases into the regression weights $A$ as the last row and append a row of 1 to the input.",
    remark="The right angle of $H = I$ turns the row $(1, 1)$ of ones into the inputs $(1, -1)$. The biases are the "
    "last column of $A$, not the last row. With a row of ones the data are not unbiased: the mean of that row "
    "is 1.",
)
def printed_form(general, X):
    """The row of ones under an element of the group of Corollary 1 against ones."""
    turned = general @ X
    return p.equal(turned[-1:], X[-1:], general, X)


def _instance(mean: np.ndarray, Sigma: np.ndarray, R: np.ndarray, X: np.ndarray, **changes: np.ndarray) -> p.Instance:
    b = mean - R @ mean
    sizes = {"p": len(R), "one": 1}
    parts = {"mean": mean, "Sigma": Sigma, "R": R, "b": b}
    return {"X": X, "H": second_moment(mean, Sigma), "u": element(R, b), "sizes": sizes} | parts | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """Inputs of any mean, a turn about it, and a generic element that preserves H as Corollary 1 has it."""
    n = int(rng.integers(2, 5))
    inputs = p.well_conditioned(rng, n) @ rng.standard_normal((n, 40)) + rng.standard_normal((n, 1))
    mean, X = inputs.mean(axis=1, keepdims=True), with_ones(inputs)
    Sigma = np.cov(inputs, bias=True).reshape(n, n)
    root, whole = np.linalg.cholesky(Sigma), np.linalg.cholesky(X @ X.T / 40)
    R = root @ p.orthogonal(rng, n) @ np.linalg.inv(root)
    general = whole @ p.orthogonal(rng, n + 1) @ np.linalg.inv(whole)
    return _instance(mean, Sigma, R, X, general=general)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """2 p inputs mean +- S e_i sqrt(p), up to the factor p in the covariance S S^T, with a rational turn of it."""
    S, mean = p.rational_invertible(rng, size), p.rational(rng.integers(-3, 4, (size, 1)))
    turn = S @ p.rational_orthogonal(rng, size)
    back = np.linalg.inv(S.astype(float)).round().astype(int)  # S is unimodular
    X = with_ones(np.hstack([mean + S, mean - S]))
    return _instance(mean, S @ S.T * p.rational(1, size), turn @ p.rational(back), X)


@claim.search
def smallest() -> p.Instances:
    """One input with the values 1 and -1, so that H = I, and the turns by 0 and by a right angle."""
    X = with_ones(p.rational(np.array([[1, -1]])))
    for cos, sin in ((1, 0), (0, 1)):
        yield {"X": X, "general": p.rational(np.array([[cos, -sin], [sin, cos]]))}


def _square(mean: float = 0.0, **changes: np.ndarray) -> p.Instance:
    """Inputs at (mean + 1, 0), (mean - 1, 0), (mean, 1), (mean, -1), turned by a right angle."""
    inputs = np.array([[mean + 1, mean - 1, mean, mean], [0.0, 0.0, 1.0, -1.0]])
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    return {**_instance(np.array([[mean], [0.0]]), np.eye(2) / 2, turn, with_ones(inputs)), **changes}


@claim.without("spread", "inputs on a line of the plane: dimension 2 instead of 1")
def _flat() -> p.Instance:
    """Inputs on a line of the plane: every shear that fixes the line keeps them."""
    inputs = np.array([[1.0, -1.0], [0.0, 0.0]])
    return _instance(np.zeros((2, 1)), np.diag([1.0, 0.0]), np.eye(2), with_ones(inputs))


@claim.without("last row", "a turn of an input into the bias, which preserves $H$")
def _generic() -> p.Instance:
    """An element of the group of Corollary 1 that turns an input into the bias: H = diag(1/2, 1/2, 1)."""
    half = np.sqrt(0.5)
    return _square(u=np.array([[0.0, 0.0, -half], [0.0, 1.0, 0.0], [1 / half, 0.0, 0.0]]))


@claim.derivation
def derivation() -> p.Derivation:
    R, Sigma, mean, b = p.matrix("R", "p"), p.matrix("Sigma", "p"), p.matrix("mean", "p", "one"), p.matrix("b", "p", "one")
    centre, covariance = p.Use("centre"), p.Use("covariance")
    moment = R @ (Sigma + mean @ mean.T) @ R.T + R @ mean @ b.T + b @ mean.T @ R.T + b @ b.T
    return p.derive(
        (p.Equation("covariance", R @ Sigma @ R.T, Sigma), p.Equation("centre", b, mean - R @ mean)),
        p.chain(
            r"the block $\Sigma + \mathrm{mean}\, \mathrm{mean}^\top$ of $H$ is kept by $x \mapsto R x + b$",
            moment,
            p.step(R @ Sigma @ R.T + mean @ mean.T, r"$b = (I - R)\, \mathrm{mean}$", centre, p.Use("centre", transposed=True)),
            p.step(Sigma + mean @ mean.T, "$R$ preserves the covariance", covariance),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("covariance", "a shear about the mean", lambda: _square(u=element(np.array([[1.0, 1], [0, 1]]), np.zeros((2, 1)))))
claim.without(
    "centre",
    "a right angle about the origin, for inputs of mean $(3, 0)$",
    lambda: _square(3.0, u=element(np.array([[0.0, -1.0], [1.0, 0.0]]), np.zeros((2, 1)))),
)


def _centred(X) -> bool:
    return bool(np.abs(X[:-1].sum(axis=1)).max() <= 1e-10 * np.abs(X).sum())


claim.reading(
    "the inputs have mean zero",
    hypothesis=_centred,
)
