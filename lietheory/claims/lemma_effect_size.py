"""Lemma: lambda has no scale, and a clean gap in it is no symmetry: sum x^4 + sum y^4 shows all of so(n) and has none of it."""

from collections import Counter
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, rank, so
from lietheory.discovery import polarization_matrix, relative_spectrum, whitening
from lietheory.representation import velocities

claim = p.Claim(
    "lemma-effect-size",
    "An effect size without scale, and why a gap decides nothing",
    after="lemma-independence-null-space",
    source="own lemma, what a network has learned",
    statement=r"Let $\lambda$ be the stationary values of $c^\top G c / c^\top G^0 c$ over the fields of $gl(d)$, where the rows "
    r"of $E$ come from whitened outputs and $G^0$ pairs every field with every derivative. They do not change when inputs or "
    r"outputs are written in other coordinates, $x \to S x$ and $F \to A F$ with any invertible $S$ and $A$; the singular values "
    r"of $E$ do. A gap is no decision: for $F = \sum_i x_i^4 + \sum_i y_i^4$ at normal $(x, y)$, twice $\mathbb{R}^n$, under "
    r"$gl(n)$, $\lambda = \frac25$ on exactly $so(n)$, then $\frac85$ ($\frac{n (n - 1)}2$ times), $\frac{32}5$ ($n - 1$ times) "
    r"and $\frac{32 + 6 n}5$: a gap of a factor of four, and $F$ has no linear symmetry at all.",
    uses=("liegg-nullspace", "lemma-independence-null-space"),
    tolerance=1e-8,
    proof=r"$x \to S x$ takes $J h x$ to $J S^{-1} h S x$, another basis of the same fields in both Gram matrices; mixed outputs "
    r"have the whitening $W A^{-1}$ up to a rotation, which neither Gram matrix sees. For the quartic the rows are $4 \sum "
    r"(x_i^3 x_j + y_i^3 y_j)$ and $G^0 = 16 \cdot 30\, I$. On $E_{ij} - E_{ji}$ a copy gives $E (x_i^3 x_j - x_j^3 x_i)^2 = 15 "
    r"+ 15 - 18 = 12$ against $2 \cdot 15$, on $E_{ij} + E_{ji}$ it gives $48$, and on the diagonal $G / 16$ is $192\, I + 36 "
    r"\cdot 1 1^\top$. The replay takes these values by exact rank at $n = 2, \dots, 5$; raw singular values would have called "
    r"an untrained network symmetric.",
)
claim.assume("whitened", "the outputs are whitened before their derivatives are taken")
claim.assume("relative", r"$c^\top G c$ is taken relative to $c^\top G^0 c$")
claim.part("free of coordinates", derived=True)
claim.part("the example without symmetry")
claim.explain(
    "Effect sizes do not depend on the coordinates of inputs or outputs, and a gap between them is no proof of symmetry.",
    "Candidates come from directions of small effect size; the decision on an algebra is by its breaking (lemma-breaking).",
    F=("function", "the trained map"),
    E=("N x n^2", "one row for each point and output"),
    lambda_=("number", "an effect size"),
)


def spectrum(whitened, relative, points: np.ndarray, outputs: np.ndarray, jacobians: np.ndarray) -> np.ndarray:
    """The lambda of all d^2 matrix units, from whitened outputs and the reference over all pairs of points."""
    N, d = points.shape
    J = (whitening(outputs) if whitened else np.eye(outputs.shape[1])) @ jacobians
    fields = velocities(np.eye(d * d, dtype=np.int64).reshape(-1, d, d), points).swapaxes(0, 1)
    E = np.linalg.qr(polarization_matrix(J, fields)).R
    if not relative:
        return np.linalg.svd(E, compute_uv=False)[::-1] ** 2 / N
    pairs = polarization_matrix(np.repeat(J, N, axis=0), np.tile(fields, (N, 1, 1)))
    E0 = np.linalg.qr(pairs).R / np.sqrt(N)
    return relative_spectrum(E, E0, np.einsum("nkp,nlp->kl", fields, fields)).values


