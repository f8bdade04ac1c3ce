"""What the regularisers of low-rank generators cost: traces of products, and the tables that closure needs."""

from collections.abc import Callable
from itertools import product
from math import prod
from typing import TypeVar

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket

claim = p.Claim(
    "regularizer-cost",
    "The cost of the regularisers",
    after="killing-orthogonality",
    source="L-conv, section 3, Learning the L_i",
    statement=r"For $n$ generators $L_i = U_i V_i$ of rank $r$ on $d$ points: all $\mathrm{tr}(L_i L_j) = "
    r"\mathrm{tr}(V_i U_j V_j U_i)$ take $n^2 r^2 (d + 1)$ multiplications. Closure needs the brackets seen from their span, "
    r"all $\langle L_k, [L_i, L_j] \rangle$, which take $n^2 r^2 (3 d + n r + n)$: of the order $n^2 r^2 d$ only while "
    r"$n r$ is at most of the order of $d$. Applying the generators takes $2 n r d$ for every sample and channel, so that for a "
    r"batch of $b$ samples of $m$ channels the traces cost $n r (d + 1) / (2 b m d)$ of it.",
    proof=r"$\mathrm{tr}(U_i V_i U_j V_j) = \mathrm{tr}(V_i U_j\, V_j U_i)$ is a sum over the entries of two $r \times r$ "
    r"matrices, $n^2$ of which take $r^2 d$ multiplications each. $\langle L_k, L_i L_j \rangle = \mathrm{tr}(V_k^\top "
    r"U_k^\top U_i V_i U_j V_j)$ takes the three tables $U_k^\top U_i$, $V_i U_j$, $V_j V_k^\top$, $n^3$ products of "
    r"$r \times r$ matrices and $n^3$ traces. A contraction of two arrays multiplies once for every value of all its indices.",
)
claim.assume("low rank", r"$L_i = U_i V_i$")
claim.assume("order", r"the products $V_i U_j$ are formed first, and no $d \times d$ matrix ever is")
claim.part("traces through small matrices", derived=True)
claim.part("inner products with products", derived=True)
claim.part("the counts")
claim.explain(
    "Checking closure from low-rank factors costs a known number of multiplications, once a step.",
    "It decides whether regularising the algebra is affordable.",
    U=("n x d x r", "decoders"),
    V=("n x r x d", "encoders"),
)


Array = TypeVar("Array")  # of NumPy, or of torch where it counts
Contraction = Callable[[str, Array, Array], Array]

PRODUCTS = "iad,jdb->ijab"
"""The matrices P_ij = V_i U_j of size d_h: n_L^2 d_h^2 d multiplications."""
TRACES = "ijab,jiba->ij"
"""tr(L_i L_j) = tr(P_ij P_ji), since the trace is cyclic: n_L^2 d_h^2."""
DECODERS, ENCODERS = "kda,idb->kiab", "jad,kbd->jkab"
"""U_k^T U_i and V_j V_k^T: n_L^2 d_h^2 d each."""
FOLDED, TRIPLES = "kiab,ijbc->kijac", "jkca,kijac->kij"
"""tr(L_k^T L_i L_j) = tr(V_j V_k^T U_k^T U_i P_ij): n_L^3 d_h^3, then n_L^3 d_h^2."""


class Tally:
    """Contractions of two arrays that count their multiplications: the product of the sizes of all their indices."""

    def __init__(self) -> None:
        self.multiplications = 0

    def __call__(self, spec: str, A: np.ndarray, B: np.ndarray) -> np.ndarray:
        first, second = spec.partition("->")[0].split(",")
        self.multiplications += prod(dict(zip(first + second, A.shape + B.shape, strict=True)).values())
        return np.einsum(spec, A, B)


def traces(contract: Contraction[Array], U: Array, V: Array) -> Array:
    """tr(L_i L_j) for all i and j, from the factors."""
    P = contract(PRODUCTS, V, U)
    return contract(TRACES, P, P)


def triples(contract: Contraction[Array], U: Array, V: Array) -> Array:
    """<L_k, L_i L_j> for all k, i, j, from the factors: minus its transpose in i and j, every bracket seen from the span."""
    folded = contract(FOLDED, contract(DECODERS, U, U), contract(PRODUCTS, V, U))
    return contract(TRIPLES, contract(ENCODERS, V, V), folded)


def dense_traces(contract: Contraction[Array], U: Array, V: Array) -> Array:
    """tr(L_i L_j) through the d x d matrices themselves."""
    L = contract("ida,iae->ide", U, V)
    return contract("ide,jed->ij", L, L)


def trace_count(n: int, r: int, d: int) -> int:
    """n^2 r^2 (d + 1)."""
    return n**2 * r**2 * (d + 1)


def triple_count(n: int, r: int, d: int) -> int:
    """n^2 r^2 (3 d + n r + n)."""
    return n**2 * r**2 * (3 * d + n * r + n)


