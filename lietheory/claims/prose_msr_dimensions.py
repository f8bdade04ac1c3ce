"""The comparison with MSR: vec(W) = U v needs s^2 rows, and U then has exactly the numbers of the generators."""

import numpy as np

from lietheory import proof as p
from lietheory.representation import lie_convolution

claim = p.Claim(
    "msr-dimensions",
    "The sizes in the comparison with MSR",
    after="regularizer-cost",
    source="L-conv, section 3, Comparison with MSR",
    statement=r"For $W \in \mathbb{R}^{s \times s}$, $\mathrm{vec}(W) = U v$ needs $U \in \mathbb{R}^{s^2 \times n}$ and "
    r"$v \in \mathbb{R}^n$. With the $n$ generators $L_k$ as columns, $U v$ is the L-conv of one channel with the weights $v$ "
    r"and $W^0 = 0$. $U$ has $n s^2$ numbers, exactly as many as $L \in \mathbb{R}^{n \times s \times s}$.",
    uses=("eq6",),
    proof=r"Row by row $\mathrm{vec}$ is linear, so $\mathrm{vec}(\sum_k v_k L_k) = \sum_k v_k\, \mathrm{vec}(L_k) = U v$. A "
    r"vector with $s^2$ entries is the product of a matrix with $s^2$ rows.",
    references=("Zhou, Knowles and Finn 2020, Meta-learning symmetries by reparameterization, arXiv:2007.02933",),
)
claim.assume("rows", "$U$ has $s^2$ rows, one for each entry of $W$")
claim.assume("order", "columns and $W$ are both read row by row")
claim.assume("identity", "$W^0 = 0$, since $I$ is not among the columns")
claim.part("entries of $U v$", derived=True)
claim.part("the count")
claim.explain(
    "Stacked as columns, generators are the symmetry matrix of the other method, with as many numbers.",
    "The comparison of sizes in the text is off.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    U=("s^2 x n", "the symmetry matrix"),
    v=("n", "filter weights"),
)


def symmetry_matrix(L: np.ndarray) -> np.ndarray:
    """U (s^2, n), whose columns are the generators row by row, so that vec(sum_k v_k L_k) = U v."""
    return L.reshape(len(L), -1).T


def layer_matrix(L, v_0, v) -> np.ndarray:
    """The matrix of the L-conv of one channel with the weights v, column by column of the identity."""
    weights = np.concatenate([v_0, v])
    eye = np.eye(L.shape[1], dtype=np.int64).astype(L.dtype)
    return lie_convolution(eye[..., None], L, weights[:, None, None])[..., 0].T


@claim.residual
def residual(U, v, L, v_0):
    """Of the sizes of vec(W) and U v, of the numbers in U and L, and of U v against the layer."""
    n, s, _ = L.shape
    sizes = abs(len(U) - s * s) + abs(U.shape[1] - n)
    if sizes:
        return sizes
    return max(abs(U.size - L.size), p.relative((U @ v).reshape(s, s) - layer_matrix(L, v_0, v), L, v))


@claim.printed(
    r"although the dimensionality of $U \in \mathbb{R}^{nd \times d}$ seems similar to our $L \in \mathbb{R}^{n "
    r"\times d \times d}$, the $L_i$ are $n$ matrices of shape $d \times d$, whereas $U$ has shape $(nd) \times "
    "d$ with many more parameters than $L$",
    symbols={"rows": lambda: lambda n, s: n * s},
    remark=r"$\mathrm{vec}(W)$ has $s^2$ entries and $U v$ has $s$: they agree for $s = 1$ alone. $(n d) d$ and $n d "
    "d$ are the same number. That L-conv has 'much fewer' weights than the $d$ filters of MSR holds for one "
    "input channel; from 32 to 32 channels with $n = 9$ it has 9216, more than $d = 784$.",
)
def printed_form(L, rows):
    """The entries of the L_i and one more against those of U."""
    n, s, _ = L.shape
    return p.at_most(n * s * s + 1, rows(n, s) * s)


def _instance(L: np.ndarray, v: np.ndarray, **changes: np.ndarray) -> p.Instance:
    i, j = (p.Index(name, "s") for name in "ij")
    letters = {"sizes": {"s": L.shape[1], "n": len(L)}, "free": {i: 0, j: L.shape[1] - 1}}
    return {"L": L, "v": v, "v_0": 0 * v[:1], "U": symmetry_matrix(L)} | letters | changes


def sample(rng: np.random.Generator) -> p.Instance:
    n, s = (int(k) for k in rng.integers((1, 1), (6, 6)))
    return _instance(rng.standard_normal((n, s, s)), rng.standard_normal(n))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return _instance(p.rational(rng.integers(-3, 4, (3, size, size)), 2), p.rational(rng.integers(-3, 4, 3)))


@claim.search
def smallest() -> p.Instances:
    """One generator of ones on s points, from s = 2: on one point all sizes are 1."""
    for s in range(2, 5):
        for n in (1, s, s * s):
            yield _instance(np.ones((n, s, s), dtype=np.int64), np.ones(n, dtype=np.int64))


def _shear(**changes: np.ndarray) -> p.Instance:
    """The generator E_12 with v = 1."""
    return {**_instance(np.array([[[0.0, 1.0], [0.0, 0.0]]]), np.ones(1)), **changes}


@claim.derivation
def derivation() -> p.Derivation:
    i, j, row, column = (p.Index(name, "s") for name in "ijpq")
    k = p.Index("k", "n")
    entry, v = p.component("L", k, row, column), p.component("v", k)
    return p.derive(
        (),
        p.chain(
            "entry $(i, j)$ of $U v$, read row by row, is that of the sum of the generators",
            (p.delta(i, row) * p.delta(j, column) * entry * v).summed(row, column, k),
            p.step(
                (p.delta(j, column) * p.component("L", k, i, column) * v).summed(column, k),
                r"$\delta(i, p)$ ends the sum over $p$",
            ),
            p.step((p.component("L", k, i, j) * v).summed(k), r"$\delta(j, q)$ ends the sum over $q$"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "rows", r"the printed $U$ of $2 \times 2$, whose $U v$ has 2 entries and $\mathrm{vec}(W)$ has 4", lambda: _shear(U=np.eye(2))
)
claim.without("order", "the generator $E_{12}$ read column by column", lambda: _shear(U=np.array([[0.0], [0.0], [1.0], [0.0]])))
claim.without("identity", "$W^0 = 1$", lambda: _shear(v_0=np.ones(1)))
claim.reading(
    r"$U$ has the $d^2$ rows that $\mathrm{vec}(W)$ needs",
    symbol="rows",
    to=lambda: lambda n, s: s * s,
)
