"""An L-conv with a single generator is a graph convolution only if the weights of L_0 and L_1 are proportional."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import rank
from lietheory.representation import lie_convolution

claim = p.Claim(
    "gcn-most-restricted",
    "L-conv with one generator and graph convolutions",
    after="prop5",
    source="L-conv, section 2, before and after Proposition 5",
    statement=r"$h \mapsto h W^0 + L h W^1$ with $W^1 = c\, W^0$ is the graph convolution $A h W^0$ with $A = I + c L$. If "
    r"$L$ is no multiple of $I$ and $W^0$, $W^1$ are independent, it is a sum of two and no fewer terms $A_k h V_k$: an "
    r"L-conv with a single generator keeps the residual term of $L_0 = I$. The most restricted L-conv has no generator, "
    r"$n_L = 0$: it is the graph convolution with $A = I$.",
    uses=("eq6", "prop5"),
    proof=r"As a matrix from pairs of points to pairs of channels the layer is $\mathrm{vec}(I) \mathrm{vec}(W^0)^\top + "
    r"\mathrm{vec}(L) \mathrm{vec}(W^1)^\top$, of rank 2 if both pairs are independent; a graph convolution has rank 1.",
)
claim.assume("tied", r"$W^1 = c\, W^0$")
claim.assume("single", "there is one generator")
claim.assume("rule", r"$A = I + c L$")
claim.part("proportional weights", derived=True)
claim.part("two terms and no fewer otherwise")
claim.part("no generator")
claim.explain(
    "One generator with free weights is more than a graph convolution, by the identity's own weights.",
    "It says which layers the comparison with graph networks is about.",
    L=("n x d x d", r"the generators $L_1, \dots, L_n$"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    A=("d x d", "the propagation rule"),
    V=("a x e", "weights"),
)


def propagation_rules(L: np.ndarray, W: np.ndarray) -> int:
    """The least number of terms A_k h V_k that make the layer: 1 for a graph convolution.

    It is the rank of the layer's coefficients F_(mu e, nu c), read off unit features, as a matrix from the
    pairs (mu, nu) of the space to the pairs (c, e) of the channels.
    """
    d, (a, e) = L.shape[1], W.shape[1:]
    units = np.eye(d * a, dtype=np.int64).astype(W.dtype).reshape(d * a, d, a)
    out = lie_convolution(units, L, W).reshape(d, a, d, e)
    return rank(out.transpose(2, 0, 1, 3).reshape(d * d, a * e))


@claim.residual
def residual(L, V, W, A, h):
    """Of the graph convolution with A = I + c L, and the number of rules beyond one; and of n_L = 0, which is one with A = I."""
    stack = np.concatenate([V[None], W.reshape(-1, *V.shape)])
    generators = L.reshape(-1, *A.shape)
    terms = propagation_rules(generators, stack) - 1
    bare = propagation_rules(generators[:0], stack[:1]) - 1
    return max(p.relative(lie_convolution(h[None], generators, stack)[0] - A @ h @ V, A, h, V), abs(terms), abs(bare))


@claim.printed(
    "the most restricted L-conv based on 1D flow groups with a single generator are GCN.",
    remark="With one channel in and out the weights are proportional and every layer is a GCN; two nodes and two "
    "channels are the smallest layer that is not. Every GCN is an L-conv with one generator, see prop5; the "
    "converse is what fails.",
)
def printed_form(L, V, W):
    """The number of propagation rules of a layer with one generator and free weights against one."""
    return p.equal(propagation_rules(L[None], np.stack([V, W])), 1)


def _instance(L: np.ndarray, V: np.ndarray, c: float | Fraction, h: np.ndarray, **changes: np.ndarray) -> p.Instance:
    """W^0 = V and W^1 = c V."""
    d, (a, e) = len(L), V.shape
    A = np.eye(d, dtype=np.int64) + c * L
    return {"L": L, "V": V, "W": c * V, "c": c, "A": A, "h": h, "sizes": {"d": d, "a": a, "e": e}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d, a = (int(n) for n in rng.integers(1, 6, 2))
    return _instance(
        p.well_conditioned(rng, d), p.well_conditioned(rng, a), float(rng.uniform(-2, 2)), rng.standard_normal((d, a))
    )


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    L, h = (p.rational(rng.integers(-3, 4, (size, k)), 2) for k in (size, 2))
    V = p.rational(rng.integers(-3, 4, (2, 3)), 2)
    V[0, 0] += 10  # not zero
    L[0, 0] += 10
    return _instance(L, V, p.rational(int(rng.integers(0, 5)), 3), h)


@claim.search
def smallest() -> p.Instances:
    """One node, then a swap of two nodes; one channel, then two, each with its own one of the two weights."""
    for L in (p.rational(np.array([[1]])), p.rational(np.array([[0, 1], [1, 0]]))):
        for a in (1, 2):
            first, last = p.rational(np.diag([1, 0][:a])), p.rational(np.diag([0, 1][:a]) if a == 2 else np.eye(1, dtype=int))
            yield _instance(L, first, Fraction(1), p.rational(np.eye(len(L), a, dtype=int)), W=last)


def _swap(**changes: np.ndarray) -> p.Instance:
    """A swap of two nodes, two channels, W^0 = W^1 = 1."""
    return _instance(np.array([[0.0, 1.0], [1.0, 0.0]]), np.eye(2), 1.0, np.eye(2)) | changes


@claim.without("single", "a second generator with weights of its own")
def _two() -> p.Instance:
    """A second generator diag(1, -1), whose weights are not proportional to the first's."""
    L = np.array([[[0.0, 1.0], [1.0, 0.0]], [[1.0, 0.0], [0.0, -1.0]]])
    return _swap(L=L, W=np.stack([np.eye(2), np.diag([1.0, 0.0])]))


@claim.derivation
def derivation() -> p.Derivation:
    A, L, h = p.matrix("A", "d"), p.matrix("L", "d"), p.matrix("h", "d", "a")
    V, W, c = p.matrix("V", "a", "e"), p.matrix("W", "a", "e"), p.symbol("c")
    return p.derive(
        (p.Equation("tied", W, V * c), p.Equation("rule", A, p.identity("d") + L * c)),
        p.chain(
            "the layer with proportional weights",
            h @ V + L @ h @ W,
            p.step(h @ V + L @ h @ V * c, "$W^1 = c W^0$", "tied"),
            p.step(A @ h @ V, "$A = I + c L$", "rule"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "tied",
    "a swap of two nodes on the second channel and nothing on the first: the coefficients have rank 2",
    lambda: _swap(V=np.diag([1.0, 0.0]), W=np.diag([0.0, 1.0])),
)
claim.without("rule", "$A = L$, the residual term forgotten", lambda: _swap(A=np.array([[0.0, 1.0], [1.0, 0.0]])))
claim.reading(
    "$W^1$ is a multiple of $W^0$",
    hypothesis=lambda V, W: rank(np.stack([V.ravel(), W.ravel()])) == 1,
)
