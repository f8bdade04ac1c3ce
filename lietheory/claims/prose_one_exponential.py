"""One exponential for an element of the identity component: near the identity always, elsewhere not."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.algebra import sl, so
from lietheory.arrays import is_exact
from lietheory.representation import exponential

claim = p.Claim(
    "one-exponential",
    "Elements of the identity component as one exponential",
    after="exponential-surjective",
    source="L-conv, section 1, after Eq 2",
    statement=r"Every real matrix $u$ with $|u - I| < 1$ is $\exp(X)$ with $X = \sum_{k \ge 1} (-1)^{k+1} (u - I)^k / "
    r"k$; if $u$ is in a "
    r"closed group and near enough to $I$, $X$ is in its Lie algebra. Farther away the identity component has elements "
    r"that are no "
    r"exponential, such as $\mathrm{diag}(-2, -\tfrac12)$ in $SL(2, \mathbb{R})$.",
    uses=("exponential-surjective",),
    proof=r"The series of $\log(1 + y)$ converges for $|y| < 1$ and is inverse to that of $\exp$.",
)
claim.assume("near", "$|u - I| < 1$ in the operator norm, and for exact $u$, $(u - I)^d = 0$")
claim.part("near the identity")
claim.part("elsewhere")
claim.explain(
    "Near the identity every element is one exponential; farther away some are none.",
    "Coordinates of the algebra are local.",
    u=("d x d", "a group element acting on the space"),
    X=("d x d", "the logarithm"),
)


def series(u: np.ndarray) -> np.ndarray:
    """The series of log u: ended by nilpotency for exact u, by rounding for others."""
    y = u - np.eye(len(u), dtype=np.int64)
    power, total = y, y
    for k in range(2, len(u) + 1 if is_exact(u) else 400):
        power = power @ y
        total = total + power * (p.rational((-1) ** (k + 1), k) if is_exact(u) else (-1) ** (k + 1) / k)
    return total


@claim.residual
def residual(u):
    """Of the exponential of the series against u."""
    X = series(u)
    return p.relative((p.exponential_of_nilpotent(X) if is_exact(u) else exponential(X)) - u, u)


@claim.printed(
    r"For elements $u \in G_I$ in the connected component $G_I \subset G$ containing the identity, an exponential map "
    r"$\exp : \mathfrak{g} \to G_I$ can be defined such that $u = \exp[t \cdot L]$.",
    remark="Products of exponentials reach every element of the identity component, one exponential does not: "
    r"$\mathrm{diag}(-2, -\tfrac12)$ has no real logarithm.",
)
def printed_form(u):
    """Whether u has a real logarithm; a matrix of floats is a rational one, far from I too, where the series diverges."""
    return p.same_truth(p.unpaired_blocks(u if is_exact(u) else np.vectorize(Fraction, otypes=[object])(u)) == 0, True)


def sample(rng: np.random.Generator) -> p.Instance:
    """Elements of SO(n), SL(n, R) and GL(n) at a distance of at most 0.8."""
    n = int(rng.integers(2, 5))
    y = rng.standard_normal((n, n))
    return {"u": np.eye(n) + 0.8 * rng.uniform() * y / np.linalg.norm(y, 2)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    return {"u": p.rational(np.eye(size, dtype=int)) + p.nilpotent(rng, size)}


@claim.premise
def premise(u) -> bool:
    """u is in the identity component of the invertible matrices."""
    return bool(np.linalg.det(u.astype(float)) > 0)


@claim.search
def smallest() -> p.Instances:
    """Rotations by right angles, unit shears, and elements of SL(2, R) with negative eigenvalues."""
    yield {"u": np.eye(2, dtype=np.int64)}
    yield {"u": np.eye(2, dtype=np.int64) + sl(2).generators[0]}
    yield {"u": so(2).generators[0]}
    yield {"u": np.array([[-1, 1], [0, -1]])}
    yield {"u": np.array([[-2, 0], [0, p.rational(-1, 2)]], dtype=object)}


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "near",
    r"$\mathrm{diag}(-2, -1/2)$, whose exact series ends without a logarithm",
    lambda: {"u": p.rational(np.diag([-4, -1]), 2)},
)


def _near(u) -> bool:
    return bool(np.linalg.norm(u.astype(float) - np.eye(len(u)), 2) <= 0.9)


claim.reading("$u$ is near the identity", hypothesis=_near, draw=sample)
