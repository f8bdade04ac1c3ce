"""Theorem 1: a pair (u, u_c) that preserves both correlations is a symmetry of the least-squares fit."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import rank

claim = p.Claim(
    "thm1",
    "Symmetries of linear regression",
    after="full-rank",
    source="L-conv, Theorem 1",
    statement=r"Let $A = Y X^\top (X X^\top)^{-1}$ with $X X^\top$ invertible, and $H = \frac1n X X^\top$. If $u H u^\top = H$ "
    r"and $u_c Y X^\top u^\top = Y X^\top$, then $A = u_c A u^{-1}$. The condition is sufficient and not necessary; "
    r"it is a symmetry of the estimator $A$, for any noise in $Y$.",
    uses=("eq13",),
)
claim.assume("covariance", r"$u H u^\top = H$")
claim.assume("cross-correlation", r"$u_c Y X^\top u^\top = Y X^\top$")
claim.assume("full rank", r"$X X^\top$ is invertible")
claim.part("sufficient", derived=True, formal=("regression_symmetry",))
claim.part("not necessary", formal=("condition_not_necessary",))
claim.explain(
    "Here $X$ holds the inputs and $Y$ the labels. If $u$ keeps the second moment of the inputs, and $u$ with $u_c$ "
    "keeps the cross moment, then the least-squares fit turns inputs moved by $u$ into outputs moved by $u_c$.",
    "Symmetries of a linear regression can be read off moments before anything is trained.",
    X=("d x n", "inputs, one column a sample"),
    Y=("c x n", "labels, one column a sample"),
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
    u=("d x d", "a group element acting on the space"),
    u_c=("c x c", "the same element acting on the outputs"),
    A=("c x d", "the least-squares fit"),
)
claim.draw(sampled=p.sampled_regression, exact=p.exact_regression)


@claim.residual
def residual(u, u_c, A):
    """Of u_c A against A u."""
    return p.relative(u_c @ A - A @ u, A, u, u_c)


@claim.printed(
    "For this problem is equivariant under a group $G$, through two representations ... acting on $X$ and $Y$, "
    "respectively, it is sufficient for $u$ and $u_c$ to satisfy $u H u^T = H$, $u_c Y X^T u^T = Y X^T$.",
    remark=r"The theorem does not say that $X X^\top$ is invertible; its proof does, for $X^\top X$, which is $n "
    r"\times n$ (full-rank). 'Unbiased data' contradicts the row of ones that absorbs the bias: that row has "
    "mean 1.",
)
def printed_form(X, A, u, u_c):
    """u_c A against A u, for a least-squares fit A on the inputs X."""
    return p.equal(u_c @ A, A @ u, A, u, u_c, X)


@claim.premise
def premise(X, A, u, u_c) -> bool:
    """Both conditions of Eq 13, for H n = X X^T and Y X^T = A X X^T, which a least-squares fit satisfies."""
    second, cross = X @ X.T, A @ X @ X.T
    kept = p.relative(u @ second @ u.T - second, u, u, second), p.relative(u_c @ cross @ u.T - cross, u_c, u, cross)
    return max(kept) <= 1e-9


@claim.search
def smallest() -> p.Instances:
    """One input with n = 1, 2, ... samples equal to 1 and u = u_c = 1; inputs on a line of the plane."""
    one = p.rational(np.array([[1]]))
    for n in range(1, 4):
        yield p.regression_instance(np.repeat(one, n, axis=1), np.repeat(one, n, axis=1), one, one)
    yield _singular()


def _axes(u: np.ndarray, u_c: float) -> p.Instance:
    """The fit A = (1, 0) on inputs with H = I."""
    X = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])
    return p.regression_instance(X, X[:1], u, np.array([[u_c]]))


@claim.without("full rank", "inputs on a line, the least-norm fit, and a shear")
def _singular() -> p.Instance:
    """Inputs on a line: H = diag(1, 0), the least-norm fit A = (1, 0), and a shear that preserves H and C."""
    X = np.array([[1.0, -1.0], [0.0, 0.0]])
    A = np.linalg.lstsq(X.T, X[0], rcond=None)[0][None]
    return {"X": X, "u": np.array([[1.0, 5.0], [0.0, 1.0]]), "u_c": np.eye(1), "A": A}


claim.tie(
    {
        "fit": "a letter: A is the fit",
        "u invertible": "covariance",
        "H invertible": "full rank",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, H, A = p.matrix("u", "d"), p.matrix("H", "d"), p.matrix("A", "c", "d")
    u_c, C = p.matrix("u_c", "c"), p.matrix("C", "c", "d")
    covariance = p.Equation("covariance", u @ H @ u.T, H)
    cross = p.Equation("cross-correlation", u_c @ C @ u.T, C)
    fit = p.Equation("fit", A, C @ H.inverse)
    move = p.Use("covariance", left=H.inverse @ u.inverse, right=H.inverse)
    return p.derive(
        (covariance, cross, fit, p.Invertible("u invertible", u), p.Invertible("H invertible", H)),
        p.chain(
            "the fit is equivariant",
            u_c @ A @ u.inverse,
            p.step(u_c @ C @ H.inverse @ u.inverse, "the least-squares fit is $A = C H^{-1}$", "fit"),
            p.step(
                u_c @ C @ u.T @ H.inverse,
                r"$u H u^\top = H$, multiplied by $(u H)^{-1}$ on the left and $H^{-1}$ on the right",
                move,
            ),
            p.step(C @ H.inverse, r"$u_c C u^\top = C$", "cross-correlation"),
            p.step(A, "the fit again", "fit"),
        ),
    )


claim.without("covariance", "$u = 2 I$, $u_c = 1/2$, $A = (1, 0)$, $H = I$", lambda: _axes(2 * np.eye(2), 0.5))
claim.without(
    "cross-correlation",
    "a quarter turn $u$, $u_c = 1$, $A = (1, 0)$, $H = I$",
    lambda: _axes(np.array([[0.0, -1.0], [1.0, 0.0]]), 1.0),
)
claim.reading(
    r"$X X^\top$ is invertible, as the proof says",
    hypothesis=lambda X: rank(X) == len(X),
    corrected=True,
)
