"""Eq 14: on inputs that span their space, equivariance on the data is the matrix equation A = u_c A u^-1."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from lietheory.algebra import inverse, rank
from lietheory.claims.eq13_regression_conditions import residual as cross_correlation_defect
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.regression_instances import described, exact_regression, sampled_regression
from lietheory.proof.words import identity, matrix

GAP = 1e-9
"""Singular values of the maps of A below this, relative to u, u_c and X, are rounding."""


def on_the_data(instance: Instance) -> np.ndarray:
    """u_c A X - A u X."""
    X, A = instance["X"], instance["A"]
    return instance["u_c"] @ A @ X - A @ instance["u"] @ X


def of_the_matrices(instance: Instance) -> np.ndarray:
    """u_c A u^-1 - A."""
    A = instance["A"]
    return instance["u_c"] @ A @ inverse(instance["u"]) - A


def solutions_gained(instance: Instance) -> int:
    """By how many dimensions {A : u_c A X = A u X} exceeds {A : u_c A = A u}, from the ranks of the two linear maps of A."""
    X, u, u_c = (instance[name] for name in ("X", "u", "u_c"))
    eye = [np.eye(len(m), dtype=np.int64).astype(m.dtype) for m in (u, u_c)]
    of_matrices = np.kron(u_c, eye[0]) - np.kron(eye[1], u.T)
    on_data = np.kron(eye[1], X.T) @ of_matrices
    if X.dtype == object:
        return rank(of_matrices) - rank(on_data)
    # u and u_c of a symmetry share eigenvalues up to the rounding of exp, which is far above that of the maps
    return rank(of_matrices, GAP * np.linalg.norm(u) * np.linalg.norm(u_c)) - rank(
        on_data, GAP * np.linalg.norm(X) * np.linalg.norm(u)
    )


def residual(instance: Instance):
    """Of the two defects through a right inverse of X, the solutions gained, and the equivalence with Eq 13."""
    A, u, u_c, X = (instance[name] for name in ("A", "u", "u_c", "X"))
    gained = solutions_gained(instance)
    if gained:
        return gained
    agreement = on_the_data(instance) @ instance["R"] @ inverse(u) - of_the_matrices(instance)
    scales = A, u, u_c, inverse(u), X, instance["R"]
    # an equivariant fit preserves both correlations only if u preserves the first
    equivariant = relative(of_the_matrices(instance), *scales) <= (0 if X.dtype == object else 1e-9)
    moments = relative(u @ instance["H"] @ u.T - instance["H"], u, u, instance["H"]) if equivariant else 0
    return max(relative(agreement, *scales), cross_correlation_defect(instance), moments)


def printed_residual(instance: Instance):
    """u_c A u^-1 - A where u_c A X = A u X, and nothing where the data are not equivariant."""
    return 0 if np.any(on_the_data(instance)) else relative(of_the_matrices(instance), instance["A"], instance["u_c"])


def _with_right_inverse(instance: Instance, **changes: np.ndarray) -> Instance:
    X = instance["X"]
    sizes = {**instance["sizes"], "n": X.shape[1]}
    return {**instance, "R": X.T @ inverse(X @ X.T), "sizes": sizes} | changes


def sample(rng: np.random.Generator) -> Instance:
    """A regression with one of its symmetries, or with a u_c that has nothing to do with it."""
    instance = _with_right_inverse(sampled_regression(rng))
    return instance if rng.random() < 0.5 else {**instance, "u_c": rng.standard_normal(instance["u_c"].shape)}


def exact(rng: np.random.Generator, size: int) -> Instance:
    """A regression with a symmetry, or with a u_c that has nothing to do with it."""
    instance = _with_right_inverse(exact_regression(rng, size))
    unrelated = rational(rng.integers(-3, 4, instance["u_c"].shape))
    return instance if rng.random() < 0.5 else {**instance, "u_c": unrelated}


def smallest() -> Iterator[Instance]:
    """One sample x of zeros and ones, not all zero, one output A = (0, ..., 0, 1), u_c = 1, u = diag(1, ..., 1, 2)."""
    for d in range(1, 4):
        for entries in sorted(product((0, 1), repeat=d), key=sum):
            if any(entries):
                eye = rational(np.eye(d, dtype=int))
                u = rational(np.diag([1] * (d - 1) + [2]))
                yield {"X": rational(np.array(entries))[:, None], "A": eye[-1:], "u": u, "u_c": eye[:1, :1]}


def _axes(X: np.ndarray, u: np.ndarray, u_c: float) -> Instance:
    """The fit A = (1, 0) of the first input."""
    return described(X, X[:1], u, np.array([[u_c]]))


def _square(u: np.ndarray, u_c: float) -> Instance:
    """Inputs at the corners of a square, H = I."""
    return _with_right_inverse(_axes(np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]]), u, u_c))


def _line() -> Instance:
    """Inputs on the first axis: with A = (0, 1) both sides vanish on the data, and u doubles the second axis."""
    X = np.array([[1.0, -1.0], [0.0, 0.0]])
    return {"X": X, "A": np.array([[0.0, 1.0]]), "u": np.diag([1.0, 2.0]), "u_c": np.eye(1)}


def derivation() -> Derivation:
    u, A, X, R = matrix("u", "d"), matrix("A", "c", "d"), matrix("X", "d", "n"), matrix("R", "n", "d")
    u_c = matrix("u_c", "c")
    return Derivation(
        (Equation("full rank", X @ R, identity("d")), Invertible("u invertible", u)),
        (
            Chain(
                "the defect on the data gives the defect of the matrices",
                (u_c @ A @ X - A @ u @ X) @ R @ u.inverse,
                (
                    Step((u_c @ A - A @ u) @ u.inverse, "X has a right inverse R", (Use("full rank"),)),
                    Step(u_c @ A @ u.inverse - A, "multiply out, u cancels"),
                ),
            ),
            Chain(
                "and the other way round",
                (u_c @ A @ u.inverse - A) @ u @ X,
                (Step(u_c @ A @ X - A @ u @ X, "multiply out, u cancels"),),
            ),
        ),
    )


CLAIM = Claim(
    label="eq14",
    title="Equivariance on the data and as a matrix equation",
    source="L-conv, Eq 14",
    statement=r"Let $X \in \mathbb{R}^{d \times n}$ have rank $d$ and $u$ be invertible. Then $u_c A X = A u X$ if and only if "
    r"$A = u_c A u^{-1}$. If moreover $u H u^\top = H$, this is the second half of Eq 13, $u_c C u^\top = C$. Eq 14 alone "
    r"does not give the first half: Eq 13 is sufficient for it and not necessary.",
    assumptions=(
        Assumption("full rank", "$X$ has rank $d$"),
        Assumption("covariance", r"$u H u^\top = H$, for the equivalence with Eq 13"),
        Assumption("invertible", "$u$ is invertible", unsharp="Eq 14 contains $u^{-1}$; $u_c A = A u$ follows without it"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("full rank", "inputs on the first axis, A = (0, 1), u = diag(1, 2)", _line),
        Counterexample(
            "covariance",
            "A = (1, 0), u = diag(1, 3), u_c = 1: Eq 14 holds and H moves",
            lambda: _square(np.diag([1.0, 3.0]), 1.0),
        ),
    ),
    printed=Printed(
        r"The equivariance condition becomes $u_c Y = u_c A X = A u X \Rightarrow A = u_c A u^{-1}$.",
        printed_residual,
        smallest,
        reading=Reading("$X$ has rank $d$, so that it cancels on the right", residual),
        remark="The full rank is mentioned only after the equation that needs it; $u_c Y = u_c A X$ takes the fit as exact.",
    ),
    derivation=derivation,
    uses=("eq13",),
    proof=r"$R = X^\top (X X^\top)^{-1}$ is a right inverse of $X$, by which the first equation is multiplied. The equivalence "
    r"with the second half of Eq 13 is eq13. For $A = (1, 0)$, $u = \mathrm{diag}(1, 3)$, $u_c = 1$, $H = I$ Eq 14 holds, "
    r"and $u H u^\top = \mathrm{diag}(1, 9)$.",
)
