"""LieGG's symmetry bias: singular vectors against given generators, and the angles between the spaces instead."""

from fractions import Fraction

import numpy as np

from lietheory import algebra
from lietheory import proof as p
from lietheory.algebra import rank, so
from lietheory.arrays import is_exact
from lietheory.claims.liegg_null_space import evidence
from lietheory.claims.liegg_null_space import form as quadratic_form
from lietheory.comparison import principal_angles
from lietheory.discovery import null_space

claim = p.Claim(
    "liegg-bias",
    "The distance of a learned algebra from the true one",
    after="liegg-variance",
    source="LieGG, symmetry bias",
    statement=r"For an exactly symmetric map at enough points all principal angles between the null space of $E$ and the algebra "
    r"are zero, for every basis of the null space that a singular value decomposition may return. The distance of single "
    r"singular vectors from given generators depends on that basis: on the sign where the nullity is one, on any rotation of the "
    r"null vectors where it is larger.",
    uses=("liegg-nullspace", "liegg-svd"),
    proof=r"By liegg-nullspace the two spaces are equal, and principal angles belong to spaces. Right singular vectors of a "
    r"$k$-fold singular value are determined up to an element of $O(k)$ only, and $\| -v - v \| = 2$.",
    references=("Björck and Golub 1973, Numerical methods for computing angles between linear subspaces",),
)
claim.assume("enough points", "as many rows as $n^2$ less the dimension, at points in general position")
claim.assume("whole algebra", "the given generators are a basis of all symmetries of the map")
claim.assume("exact", "the map has the symmetries exactly")
claim.part("the angles vanish")
claim.part("single vectors depend on the basis")
claim.explain(
    "The distance of single singular vectors from given generators depends on how the decomposition happens to turn "
    "them; angles between the spaces do not.",
    "It decides how a learned algebra should be compared with the true one.",
    E=("N x n^2", "one row for each point and output"),
    V=("n^2 x n^2", "right singular vectors"),
)


@claim.residual
def residual(E, symmetries, mix):
    """The sine of the largest angle between the null space, in the basis of the instance, and the symmetries."""
    flat = symmetries.reshape(len(symmetries), -1)
    if is_exact(E):
        basis = mix @ algebra.null_space(E)
        return Fraction(abs(len(basis) - len(flat)) + rank(np.concatenate([basis, flat])) - len(flat))
    rows = null_space(E)
    basis = mix @ rows if len(mix) == len(rows) else rows
    if len(basis) != len(flat):
        return abs(len(basis) - len(flat))
    return float(np.sin(principal_angles(basis, flat)).max())


def units(truth: np.ndarray) -> np.ndarray:
    """The given generators as unit vectors."""
    flat = np.asarray(truth, dtype=float).reshape(len(truth), -1)
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def turned(basis: np.ndarray, true: np.ndarray) -> np.ndarray:
    """-V, as good a decomposition as V."""
    return -basis


def with_nearer_signs(basis: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Each null vector with the sign that brings it nearer to a given generator."""
    cosines = basis @ true.T
    return basis * np.sign(cosines[np.arange(len(basis)), np.abs(cosines).argmax(axis=1)])[:, None]


def nearest(basis: np.ndarray, true: np.ndarray) -> np.ndarray:
    """For each given generator the unit vector of the null space that is nearest to it."""
    projections = true @ basis.T @ basis
    return projections / np.linalg.norm(projections, axis=1, keepdims=True)


@claim.printed(
    r"$\mathcal{B}_i = \|(V^T)_i - \text{vec}(\mathfrak{h}_{\text{true}})\|_2$ how close is the learned "
    "symmetry to the true symmetry.",
    symbols={"decomposition": lambda: turned},
    remark="Judged with unit generators and the nearest of them for each vector. With $-V$, as good a decomposition "
    r"as $V$, the bias of the exact $|x|^2$ in the plane is 2. On $\mathbb{R}^5$ single null vectors have from "
    ".1 to .97 even after the best sign, by how the decomposition turned them, where the largest angle is "
    "below $10^{-12}$.",
)
def printed_form(E, symmetries, decomposition):
    """The null vectors of an exactly symmetric map, as a decomposition gives them, against the nearest given generators."""
    true = units(symmetries)
    directions = decomposition(null_space(np.asarray(E, dtype=float)), true)
    return p.equal(directions, true[np.linalg.norm(directions[:, None] - true, axis=2).argmin(axis=1)])


@claim.premise
def premise(E, symmetries) -> bool:
    """The map has exactly these symmetries: its singular values are rounding for them, and at least a thousandth elsewhere."""
    E, flat = np.asarray(E, dtype=float), units(symmetries)
    values = np.linalg.svd(E, compute_uv=False) / np.linalg.norm(E)
    unclear = np.any((values > 1e-12) & (values < 1e-3))
    whole = E.shape[1] - int(np.sum(values >= 1e-3)) == len(flat)
    return whole and not unclear and p.relative(E @ flat.T, E) <= 1e-11


def form(B: np.ndarray, points: np.ndarray, **changes: object) -> p.Instance:
    """The evidence of x . B x at points, its symmetries B^-1 K, and the identity as mix of the null vectors."""
    given = quadratic_form(B, points)
    mix = np.eye(len(given["symmetries"]), dtype=np.int64)
    return {"E": p.applied(evidence, given), "symmetries": given["symmetries"], "mix": mix} | changes


def sample(rng: np.random.Generator) -> p.Instance:
    """A form of any signature, and its null vectors turned among themselves as another SVD may return them."""
    n = int(rng.integers(2, 5))
    root = p.well_conditioned(rng, n, 3.0)
    B = root.T * rng.choice([-1.0, 1.0], n) @ root
    return form(B, rng.standard_normal((3 * n * n, n)), mix=p.orthogonal(rng, n * (n - 1) // 2))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """An integer form of determinant +-1 at integer points, and its null vectors mixed by a unimodular matrix."""
    root = p.rational_invertible(rng, size).astype(np.int64)
    B = root.T * rng.choice([-1, 1], size) @ root
    mix = p.rational_invertible(rng, size * (size - 1) // 2)
    return form(B, rng.integers(-9999, 10000, (2 * size * size, size)), mix=mix)


@claim.search
def smallest() -> p.Instances:
    """|x|^2 on R^n at the unit vectors and their sums in pairs, as many points as it takes."""
    for n in range(2, 6):
        eye = np.eye(n)
        yield form(eye, np.array([eye[i] + (j > i) * eye[j] for i in range(n) for j in range(i, n)]))


def _sphere(points: np.ndarray, **changes: object) -> p.Instance:
    return form(np.eye(3), points, **changes)


def _points(count: int) -> np.ndarray:
    return np.random.default_rng(4).standard_normal((count, 3))


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("enough points", r"$|x|^2$ on $\mathbb{R}^3$ at 4 points", lambda: _sphere(_points(4)))
claim.without(
    "whole algebra",
    r"$|x|^2$ on $\mathbb{R}^3$ against one turn",
    lambda: _sphere(_points(20), symmetries=so(3).generators[:1].astype(float)),
)
claim.without(
    "exact",
    r"$|x|^2 + x_1^2 / 1000$ against $\mathrm{so}(3)$",
    lambda: {**form(np.diag([1.001, 1.0, 1.0]), _points(20)), "symmetries": so(3).generators.astype(float)},
)
claim.reading("each singular vector has the sign that is closer", symbol="decomposition", to=lambda: with_nearer_signs)
claim.reading(
    r"$(V^\top)_i$ is the null vector nearest to the true generator, which is one that a decomposition may return",
    symbol="decomposition",
    to=lambda: nearest,
)