@claim.residual
def residual(U, V, L, order):
    """Of both tables against the dense generators, and of both counts against their formulas."""
    n, d, r = U.shape
    paired, tripled = Tally(), Tally()
    T = (traces if order == "factors" else dense_traces)(paired, U, V)
    S = triples(tripled, U, V)
    counts = abs(paired.multiplications - trace_count(n, r, d)) + abs(tripled.multiplications - triple_count(n, r, d))
    brackets = bracket(L[:, None], L[None])
    defects = (T - np.einsum("ide,jed->ij", L, L), S - S.swapaxes(1, 2) - np.einsum("kde,ijde->kij", L, brackets))
    return max(counts, *(p.relative(defect, U, V, L, L) for defect in defects))


def excess(n: int, r: int, d: int) -> float:
    """By how much the triples exceed four times n^2 r^2 d, relative to it: above 0 where n (r + 1) > d."""
    return max(0.0, triple_count(n, r, d) / (4 * n**2 * r**2 * d) - 1)


@claim.printed(
    "regularization also introduces an additional time complexity of $O(n_L^2 d_h^2 d)$",
    remark="Judged with the constant 4, three tables of $d$ terms and one for the rest. The regulariser is paid once "
    "a step, learning once a sample and channel: with $n_L = 8$, $d_h = 16$ and batches of 32 grey images the "
    "traces cost twice the application of the generators, with colour images two thirds of it. $n_l$ in print "
    "is $n_L$. Orthonormalising the span first, for a penalty free of the basis, takes the dense $n_L^2 d^3$.",
)
def printed_form(U):
    """The multiplications that closure takes against four times n^2 r^2 d."""
    n, d, r = U.shape
    return p.at_most(triple_count(n, r, d), 4 * n**2 * r**2 * d)


def _instance(U: np.ndarray, V: np.ndarray, **changes: object) -> p.Instance:
    return {"U": U, "V": V, "L": U @ V, "order": "factors"} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    n, d = (int(k) for k in rng.integers((2, 2), (6, 12)))
    r = int(rng.integers(1, d))
    return _instance(rng.standard_normal((n, d, r)), rng.standard_normal((n, r, d)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    n, r = int(rng.integers(2, 4)), int(rng.integers(1, size))
    given = _instance(rng.integers(-3, 4, (n, size, r)), rng.integers(-3, 4, (n, r, size)))
    letters = {f"{name}_{k + 1}": given[name][k % n] for name in ("U", "V", "L") for k in range(3)}
    return {**given, **letters, "sizes": {"d": size, "r": r}}


@claim.search
def smallest() -> p.Instances:
    """Spaces of d points, d_h below d, n_L at most d^2: the smallest first."""
    for d in range(2, 5):
        for r, n in product(range(1, d), range(1, d * d + 1)):
            yield _instance(np.ones((n, d, r), dtype=np.int64), np.ones((n, r, d), dtype=np.int64))


def _small(**changes: object) -> p.Instance:
    """Two generators of rank 1 on four points."""
    rng = np.random.default_rng(0)
    return {**_instance(rng.standard_normal((2, 4, 1)), rng.standard_normal((2, 1, 4))), **changes}


claim.tie(
    {
        "factors of L_1": "low rank",
        "factors of L_2": "low rank",
        "factors of L_3": "low rank",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    U, V, L = (
        {k: p.matrix(f"{name}_{k}", *shape) for k in (1, 2, 3)} for name, *shape in (("U", "d", "r"), ("V", "r", "d"), ("L", "d"))
    )
    factors = {k: p.Equation(f"factors of L_{k}", L[k], U[k] @ V[k]) for k in (1, 2, 3)}
    uses = {k: p.Use(equation.name) for k, equation in factors.items()}
    return p.derive(
        tuple(factors.values()),
        p.chain(
            "the trace of two generators, through matrices of size $r$",
            p.Trace(L[1] @ L[2]),
            p.step(p.Trace(U[1] @ V[1] @ U[2] @ V[2]), "the factors of both", uses[1], uses[2]),
            p.step(p.Trace(V[1] @ U[2] @ V[2] @ U[1]), "the trace is cyclic"),
        ),
        p.chain(
            "the inner product of a generator with the product of two, through matrices of size $r$",
            p.Trace(L[3].T @ L[1] @ L[2]),
            p.step(
                p.Trace(V[3].T @ U[3].T @ U[1] @ V[1] @ U[2] @ V[2]),
                "the factors of all three",
                uses[1],
                uses[2],
                p.Use(factors[3].name, transposed=True),
            ),
            p.step(p.Trace((V[2] @ V[3].T) @ (U[3].T @ U[1]) @ (V[1] @ U[2])), "the trace is cyclic"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("low rank", "generators that are not the products of the factors", lambda: _small(L=np.array([np.eye(4)] * 2)))
claim.without("order", r"the $d \times d$ matrices first: 96 multiplications instead of 20", lambda: _small(order="dense"))


def _few(rng: np.random.Generator) -> p.Instance:
    """Few generators of low rank on many points."""
    n, r = (int(k) for k in rng.integers((2, 1), (5, 4)))
    d = 2 * n * r + int(rng.integers(0, 9))
    return _instance(rng.standard_normal((n, d, r)), rng.standard_normal((n, r, d)))


def _fits(U) -> bool:
    n, d, r = U.shape
    return 2 * n * r <= d


claim.reading(
    r"the generators together have at most half as many columns as there are points, $2 n_L d_h \le d$, as in "
    "the experiments",
    hypothesis=_fits,
    draw=_few,
)