def scale_defect(points, outputs, jacobians, S, mix, whitened, relative) -> float:
    """How much lambda, as lambda / (1 + lambda), changes with the coordinates of the inputs and of the outputs."""
    before = spectrum(whitened, relative, points, outputs, jacobians)
    after = spectrum(whitened, relative, points @ S.T, outputs @ mix.T, mix @ jacobians @ np.linalg.inv(S))
    return float(np.abs(before / (1 + before) - after / (1 + after)).max())


def gaussian_moment(coordinates: tuple) -> int:
    """E of a product of standard normal coordinates, each of which may occur several times: double factorials."""
    counts = Counter(coordinates).values()
    return 0 if any(k % 2 for k in counts) else prod(prod(range(k - 1, 0, -2)) for k in counts)


def quartic_grams(n: int) -> tuple[np.ndarray, np.ndarray]:
    """G and G0 over E_ij for F = sum x_i^4 + sum y_i^4 at normal (x, y), up to a factor 16: rows sum_copies x_i^3 x_j."""
    units = list(product(range(n), repeat=2))
    G, G0 = (np.zeros((n * n, n * n), dtype=object) for _ in range(2))
    for (a, (i, j)), (b, (k, l)) in product(enumerate(units), repeat=2):
        for one, other in product("xy", repeat=2):
            slope, velocity = [(one, i)] * 3 + [(one, j)], [(other, k)] * 3 + [(other, l)]
            G[a, b] += gaussian_moment((*slope, *velocity))
            shared = gaussian_moment(((one, i),) * 3 + ((other, k),) * 3)  # C = E J^T J
            G0[a, b] += shared * gaussian_moment(((one, j), (other, l)))
    return G, G0


def quartic_defect(n: int) -> int:
    """By exact rank: no symmetry; lambda is 2/5 on so(n), 8/5 symmetric off-diagonal, 32/5 and (32 + 6n)/5 on the diagonal."""
    G, G0 = quartic_grams(n)
    pairs = n * (n - 1) // 2
    stated = {Fraction(2, 5): pairs, Fraction(8, 5): pairs, Fraction(32, 5): n - 1, Fraction(32 + 6 * n, 5): 1}
    defect = n * n - rank(G)
    defect += sum(abs(n * n - rank(G - value * G0) - count) for value, count in stated.items())
    turns = so(n).generators.reshape(-1, n * n)
    return defect + int(np.count_nonzero((5 * G - 2 * G0) @ turns.T))


@claim.residual
def residual(n=None, **data):
    """Of the invariance of lambda, or exactly of the spectrum of the quartic."""
    return p.applied(scale_defect, data) if n is None else quartic_defect(n)


def sample(rng: np.random.Generator) -> p.Instance:
    """Two waves a . tanh(B x) at 30 points; inputs in other coordinates and units, outputs mixed and scaled."""
    d, N = int(rng.integers(2, 4)), 30
    points = rng.standard_normal((N, d))
    a, B = rng.standard_normal((2, 4)), rng.standard_normal((4, d))
    hidden = np.tanh(points @ B.T)
    J = np.einsum("mh,nh,hd->nmd", a, 1 - hidden**2, B)
    mix = np.diag(np.exp(rng.uniform(-3, 3, 2))) @ p.well_conditioned(rng, 2)
    S = np.exp(rng.uniform(-3, 3)) * p.well_conditioned(rng, d)
    given = {"points": points, "outputs": hidden @ a.T, "jacobians": J, "S": S, "mix": mix}
    return given | {"whitened": True, "relative": True}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """The quartic on pairs of points of R^size, which is not drawn, and the letters of the derivation, which are."""
    S, A, T = p.rational_invertible(rng, size), p.rational_invertible(rng, 2), p.rational_invertible(rng, size)
    W, O = p.rational_invertible(rng, 2), p.rational_orthogonal(rng, 2)
    J, L, K, x, y = (p.rational(rng.integers(-3, 4, s)) for s in ((2, size), (size, size), (size, size), (size, 1), (size, 1)))
    half, free, value = p.rational_invertible(rng, size), np.arange(size)[:, None], int(rng.integers(1, 4))
    c, G_0 = p.rational((np.arange(size) == 0)[:, None].astype(int)), half @ half.T  # free^T c = 0
    letters = {"S": S, "A": A, "T": T, "W": W, "O": O, "V": O @ W @ inverse(A), "J": J, "L": L, "K": K, "x": x, "y": y}
    letters |= {"c": c, "G": value * G_0 + free @ free.T, "G_0": G_0, "lambda": value}
    return {"n": size, "sizes": {"d": size, "m": 2, "one": 1, "k": size}} | letters


