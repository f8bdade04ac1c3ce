"""Eq 12: a graph convolution is an explicit Euler step of the flow of (A - I) / delta t, and not the flow."""

from fractions import Fraction

import numpy as np

from lietheory import proof as p
from lietheory.arrays import is_exact
from lietheory.representation import exponential

claim = p.Claim(
    "eq12",
    "A graph convolution is an Euler step",
    after="prop4",
    source="L-conv, Eq 12",
    statement=r"$h + \delta t\, L h = A h$ for $L = \lambda (A - I)$, $\lambda = 1 / \delta t$: $A$ is the explicit Euler "
    r"step of $dh/dt = L h$, and not its flow, which it misses by $|\exp(\delta t\, L) - A| \le \tfrac12 |A - I|^2 e^{|A - "
    "I|}$ in the operator norm, of second order in $|A - I|$.",
    proof=r"The exponential series after its first two terms is at most $\sum_{k \ge 2} |X|^k / k! \le \tfrac12 |X|^2 e^{|X|}$ "
    r"for $X = \delta t\, L = A - I$.",
)
claim.assume("generator", r"$L = (A - I) / \delta t$")
claim.assume("operator norm", r"$|X Y| \le |X| |Y|$")
claim.assume("step", r"$\delta t \neq 0$", unsharp="without it $L$ is not defined, so that no instance could be drawn")
claim.part("the Euler step", derived=True)
claim.part("the distance from the flow")
claim.explain(
    "Multiplying by $A$ is one explicit step of a linear flow, and near its solution only if $A$ is near the identity.",
    "It ties graph convolutions to flows, with an error that is stated.",
    A=("d x d", "a matrix on the points"),
    h=("d x m", "features: $d$ points, $m$ channels"),
    lambda_=("number", r"the rate, $1 / \delta t$"),
)

SHEAR = np.array([[1.0, 1.0], [0.0, 1.0]])
"""The X of the rate: |exp(h X) - I - h X| = h^2 |X^2| / 2 + O(h^3), and X^2 = ((1, 2), (0, 1)) has the norm 1 + sqrt(2)."""


def operator_norm(X: np.ndarray) -> float:
    return float(np.linalg.norm(X, 2))


def largest_entry(X: np.ndarray) -> float:
    return float(np.abs(X).max())


def euler_defect(A, h, step, L: np.ndarray):
    """h + delta t L h - A h."""
    return p.relative(h + step * (L @ h) - A @ h, A, h)


def excess(A, norm, L, step) -> float:
    """By how much |exp(delta t L) - A| exceeds |A - I|^2 e^|A - I| / 2."""
    distance = norm(A - np.eye(len(A)))
    return max(0.0, norm(exponential(L, step) - A) - distance**2 * np.exp(distance) / 2)


@claim.residual
def residual(A, h, step, L, norm):
    """Of the Euler step, and where the numbers are floats of the bound on its distance from the flow."""
    defect = euler_defect(A, h, step, L)
    return defect if is_exact(A) else max(defect, excess(A, norm, L, step))


@claim.printed(
    r"$h(t + \delta t) = Ah_{\nu}(t) \Rightarrow \frac{dh(t)}{dt} = \lambda(A - I)h(t)$ ... where $\lambda = \delta "
    "t/dt$ sets the time scale.",
    symbols={"scale": lambda step: step},
    remark=r"Judged in units of $dt$, $\lambda = \delta t$. It holds only where the step is the unit of time; a ratio "
    r"of two times has no unit, while a generator has that of 1 / time. The index $\nu$ of $h$ is dangling. $A$ "
    r"lies on the flow's group only if it has a real logarithm, which a swap of two nodes ($\det = -1$) has "
    "not.",
)
def printed_form(A, step, h, scale):
    """h + delta t lambda (A - I) h, the Euler step of the equation, against A h."""
    L = scale * (A - np.eye(len(A), dtype=np.int64))
    return p.equal(h + step * (L @ h), A @ h, A, h)


def _instance(A: np.ndarray, h: np.ndarray, step: float | Fraction, **changes: object) -> p.Instance:
    given = {
        "A": A,
        "h": h,
        "step": step,
        "L": (A - np.eye(len(A), dtype=np.int64).astype(A.dtype)) / step,
        "norm": operator_norm,
    }
    return given | {"sizes": {"d": len(A), "a": h.shape[1]}} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    d = int(rng.integers(1, 6))
    A = np.eye(d) + np.exp(rng.uniform(-4, 0.5)) * rng.standard_normal((d, d))
    return _instance(A, rng.standard_normal((d, 2)), np.exp(rng.uniform(-2, 2)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    A, h = (p.rational(rng.integers(-4, 5, s), 3) for s in ((size, size), (size, 2)))
    return _instance(A, h, Fraction(int(rng.integers(1, 9)), 4))


@claim.search
def smallest() -> p.Instances:
    """One node, h = 1, A from 0 up, a step of one unit of time before one of two."""
    for step in (1, 2):
        for entry in range(3):
            yield _instance(p.rational(np.array([[entry]])), p.rational(np.array([[1]])), Fraction(step))


def _constant(**changes: object) -> p.Instance:
    """A = I + E for the 3 x 3 matrix E of ones: |E| = 3, while its largest entry is 1."""
    return _instance(np.eye(3) + np.ones((3, 3)), np.ones((3, 1)), 2.0, **changes)


@claim.derivation
def derivation() -> p.Derivation:
    A, L, h, step = p.matrix("A", "d"), p.matrix("L", "d"), p.matrix("h", "d", "a"), p.symbol("step")
    generator = p.Equation("generator", L, (A - p.identity("d")) * step.reciprocal())
    return p.derive(
        (generator, p.NonZero("step", step)),
        p.chain(
            "the graph convolution is an Euler step",
            h + L @ h * step,
            p.step(h + (A - p.identity("d")) @ h, r"the generator is $L = (A - I) / \delta t$", "generator"),
            p.step(A @ h, "the products with $I$ cancel"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("generator", r"$\lambda = \delta t = 2$, $A = I + E$", lambda: _constant(L=2.0 * np.ones((3, 3))))
claim.without("operator norm", "the largest entry as norm, $A = I + E$", lambda: _constant(norm=largest_entry))
claim.rate(
    "the $h$ of $A = I + h X$",
    lambda h: operator_norm(exponential(SHEAR, h) - np.eye(2) - h * SHEAR),
    tuple(2.0**-k for k in range(2, 10)),
    order=2,
    constant=(1 + np.sqrt(2)) / 2,
)
claim.reading(
    r"$\lambda$ is $1 / \delta t$, and the derivative a difference quotient",
    symbol="scale",
    to=lambda step: 1 / step,
)
