"""Several outputs: a symmetry of the map is one of every output, and the sum of the outputs has more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory import algebra
from lietheory.algebra import inverse, rank, so
from lietheory.arrays import is_exact
from lietheory.claims.liegg_null_space import evidence
from lietheory.claims.liegg_null_space import residual as null_space_defect
from lietheory.discovery import null_space
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational_invertible, relative, well_conditioned
from lietheory.proof.normaliser import Equation, Use
from lietheory.proof.words import matrix, zero


def rows_of(instance: Instance, forms: np.ndarray) -> np.ndarray:
    """The evidence of the map (x . B_1 x, ..., x . B_m x), one row for every output at every point."""
    E = evidence({**instance, "jacobian": lambda x: jacobian(forms, x)})
    return E.astype(np.int64) if is_exact(instance["points"]) else E  # integers below 2^53 passed through float64 unchanged


def jacobian(forms: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The gradients (B_a + B_a^T) x, (n_samples, m, n)."""
    return np.einsum("aij,nj->nai", forms + forms.swapaxes(1, 2), points)


def residual(instance: Instance):
    """Of the null space of all rows being the symmetries, and of its being that of each output and within that of the sum."""
    if "summed" in instance:
        stacked = {**instance, "jacobian": lambda x: jacobian(instance["forms"].sum(axis=0, keepdims=True), x)}
    else:
        stacked = {**instance, "jacobian": lambda x: jacobian(instance["forms"], x)}
    return max(null_space_defect(stacked), _in_each(instance))


def _in_each(instance: Instance):
    """What the null space of all rows leaves of the rows of each output and of their sum."""
    forms, n = instance["forms"], instance["n"]
    rows = rows_of(instance, forms)
    common = _null(rows)
    if not len(common):
        return 0
    each = rows.reshape(-1, len(forms), n * n)  # one point after the other, and its outputs in order
    parts = np.concatenate([each, each.sum(axis=1, keepdims=True)], axis=1).reshape(-1, n * n)
    return relative(parts.astype(common.dtype) @ common.T, instance["points"], instance["points"], np.eye(n))


def _null(E: np.ndarray) -> np.ndarray:
    return algebra.null_space(E) if is_exact(E) else null_space(E)


def printed_residual(instance: Instance) -> int:
    """How many dimensions the gradient of the summed output gives beyond those of the map."""
    forms = instance["forms"]
    return rank(rows_of(instance, forms)) - rank(rows_of(instance, forms.sum(axis=0, keepdims=True)))


def _reading(instance: Instance):
    """The null space of all rows against the symmetries."""
    return null_space_defect({**instance, "jacobian": lambda x: jacobian(instance["forms"], x)})


def _squares(p: int, q: int, S: np.ndarray, points: np.ndarray, **changes: object) -> Instance:
    """(|y_1|^2, |y_2|^2) for y = S x split after p coordinates, whose symmetries are S^-1 (so(p) + so(q)) S."""
    n = p + q
    blocks = [np.diag([1] * p + [0] * q), np.diag([0] * p + [1] * q)]
    turns = [
        L for k, at in ((p, 0), (q, p)) if k > 1 for L in np.pad(so(k).generators, ((0, 0), (at, n - k - at), (at, n - k - at)))
    ]
    truth = np.array([inverse(S) @ L @ S for L in turns]).reshape(-1, n, n)
    return {"n": n, "points": points, "forms": np.array([S.T @ B @ S for B in blocks]), "symmetries": truth} | changes


def sample(rng: np.random.Generator) -> Instance:
    p, q = (int(k) for k in rng.integers((1, 1), (4, 3)))
    n = p + q
    return _squares(p, q, well_conditioned(rng, n, 3.0), rng.standard_normal((2 * n * n, n)))


def exact(rng: np.random.Generator, size: int) -> Instance:
    """Integer points, a unimodular S, and the letters of the derivation: a symmetry h and the two forms."""
    p = int(rng.integers(1, size))
    S = rational_invertible(rng, size).astype(np.int64)
    instance = _squares(p, size - p, S, rng.integers(-99, 100, (size * size, size)))
    first, second = instance["forms"]
    h = instance["symmetries"][0] if len(instance["symmetries"]) else np.zeros((size, size), dtype=np.int64)
    letters = {"B_1": first, "B_2": second, "h": h, "sizes": {"n": size}}
    return instance | letters


def smallest() -> Iterator[Instance]:
    """(x_1^2, ..., x_n^2) at points with coordinates 1, 2, ... and their squares."""
    for n in range(1, 4):
        points = np.array([[(i + 1) ** (j + 1) for j in range(n)] for i in range(3 * n)])
        units = np.eye(n, dtype=np.int64)
        yield {"n": n, "points": points, "forms": units[:, :, None] * units[:, None], "symmetries": np.zeros((0, n, n))}


def _plane(count: int, **changes: object) -> Instance:
    """(x_1^2, x_2^2) at Gaussian points, which no matrix but 0 leaves alone."""
    return _squares(1, 1, np.eye(2), np.random.default_rng(2).standard_normal((count, 2)), **changes)


def derivation() -> Derivation:
    first, second, h = matrix("B_1", "n"), matrix("B_2", "n"), matrix("h", "n")
    whole = first + second
    return Derivation(
        (Equation("first", h.T @ first, -first @ h), Equation("second", h.T @ second, -second @ h)),
        (
            Chain(
                "a symmetry of both outputs is one of their sum",
                h.T @ whole + whole @ h,
                (
                    Step(h.T @ second + second @ h, "h is a symmetry of the first", (Use("first"),)),
                    Step(zero("n"), "and of the second", (Use("second"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="liegg-multi-output",
    title="One row for every output",
    source="LieGG, symmetry generator",
    statement=r"For a map $F = (F_1, \dots, F_m)$ the symmetries are the common null space of the rows "
    r"$\mathrm{vec}(\nabla F_a(x_n)\, x_n^\top)$ of all outputs. The gradient of the sum $\sum_a F_a$ gives one row for each "
    r"point, whose null space contains the symmetries and may be larger: $(x_1^2, x_2^2)$ has none, and its sum has $so(2)$.",
    assumptions=(
        Assumption("every output", "each output has rows of its own"),
        Assumption("enough points", "the rows are as many as they need to be, and the points in general position"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("every output", "$(x_1^2, x_2^2)$ by the gradient of its sum: so(2)", lambda: _plane(20, summed=True)),
        Counterexample("enough points", "$(x_1^2, x_2^2)$ at one point: nullity 2", lambda: _plane(1)),
    ),
    printed=Printed(
        r"$\sum_i^n \sum_j^n \frac{\partial F}{\partial x_i} \cdot h_{ij} \cdot x_j = 0$, with one $\partial F / \partial x_i$ "
        r"for a network of several outputs.",
        printed_residual,
        smallest,
        reading=Reading("one equation for each output", _reading),
        remark="Judged with the gradient that automatic differentiation gives of an array of outputs, that of their sum. The "
        "formula is right for a single output.",
    ),
    derivation=derivation,
    uses=("liegg-nullspace", "liegg-criterion"),
    proof=r"$F$ is invariant if and only if each $F_a$ is. If $\nabla F_a \cdot h x = 0$ for all $a$ then the sum over $a$ "
    r"vanishes, and not the other way round: $2 x_1 (h x)_1 + 2 x_2 (h x)_2 = 0$ for the turn $h$ of the plane.",
    references=("Moskalev et al. 2022, LieGG: Studying learned Lie group generators",),
)