claim.tie(
    {
        "inputs": "what the formula is about: other coordinates of the inputs",
        "fields": "what the formula is about: another basis of the fields",
        "rotation": "whitened",
        "orthogonal": "whitened",
        "stationary": "what the formula is about: a stationary value",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    S, A, T, W, V, O = p.matrix("S", "d"), p.matrix("A", "m"), p.matrix("T", "k"), *(p.matrix(n, "m") for n in "WVO")
    J, L, K, x, y = p.matrix("J", "m", "d"), p.matrix("L", "d"), p.matrix("K", "d"), *(p.matrix(n, "d", "one") for n in "xy")
    G, G_0, c, value = p.matrix("G", "k"), p.matrix("G_0", "k"), p.matrix("c", "k", "one"), p.symbol("lambda")
    rotation = p.Use("rotation"), p.Use("rotation", transposed=True)
    return p.derive(
        (
            p.Invertible("inputs", S),
            p.Invertible("fields", T),
            p.Equation("rotation", V @ A, O @ W),
            p.Equation("orthogonal", O.T @ O, p.identity("m")),
            p.Equation("stationary", G @ c, G_0 @ c * value),
        ),
        p.chain(
            "the slope along a field, inputs and outputs in other coordinates",
            A @ J @ S.inverse @ (S @ L @ S.inverse) @ (S @ x),
            p.step(A @ J @ L @ x, "$S$ cancels"),
        ),
        p.chain(
            "products of whitened slopes, the whitening $V$ of mixed outputs being $O W A^{-1}$ with a rotation $O$",
            (V @ A @ J @ L @ x).T @ (V @ A @ J @ K @ y),
            p.step((O @ W @ J @ L @ x).T @ (O @ W @ J @ K @ y), "$V A = O W$", *rotation),
            p.step((W @ J @ L @ x).T @ (W @ J @ K @ y), "$O$ is orthogonal", "orthogonal"),
        ),
        p.chain(
            "a stationary value for another basis $T$ of the fields",
            (T.T @ G @ T) @ (T.inverse @ c),
            p.step(T.T @ G_0 @ c * value, r"$T$ cancels, and $G c = \lambda G^0 c$", "stationary"),
            p.step((T.T @ G_0 @ T) @ (T.inverse @ c) * value, "$T$ cancels"),
        ),
        cancels="$T$: pairs of Gram matrices that are congruent have the same stationary values",
    )


def _scaled(mix: np.ndarray, **changes: object) -> p.Instance:
    """(x_1^2 + x_2, x_1 x_2) at five points of the plane, four times."""
    points = np.tile(np.array([[1.0, 0.5], [0.5, -1.0], [2.0, 1.0], [-1.0, 0.3], [0.2, 0.7]]), (4, 1))
    x, y = points.T
    J = np.stack([np.stack([2 * x, 1 + 0 * x], axis=1), np.stack([y, x], axis=1)], axis=1)
    given = {"points": points, "outputs": np.stack([x**2 + y, x * y], axis=1), "jacobians": J, "S": np.eye(2), "mix": mix}
    return given | {"whitened": True, "relative": True} | changes


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without("whitened", "the second of two outputs times 1000", lambda: _scaled(np.diag([1.0, 1000.0]), whitened=False))
claim.without(
    "relative",
    "the second of two inputs in units three times as large",
    lambda: _scaled(np.eye(2), relative=False, S=np.diag([1.0, 3.0])),
)
