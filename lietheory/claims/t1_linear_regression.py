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
claim.draw(sampled=p.sampled_regression, exact=p.exact_regression)


@claim.residual
def residual(u, u_c, A):
    return p.relative(u_c @ A - A @ u, A, u, u_c)


@claim.printed(
    r"... $X^\top X$ will be full rank $d \times d$ and its inverse exists; it is sufficient for $u$ and $u_c$ to satisfy "
    r"Eq 13.",
    remark="'Unbiased data' contradicts the row of ones that absorbs the bias: that row has mean 1.",
)
def printed_residual(X, u, u_c, A):
    """The defect of the conclusion, or by how much the printed rank condition on X^T X fails."""
    n = X.shape[1]
    return max(residual(u, u_c, A), n - rank(X.T @ X))


@claim.search
def smallest() -> p.Instances:
    """One input with n = 1, 2, ... samples equal to 1; u = u_c = 1."""
    one = p.rational(np.array([[1]]))
    for n in range(1, 4):
        yield p.regression_instance(np.repeat(one, n, axis=1), np.repeat(one, n, axis=1), one, one)


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
claim.reading(r"$X X^\top$ ($d \times d$) is meant; $X^\top X$ is $n \times n$ and of rank at most $d$", residual)
