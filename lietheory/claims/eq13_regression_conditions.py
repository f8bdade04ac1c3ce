"""Eq 13: given that u preserves H, equivariance of the fit is the same as preserving the cross-correlation."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.algebra import inverse
from lietheory.proof.claim import Assumption, Claim, Counterexample, Instance, Printed, Reading
from lietheory.proof.derivation import Chain, Derivation, Step
from lietheory.proof.instances import rational, relative
from lietheory.proof.normaliser import Equation, Invertible, Use
from lietheory.proof.regression_instances import described, exact_regression, sampled_regression
from lietheory.proof.words import matrix


def residual(instance: Instance):
    """(u_c C u^T - C) (u^T)^-1 H^-1 - (u_c A - A u): the two defects differ by an invertible factor."""
    u, u_c, H, C, A = (instance[k] for k in ("u", "u_c", "H", "C", "A"))
    cross = (u_c @ C @ u.T - C) @ inverse(u.T) @ inverse(H)
    return relative(cross - (u_c @ A - A @ u), A, u, u_c, inverse(H), C, inverse(u))


def printed_residual(instance: Instance):
    """H - Cov(x), zero where the second moment of the inputs is their covariance."""
    X, H = instance["X"], instance["H"]
    mean = X.sum(axis=1, keepdims=True) * (rational(1, X.shape[1]) if X.dtype == object else 1 / X.shape[1])
    return relative(H - (X - mean) @ (X - mean).T * (rational(1, X.shape[1]) if X.dtype == object else 1 / X.shape[1]), X, X)


def _centred(instance: Instance) -> Instance:
    X = instance["X"] - instance["X"].mean(axis=1, keepdims=True)
    return {**instance, "X": X, "H": X @ X.T / X.shape[1]}


def _any_outputs(rng: np.random.Generator, instance: Instance) -> Instance:
    """The same regression and u, with a u_c that has nothing to do with it: the two defects still agree."""
    return {**instance, "u_c": rng.standard_normal(instance["u_c"].shape)}


def sample(rng: np.random.Generator) -> Instance:
    instance = sampled_regression(rng)
    return instance if rng.random() < 0.5 else _any_outputs(rng, instance)


def exact(rng: np.random.Generator, size: int) -> Instance:
    instance = exact_regression(rng, size)
    return {**instance, "u_c": rational(rng.integers(-3, 4, instance["u_c"].shape))}


def smallest() -> Iterator[Instance]:
    """One input, one label, n samples of values 0 and 1 that are not all 0."""
    for n in range(1, 4):
        for ones in range(1, n + 1):
            X = rational(np.array([[1] * ones + [0] * (n - ones)]))
            yield described(X, X, rational(np.array([[1]])), rational(np.array([[1]])))


def _doubled() -> Instance:
    """u = 2, u_c = 2: the fit is equivariant, yet neither half of Eq 13 holds."""
    one = np.array([[1.0, -1.0]])
    return described(one, one, np.array([[2.0]]), np.array([[2.0]]))


def derivation() -> Derivation:
    u, H, A = matrix("u", "d"), matrix("H", "d"), matrix("A", "c", "d")
    u_c, C = matrix("u_c", "c"), matrix("C", "c", "d")
    covariance = Equation("covariance", u @ H @ u.T, H)
    fit = Equation("fit", C, A @ H)
    defect = (u_c @ C @ u.T - C) @ u.T.inverse @ H.inverse
    rotate = Use("covariance", right=u.T.inverse @ H.inverse, reversed=True)
    return Derivation(
        (covariance, fit, Invertible("u invertible", u), Invertible("H invertible", H)),
        (
            Chain(
                "the defects agree up to an invertible factor",
                defect,
                (
                    Step(u_c @ C @ H.inverse - C @ u.T.inverse @ H.inverse, "multiply out, u^T cancels"),
                    Step(u_c @ A - A @ H @ u.T.inverse @ H.inverse, "the fit is C = A H", (Use("fit"),)),
                    Step(u_c @ A - A @ u, "u preserves H, multiplied by (u^T)^-1 H^-1 on the right", (rotate,)),
                ),
            ),
        ),
    )


CLAIM = Claim(
    label="eq13",
    title="Equivariance of the fit against preserved correlations",
    source="L-conv, Eq 13",
    statement=r"If $u H u^\top = H$ with $H = \frac1n X X^\top$ invertible, then "
    r"$(u_c C u^\top - C) u^{-\top} H^{-1} = u_c A - A u$ for $C = \frac1n Y X^\top$: the second half of Eq 13 holds "
    r"if and only if the fit is equivariant, $A = u_c A u^{-1}$ (Eq 14). $H$ is the second moment, not the covariance.",
    assumptions=(
        Assumption("covariance", r"$u H u^\top = H$"),
        Assumption("full rank", "$H$ is invertible", unsharp="the statement contains $H^{-1}$; for singular H see thm1"),
    ),
    residual=residual,
    sample=sample,
    exact=exact,
    counterexamples=(
        Counterexample("covariance", "u = 2, u_c = 2 is equivariant for every fit and satisfies neither half", _doubled),
    ),
    printed=Printed(
        r"$u H u^\top = H$ and $u_c Y X^\top u^\top = Y X^\top$, where $H \equiv \frac1n X X^\top$ is the covariance matrix of "
        r"the input.",
        printed_residual,
        smallest,
        reading=Reading(
            "the inputs have mean zero; then no row of ones can be appended to them", lambda i: printed_residual(_centred(i))
        ),
        remark="Eq 13 is sufficient for Eq 14 and not necessary: A = (1, 0), u = diag(1, 3), u_c = 1.",
    ),
    derivation=derivation,
)
