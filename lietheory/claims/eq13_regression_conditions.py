"""Eq 13: given that u preserves H, equivariance of the fit is the same as preserving the cross-correlation."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import inverse

claim = p.Claim(
    "eq13",
    "Equivariance of the fit against preserved correlations",
    after="augerino-affine",
    source="L-conv, Eq 13",
    statement=r"If $u H u^\top = H$ with $H = \frac1n X X^\top$ invertible, then "
    r"$(u_c C u^\top - C) u^{-\top} H^{-1} = u_c A - A u$ for $C = \frac1n Y X^\top$: the second half of Eq 13 holds "
    r"if and only if the fit is equivariant, $A = u_c A u^{-1}$ (Eq 14). $H$ is the second moment, not the covariance.",
)
claim.assume("covariance", r"$u H u^\top = H$")
claim.assume("full rank", "$H$ is invertible", unsharp="the statement contains $H^{-1}$; for singular $H$ see thm1")
claim.part("if and only if", derived=True, formal=("cross_correlation_iff_equivariance", "equivariance_defect"))
claim.explain(
    "Given that the second moment is kept, keeping the cross moment is the same as keeping the fit.",
    "It separates what the inputs alone show from what the labels add.",
    u=("d x d", "a group element acting on the space"),
    u_c=("c x c", "the same element acting on the outputs"),
    X=("d x n", "inputs, one column a sample"),
    Y=("c x n", "labels, one column a sample"),
    H=("d x d", r"the second moment $\frac1n X X^\top$"),
)


@claim.residual
def residual(u, u_c, H, C, A):
    """(u_c C u^T - C) (u^T)^-1 H^-1 - (u_c A - A u): the two defects differ by an invertible factor."""
    cross = (u_c @ C @ u.T - C) @ inverse(u.T) @ inverse(H)
    return p.relative(cross - (u_c @ A - A @ u), A, u, u_c, inverse(H), C, inverse(u))


@claim.printed(
    r"where $H \equiv \frac{1}{n} X X^T$ is the covariance matrix of the input.",
    named=lambda: iter([_unbiased()]),
    remark=r"The proof's own case, 'unbiased data', has mean zero. Eq 13 suffices for Eq 14 and is not necessary: "
    r"$A = (1, 0)$, $u = \mathrm{diag}(1, 3)$, $u_c = 1$.",
)
def printed_form(X, H):
    """The second moment of the inputs against their covariance."""
    centred = X - X.sum(axis=1, keepdims=True) / X.shape[1]
    return p.equal(H, centred @ centred.T / X.shape[1], X, X)


def sample(rng: np.random.Generator) -> p.Instance:
    """A regression with one of its symmetries, or with a u_c that has nothing to do with it: the two defects still agree."""
    given = p.sampled_regression(rng)
    return given if rng.random() < 0.5 else {**given, "u_c": rng.standard_normal(given["u_c"].shape)}


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    given = p.exact_regression(rng, size)
    return {**given, "u_c": p.rational(rng.integers(-3, 4, given["u_c"].shape))}


@claim.premise
def premise(X, H) -> bool:
    """H is X X^T / n."""
    return p.relative(H * X.shape[1] - X @ X.T, X, X) <= 1e-12


@claim.search
def smallest() -> p.Instances:
    """One input, one label, n samples of values 0 and 1 that are not all 0."""
    for n in range(1, 4):
        for ones in range(1, n + 1):
            X = p.rational(np.array([[1] * ones + [0] * (n - ones)]))
            yield p.regression_instance(X, X, p.rational(np.array([[1]])), p.rational(np.array([[1]])))


@claim.without("covariance", "$u = 2$, $u_c = 2$ is equivariant for every fit and satisfies neither half")
def _doubled() -> p.Instance:
    """u = 2, u_c = 2: the fit is equivariant, yet neither half of Eq 13 holds."""
    one = np.array([[1.0, -1.0]])
    return p.regression_instance(one, one, np.array([[2.0]]), np.array([[2.0]]))


claim.tie(
    {
        "fit": "a letter: C is A H for the fit A",
        "u invertible": "covariance",
        "H invertible": "full rank",
    }
)


@claim.derivation
def derivation() -> p.Derivation:
    u, H, A = p.matrix("u", "d"), p.matrix("H", "d"), p.matrix("A", "c", "d")
    u_c, C = p.matrix("u_c", "c"), p.matrix("C", "c", "d")
    covariance = p.Equation("covariance", u @ H @ u.T, H)
    fit = p.Equation("fit", C, A @ H)
    defect = (u_c @ C @ u.T - C) @ u.T.inverse @ H.inverse
    rotate = p.Use("covariance", right=u.T.inverse @ H.inverse, reversed=True)
    return p.derive(
        (covariance, fit, p.Invertible("u invertible", u), p.Invertible("H invertible", H)),
        p.chain(
            "the defects agree up to an invertible factor",
            defect,
            p.step(u_c @ C @ H.inverse - C @ u.T.inverse @ H.inverse, r"multiply out, $u^\top$ cancels"),
            p.step(u_c @ A - A @ H @ u.T.inverse @ H.inverse, "the fit is $C = A H$", "fit"),
            p.step(u_c @ A - A @ u, r"$u$ preserves $H$, multiplied by $(u^\top)^{-1} H^{-1}$ on the right", rotate),
        ),
    )


claim.draw(sampled=sample, exact=exact)


def _centred(rng: np.random.Generator) -> p.Instance:
    """A regression on inputs of mean zero."""
    given = p.sampled_regression(rng)
    X = given["X"] - given["X"].mean(axis=1, keepdims=True)
    return given | {"X": X, "H": X @ X.T / X.shape[1]}


def _unbiased() -> p.Instance:
    """'Unbiased data', as the proof of the theorem says: two inputs, 1 and -1."""
    one = np.array([[1.0, -1.0]])
    return p.regression_instance(one, one, np.eye(1), np.eye(1))


def _has_mean_zero(X) -> bool:
    return bool(np.abs(X.sum(axis=1)).max() <= 1e-10 * np.abs(X).sum())


claim.reading(
    "the inputs have mean zero; then no row of ones can be appended to them",
    hypothesis=_has_mean_zero,
    draw=_centred,
)
