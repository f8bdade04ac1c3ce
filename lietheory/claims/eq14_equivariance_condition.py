"""Eq 14: on inputs that span their space, equivariance on the data is the matrix equation A = u_c A u^-1."""

from itertools import product

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse, rank
from lietheory.claims.eq13_regression_conditions import residual as cross_correlation_defect

claim = p.Claim(
    "eq14",
    "Equivariance on the data and as a matrix equation",
    after="eq13",
    source="L-conv, Eq 14",
    statement=r"Let $X \in \mathbb{R}^{d \times n}$ have rank $d$ and $u$ be invertible. Then $u_c A X = A u X$ if and only if "
    r"$A = u_c A u^{-1}$. If moreover $u H u^\top = H$, this is the second half of Eq 13, $u_c C u^\top = C$. Eq 14 alone "
    r"does not give the first half: Eq 13 is sufficient for it and not necessary.",
    uses=("eq13",),
    proof=r"$R = X^\top (X X^\top)^{-1}$ is a right inverse of $X$, by which the first equation is multiplied. The equivalence "
    r"with the second half of Eq 13 is eq13. For $A = (1, 0)$, $u = \mathrm{diag}(1, 3)$, $u_c = 1$, $H = I$ Eq 14 holds, "
    r"and $u H u^\top = \mathrm{diag}(1, 9)$.",
)
claim.assume("full rank", "$X$ has rank $d$")
claim.assume("covariance", r"$u H u^\top = H$, for the equivalence with Eq 13")
claim.assume("invertible", "$u$ is invertible", unsharp="Eq 14 contains $u^{-1}$; $u_c A = A u$ follows without it")
claim.part("if and only if, for data of full rank", derived=True, formal=("equivariance_on_samples",))
claim.part("with the covariance kept, Eq 13", formal=("equivariance_is_the_second_half",))
claim.part("Eq 13 is not necessary", formal=("equivariance_does_not_give_covariance",))
claim.explain(
    "On data that span the space, equivariance on the data is equivariance of the fitted matrix.",
    "Without that rank a symmetry on the data says nothing about the fit.",
    u=("d x d", "a group element acting on the space"),
    u_c=("c x c", "the same element acting on the outputs"),
    X=("d x n", "inputs, one column a sample"),
    A=("d x d", "a matrix on the points"),
)

ROUNDING = 1e-9
"""A defect on the data up to this is rounding: the symmetries drawn are exponentials, exact to about 1e-13."""

GAP = 1e-9
"""Singular values of the maps of A below this, relative to u and u_c together and to X, are rounding."""


def on_the_data(X, A, u_c, u) -> np.ndarray:
    """u_c A X - A u X."""
    return u_c @ A @ X - A @ u @ X


def of_the_matrices(A, u_c, u) -> np.ndarray:
    """u_c A u^-1 - A."""
    return u_c @ A @ inverse(u) - A


def solutions_gained(X, u, u_c) -> int:
    """By how many dimensions {A : u_c A X = A u X} exceeds {A : u_c A = A u}, from the ranks of the two linear maps of A."""
    eye = [np.eye(len(m), dtype=np.int64).astype(m.dtype) for m in (u, u_c)]
    of_matrices = np.kron(u_c, eye[0]) - np.kron(eye[1], u.T)
    on_data = np.kron(eye[1], X.T) @ of_matrices
    if X.dtype == object:
        return rank(of_matrices) - rank(on_data)
    # u and u_c of a symmetry share eigenvalues up to the rounding of exp, which is far above that of the maps
    size = float(np.linalg.norm(u) + np.linalg.norm(u_c))
    return rank(of_matrices, GAP * size) - rank(on_data, GAP * size * float(np.linalg.norm(X)))


@claim.residual
def residual(X, A, u, u_c, **rest):
    """Of the two defects through a right inverse of X, the solutions gained, and the equivalence with Eq 13."""
    return solutions_gained(X, u, u_c) or p.applied(_defects, {"X": X, "A": A, "u": u, "u_c": u_c, **rest})


def _defects(X, A, u, u_c, H, C, R):
    agreement = on_the_data(X, A, u_c, u) @ R @ inverse(u) - of_the_matrices(A, u_c, u)
    scales = A, u, u_c, inverse(u), X, R
    # an equivariant fit preserves both correlations only if u preserves the first
    equivariant = p.relative(of_the_matrices(A, u_c, u), *scales) <= (0 if X.dtype == object else 1e-9)
    moments = p.relative(u @ H @ u.T - H, u, u, H) if equivariant else 0
    return max(p.relative(agreement, *scales), cross_correlation_defect(u, u_c, H, C, A), moments)


