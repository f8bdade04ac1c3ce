"""Theorem 1: a pair (u, u_c) that preserves both correlations is a symmetry of the least-squares fit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.algebra import rank
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.regression_instances import described, exact_regression, sampled_regression
from lietheory.proof.words import matrix


def residual(instance: Instance):
    u, u_c, A = instance["u"], instance["u_c"], instance["A"]
    return relative(u_c @ A - A @ u, A, u, u_c)


def printed_residual(instance: Instance):
    """The defect of the conclusion, or by how much the printed rank condition on X^T X fails."""
    n = instance["X"].shape[1]
    return max(residual(instance), n - rank(instance["X"].T @ instance["X"]))


def smallest() -> Iterator[Instance]:
    """One input with n = 1, 2, ... samples equal to 1; u = u_c = 1."""
    one = rational(np.array([[1]]))
    for n in range(1, 4):
        yield described(np.repeat(one, n, axis=1), np.repeat(one, n, axis=1), one, one)


def _axes(u: np.ndarray, u_c: float) -> Instance:
    """The fit A = (1, 0) on inputs with H = I."""
    X = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])
    return described(X, X[:1], u, np.array([[u_c]]))


def _singular() -> Instance:
    """Inputs on a line: H = diag(1, 0), the least-norm fit A = (1, 0), and a shear that preserves H and C."""
    X = np.array([[1.0, -1.0], [0.0, 0.0]])
    A = np.linalg.lstsq(X.T, X[0], rcond=None)[0][None]
    return {"X": X, "u": np.array([[1.0, 5.0], [0.0, 1.0]]), "u_c": np.eye(1), "A": A}


def derivation() -> Derivation:
    u, H, A = matrix("u", "d"), matrix("H", "d"), matrix("A", "c", "d")
    u_c, C = matrix("u_c", "c"), matrix("C", "c", "d")
    covariance = Equation("covariance", u @ H @ u.T, H)
    cross = Equation("cross-correlation", u_c @ C @ u.T, C)
    fit = Equation("fit", A, C @ H.inverse)
    move = Use("covariance", left=H.inverse @ u.inverse, right=H.inverse)
    return Derivation(
        (covariance, cross, fit, Invertible("u invertible", u), Invertible("H invertible", H)),
        (
            Chain(
                "the fit is equivariant",
                u_c @ A @ u.inverse,
                (
                    Step(u_c @ C @ H.inverse @ u.inverse, "the least-squares fit is A = C H^-1", (Use("fit"),)),
                    Step(
                        u_c @ C @ u.T @ H.inverse,
                        "u H u^T = H, multiplied by (u H)^-1 on the left and H^-1 on the right",
                        (move,),
                    ),
                    Step(C @ H.inverse, "u_c C u^T = C", (Use("cross-correlation"),)),
                    Step(A, "the fit again", (Use("fit"),)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="thm1",
    title="Symmetries of linear regression",
    source="L-conv, Theorem 1",
    statement=r"Let $A = Y X^\top (X X^\top)^{-1}$ with $X X^\top$ invertible, and $H = \frac1n X X^\top$. If $u H u^\top = H$ "
    r"and $u_c Y X^\top u^\top = Y X^\top$, then $A = u_c A u^{-1}$. The condition is sufficient and not necessary; "
    r"it is a symmetry of the estimator $A$, whatever the noise in $Y$.",
    assumptions=(
        Assumption("covariance", r"$u H u^\top = H$"),
        Assumption("cross-correlation", r"$u_c Y X^\top u^\top = Y X^\top$"),
        Assumption("full rank", r"$X X^\top$ is invertible"),
    ),
    residual=residual,
    sample=sampled_regression,
    exact=exact_regression,
    counterexamples=(
        Counterexample("covariance", "u = 2 I, u_c = 1/2, A = (1, 0), H = I", lambda: _axes(2 * np.eye(2), 0.5)),
        Counterexample(
            "cross-correlation",
            "a quarter turn u, u_c = 1, A = (1, 0), H = I",
            lambda: _axes(np.array([[0.0, -1.0], [1.0, 0.0]]), 1.0),
        ),
        Counterexample("full rank", "inputs on a line, the least-norm fit, and a shear", _singular),
    ),
    printed=Printed(
        r"... $X^\top X$ will be full rank $d \times d$ and its inverse exists; it is sufficient for $u$ and $u_c$ to satisfy "
        r"Eq 13.",
        printed_residual,
        smallest,
        reading=Reading(r"$X X^\top$ ($d \times d$) is meant; $X^\top X$ is $n \times n$ and of rank at most $d$", residual),
        remark="'Unbiased data' contradicts the row of ones that absorbs the bias: that row has mean 1.",
    ),
    derivation=derivation,
    uses=("eq13",),
)
