"""Whether deep L-conv stays in the group: to the order of its error, and not exactly."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import so
from lietheory.representation import lie_convolution

claim = p.Claim(
    "deeper-group",
    "Deep layers and the group",
    after="multilayer-rate",
    source="L-conv, section 4, Results",
    statement=r"$l$ layers $h \mapsto h - \tfrac1l X h$ with $X$ skew make $M = (I - X / l)^l$, with $M^\top M = (I - "
    r"X^2 / l^2)^l$: no "
    r"element of $SO(d)$ unless $X = 0$, and at most $e^{|X|^2 / l} - 1$ away from $M^\top M = I$. Deep L-conv covers a "
    r"neighbourhood of "
    r"the group to $O(1 / l)$; with layers of Cayley's form it stays in it.",
    uses=("prop2", "lemma-cayley-depth"),
    proof=r"$(I - X / l)^\top (I - X / l) = (I + X / l)(I - X / l) = I - X^2 / l^2$, and the factors commute.",
)
claim.assume("skew", r"$X^\top = -X$")
claim.part("one layer", derived=True)
claim.part("many layers and the bound")
claim.explain(
    "Small explicit steps leave the group a little; many of them leave it less.",
    "Depth does not stay inside the group by itself.",
    X=("d x d", "a skew matrix"),
    l=("number", "of layers"),
)


def composed(X: np.ndarray, layers: int) -> np.ndarray:
    """The matrix of the layers, applied to unit features."""
    weights = np.array([[[1]], [[-1]]])
    out = np.eye(len(X), dtype=np.int64).astype(X.dtype)
    step = X * p.rational(1, layers) if X.dtype == object else X / layers
    for _ in range(layers):
        out = lie_convolution(out.T[:, :, None], step[None], weights)[:, :, 0].T
    return out


@claim.residual
def residual(X, layers):
    """Of M^T M against (I - X^2 / l^2)^l, and beyond the bound against I."""
    M, eye = composed(X, layers), np.eye(len(X), dtype=np.int64)
    square = X @ X * p.rational(1, layers**2) if X.dtype == object else X @ X / layers**2
    power = eye.astype(X.dtype)
    for _ in range(layers):
        power = power @ (eye - square)
    defect = p.relative(M.T @ M - power, power)
    if X.dtype == object:
        return defect
    return max(defect, float(np.linalg.norm(M.T @ M - eye, 2)) - (np.exp(np.linalg.norm(X, 2) ** 2 / layers) - 1) - 1e-12)


@claim.printed(
    "multi-layer L-conv is still encoding the same symmetry group $G$, only covering a larger portion of $G$",
    symbols={"allowance": lambda: 0},
    remark="Judged on rotations: whether what the layers compose to is a rotation.",
)
def printed_form(X, layers, allowance):
    """The distance of M^T M from I against what is allowed."""
    M = composed(X.astype(float), layers)
    return p.at_most(float(np.linalg.norm(M.T @ M - np.eye(len(X)), 2)), allowance)


def _instance(X: np.ndarray, layers: int) -> p.Instance:
    return {"X": X, "layers": layers, "sizes": {"d": len(X)}}


def sample(rng: np.random.Generator) -> p.Instance:
    d = int(rng.integers(2, 5))
    X = np.tensordot(rng.standard_normal(d * (d - 1) // 2), so(d).generators, axes=1)
    return _instance(X, int(2 ** rng.integers(0, 6)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    upper = np.triu(rng.integers(-2, 3, (size, size)), 1)
    return _instance(p.rational(upper - upper.T, 2), int(rng.integers(1, 4)))


@claim.premise
def premise(X, layers) -> bool:
    """The group is that of rotations: X is skew, of a size whose exponential floats hold."""
    return layers >= 1 and bool(p.relative(X + X.T, X) <= 1e-12 and np.linalg.norm(X.astype(float), 2) <= 10)


@claim.search
def smallest() -> p.Instances:
    """No rotation, then the unit rotation of the plane, by one layer and by two."""
    for scale in (0, 1):
        for layers in (1, 2):
            yield _instance(p.rational(scale * so(2).generators[0]), layers)


@claim.derivation
def derivation() -> p.Derivation:
    X = p.matrix("X", "d")
    layer = p.identity("d") - X
    return p.derive(
        (p.Equation("skew", X.T, -X),),
        p.chain(
            "one layer is off by $X^2$",
            layer.T @ layer,
            p.step((p.identity("d") + X) @ (p.identity("d") - X), "$X$ is skew", "skew"),
            p.step(p.identity("d") - X @ X, "multiply out"),
        ),
    )


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("skew", r"a boost, $X = \mathrm{diag}(1, -1)$, one layer", lambda: _instance(np.diag([1.0, -1.0]), 1))
claim.reading(
    "to the order of the error of the layers, $O(1 / l)$",
    symbol="allowance",
    to=lambda X, layers: float(np.exp(np.linalg.norm(X.astype(float), 2) ** 2 / layers) - 1),
)