@claim.printed(
    r"The equivariance condition equation 1 becomes $u_c Y = u_c A X = A u X \Rightarrow A = u_c A u^{-1}$",
    remark="The full rank is mentioned only after the equation that needs it; $u_c Y = u_c A X$ takes the fit as exact.",
)
def printed_form(X, A, u_c, u):
    """u_c A u^-1 against A where u_c A X = A u X; nothing is said where the data are not equivariant."""
    if p.relative(on_the_data(X, A, u_c, u), A, X, u) > (0 if X.dtype == object else ROUNDING):
        return ()
    return p.equal(u_c @ A @ inverse(u), A, A, u_c)


def _with_right_inverse(regression: p.Instance) -> p.Instance:
    X = regression["X"]
    return {**regression, "R": X.T @ inverse(X @ X.T), "sizes": {**regression["sizes"], "n": X.shape[1]}}


def sample(rng: np.random.Generator) -> p.Instance:
    """A regression with one of its symmetries, or with a u_c that has nothing to do with it."""
    given = _with_right_inverse(p.sampled_regression(rng))
    return given if rng.random() < 0.5 else {**given, "u_c": rng.standard_normal(given["u_c"].shape)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """A regression with a symmetry, or with a u_c that has nothing to do with it."""
    given = _with_right_inverse(p.exact_regression(rng, size))
    unrelated = p.rational(rng.integers(-3, 4, given["u_c"].shape))
    return given if rng.random() < 0.5 else {**given, "u_c": unrelated}


@claim.search
def smallest() -> p.Instances:
    """One sample x of zeros and ones, not all zero, one output A = (0, ..., 0, 1), u_c = 1, u = diag(1, ..., 1, 2)."""
    for d in range(1, 4):
        for entries in sorted(product((0, 1), repeat=d), key=sum):
            if any(entries):
                eye = p.rational(np.eye(d, dtype=int))
                u = p.rational(np.diag([1] * (d - 1) + [2]))
                yield {"X": p.rational(np.array(entries))[:, None], "A": eye[-1:], "u": u, "u_c": eye[:1, :1]}


def _axes(X: np.ndarray, u: np.ndarray, u_c: float) -> p.Instance:
    """The fit A = (1, 0) of the first input."""
    return p.regression_instance(X, X[:1], u, np.array([[u_c]]))


def _square(u: np.ndarray, u_c: float) -> p.Instance:
    """Inputs at the corners of a square, H = I."""
    return _with_right_inverse(_axes(np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]]), u, u_c))


@claim.without("full rank", r"inputs on the first axis, $A = (0, 1)$, $u = \mathrm{diag}(1, 2)$")
def _line() -> p.Instance:
    """Inputs on the first axis: with A = (0, 1) both sides vanish on the data, and u doubles the second axis."""
    X = np.array([[1.0, -1.0], [0.0, 0.0]])
    return {"X": X, "A": np.array([[0.0, 1.0]]), "u": np.diag([1.0, 2.0]), "u_c": np.eye(1)}


claim.tie(
    {
        "u invertible": "invertible",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, A, X, R = p.matrix("u", "d"), p.matrix("A", "c", "d"), p.matrix("X", "d", "n"), p.matrix("R", "n", "d")
    u_c = p.matrix("u_c", "c")
    return p.derive(
        (p.Equation("full rank", X @ R, p.identity("d")), p.Invertible("u invertible", u)),
        p.chain(
            "the defect on the data gives the defect of the matrices",
            (u_c @ A @ X - A @ u @ X) @ R @ u.inverse,
            p.step((u_c @ A - A @ u) @ u.inverse, "$X$ has a right inverse $R$", "full rank"),
            p.step(u_c @ A @ u.inverse - A, "multiply out, $u$ cancels"),
        ),
        p.chain(
            "and the other way round",
            (u_c @ A @ u.inverse - A) @ u @ X,
            p.step(u_c @ A @ X - A @ u @ X, "multiply out, $u$ cancels"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without(
    "covariance",
    r"$A = (1, 0)$, $u = \mathrm{diag}(1, 3)$, $u_c = 1$: Eq 14 holds and $H$ moves",
    lambda: _square(np.diag([1.0, 3.0]), 1.0),
)
claim.reading(
    "$X$ has rank $d$, so that it cancels on the right",
    hypothesis=lambda X: rank(X) == len(X),
    draw=lambda rng: _with_right_inverse(p.sampled_regression(rng)),
    corrected=True,
)
