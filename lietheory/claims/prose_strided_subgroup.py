"""A convolution with stride s is equivariant under the shifts by multiples of s, and for most kernels under no others."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import rank
from lietheory.representation import lie_convolution
from lietheory.representation.shifts import shift, shift_generators

claim = p.Claim(
    "strided-subgroup",
    "Strides and subgroups",
    after="parameter-counts",
    source="L-conv, section 4, Pooling on L-conv",
    statement=r"Let $F = D T$ be a circular convolution $T$ on $d$ points, of which $D$ keeps every $s$-th value, $s \mid "
    r"d$. Then $F C^{m s} = R^m F$, with $R$ the shift of the $d / s$ outputs. If $T$ is invertible, $F C^k = M F$ for a "
    r"matrix $M$ only if $s \mid k$: otherwise all $d / s$ outputs of the shifted features are new. So the outputs are "
    r"equivariant exactly under the subgroup of shifts by multiples of $s$.",
    uses=("eq1", "eq10"),
    proof=r"$T$ commutes with $C$, and the $j$-th row of $D C^{m s}$ is that of $D$ before it by $m$. $F C^k = D C^k T$ has "
    r"the rows of $D C^k$, unit vectors at the points $j s - k$, times the invertible $T$; for $s \nmid k$ none of them is "
    r"among the points $j s$.",
    references=("Cohen and Welling 2016, Group equivariant convolutional networks, section 6.3",),
)
claim.assume("circular", "the convolution and the shifts are circular")
claim.assume("divides", "$s$ divides $d$")
claim.assume("invertible", "$T$ is invertible; it need not be for the first equation")
claim.part("equivariant under multiples of $s$", derived=True)
claim.part("and under no others")
claim.explain(
    "Keeping every second output leaves the even shifts as symmetries, and for most kernels no others.",
    "Pooling changes the group of a network.",
    h=("d x m", "features: $d$ points, $m$ channels"),
    W=("(n + 1) x a x e", "weights, one matrix a generator and one for the identity"),
    s=("number", "the stride"),
)


def strided(W, d, s, boundary, h: np.ndarray) -> np.ndarray:
    """Every s-th value of the convolution sum_k S_k h W^k, for features (batch, d, 1)."""
    S = shift_generators((d,), range(len(W)), boundary)[1:]
    return lie_convolution(h, S, W)[:, ::s]


def as_matrix(d, W, s, boundary, k: int) -> np.ndarray:
    """The strided layer after the features have been shifted by k."""
    units = np.eye(d, dtype=np.int64).astype(W.dtype)
    return strided(W, d, s, boundary, shift(units, k, (d,), boundary).T[:, :, None])[:, :, 0].T


def new_rows(d, W, s, boundary, k: int) -> int:
    """How many outputs of the shifted layer are no combinations of its outputs: 0 if and only if some matrix on them does it."""
    still = as_matrix(d, W, s, boundary, 0)
    return rank(np.vstack([still, as_matrix(d, W, s, boundary, k)])) - rank(still)


@claim.residual
def residual(h, d, s, m, k, W, boundary):
    """Of equivariance under the shift by m s, which acts on the outputs as one by m; of the new outputs for the shift by k."""
    out = strided(W, d, s, boundary, h[None])[0]
    moved = strided(W, d, s, boundary, shift(h, m * s, (d,), boundary)[None])[0] - shift(out, m, (len(out),), boundary)
    expected = 0 if k % s == 0 else len(out)
    return max(p.relative(moved, h, W), abs(new_rows(d, W, s, boundary, k) - expected))


@claim.printed(
    r"strides are subsampling the group to a subgroup $H \subset G$, resulting in outputs which are equivariant "
    "only under $H$ and not the full $G$",
    exact=True,
    remark="Judged as a statement about the layer with all its kernels, of which an invertible one decides. Single "
    "kernels that are not invertible may be equivariant under more; the sum over all points is, under every "
    "shift. With zero padding, or a stride that does not divide the number of points, not even $H$ is left.",
)
def printed_form(d, W, s, boundary, k):
    """Whether the outputs are equivariant under the shift by k, and whether k is a multiple of s."""
    return p.same_truth(new_rows(d, W, s, boundary, k) == 0, k % s == 0)


def _instance(d: int, s: int, W: np.ndarray, h: np.ndarray, m: int, k: int, **changes: object) -> p.Instance:
    return {"d": d, "s": s, "W": W, "h": h, "m": m, "k": k, "boundary": "circular"} | changes


def letters(d: int, s: int, W: np.ndarray) -> p.Instance:
    """D takes every s-th value, T is the convolution, C the shift by s, R the shift of the outputs by one."""
    S = shift_generators((d,), range(len(W)), "circular")
    (C,), (R,) = shift_generators((d,), [s], "circular"), shift_generators((d // s,), [1], "circular")
    T = np.tensordot(W.ravel(), S.astype(object), axes=1)
    return {"D": np.eye(d, dtype=np.int64)[::s], "T": T, "C": C, "R": R, "sizes": {"d": d, "e": d // s}}


def dominant(W: np.ndarray) -> np.ndarray:
    """The kernel with its centre enlarged, so that the convolution is invertible."""
    W = W.copy()
    W[0, 0, 0] += np.abs(W).sum() + 1
    return W


def sample(rng: np.random.Generator) -> p.Instance:
    s, outputs, taps = (int(n) for n in rng.integers(1, (4, 4, 4)))
    d = s * outputs
    W, h = dominant(rng.standard_normal((taps, 1, 1))), rng.standard_normal((d, 1))
    return _instance(d, s, W, h, int(rng.integers(-3, 4)), int(rng.integers(-d, d + 1)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    d, s = 2 * size, int((2, size)[rng.integers(2)])
    W, h = dominant(p.rational(rng.integers(-3, 4, (3, 1, 1)), 2)), p.rational(rng.integers(-3, 4, (d, 1)), 2)
    return _instance(d, s, W, h, int(rng.integers(-2, 3)), int(rng.integers(-d, d + 1)), **letters(d, s, W))


@claim.premise
def premise(d, W, s, boundary) -> bool:
    """A circle of points that the stride divides, and a kernel that decides: the convolution is invertible."""
    return boundary == "circular" and d % s == 0 and rank(as_matrix(d, W, 1, boundary, 0)) == d


@claim.search
def smallest() -> p.Instances:
    """Circular lines of d points, every stride that divides d, every shift, the kernel (3, 1)."""
    for d in range(1, 7):
        for s in (s for s in range(1, d + 1) if d % s == 0):
            for k in range(d):
                yield _instance(d, s, np.array([[[3]], [[1]]]), np.ones((d, 1), dtype=int), 1, k)


def _four(**changes: object) -> p.Instance:
    """Four points, stride 2, the kernel (3, 1), the features 1, 2, 3, 4, a shift by 1."""
    return _instance(4, 2, np.array([[[3.0]], [[1.0]]]), np.arange(1.0, 5.0)[:, None], 1, 1) | changes


claim.tie(
    {
        "convolution": "circular",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    D, T, C, R = p.matrix("D", "e", "d"), p.matrix("T", "d"), p.matrix("C", "d"), p.matrix("R", "e")
    return p.derive(
        (p.Equation("convolution", T @ C, C @ T), p.Equation("divides", D @ C, R @ D)),
        p.chain(
            "the shift by $s$ before the layer is the shift by one after it",
            D @ T @ C,
            p.step(D @ C @ T, "a circular convolution commutes with shifts", "convolution"),
            p.step(R @ D @ T, "every $s$-th value after a shift by $s$ is the next one", "divides"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("circular", "four points padded with zeros, stride 2", lambda: _four(boundary="zero"))
claim.without(
    "divides", "three points, stride 2", lambda: _instance(3, 2, np.array([[[3.0]], [[1.0]]]), np.arange(1.0, 4.0)[:, None], 1, 0)
)
claim.without(
    "invertible",
    "the kernel $(1, 1, 1, 1)$ on four points, a constant output that every shift keeps",
    lambda: _four(W=np.ones((4, 1, 1))),
)
