"""Eq 8: the one-hot matrices are a basis of gl(d), and their brackets."""

import numpy as np

from lietheory import proof as p
from lietheory.algebra import bracket, gl, rank

claim = p.Claim(
    "eq8",
    "One-hot matrices",
    after="single-generator",
    source="L-conv, Eq 8",
    statement=r"The $d^2$ matrices $[E_{(\alpha, \beta)}]_\mu^\nu = \delta_{\mu \alpha} \delta_\beta^\nu$ are a basis of "
    r"$gl(d)$, with $M = \sum_{\alpha, \beta} M_\alpha^\beta E_{(\alpha, \beta)}$ and $[E_{(\alpha, \beta)}, E_{(\kappa, "
    r"\lambda)}] = \delta_{\beta \kappa} E_{(\alpha, \lambda)} - \delta_{\lambda \alpha} E_{(\kappa, \beta)}$.",
    uses=("eq2",),
)
claim.assume("all", "all $d^2$ of them are taken")
claim.assume("units", "the non-zero entry is 1")
claim.part("a basis", formal=("unit_matrices_independent", "unit_matrices_span"))
claim.part("the brackets", derived=True, formal=("unit_matrices_bracket",))
claim.explain(
    "Matrices with a single one are a basis of all matrices, with simple brackets.",
    "They show that a dense layer is the extreme case of an L-conv.",
    E=("d^2 x d x d", "the unit matrices"),
)

MU, NU, ALPHA, BETA, KAPPA, LAMBDA = (p.Index(name, "d") for name in ("mu", "nu", "alpha", "beta", "kappa", "lambda"))


def bracket_formula(E: np.ndarray) -> np.ndarray:
    """delta_bc E_ad - delta_da E_cb for all a, b, c, d, as [E_ab, E_cd] for matrices numbered row by row."""
    d = E.shape[1]
    one, units = np.eye(d, dtype=E.dtype), E.reshape(d, d, d, d)
    first = np.einsum("bc,adij->abcdij", one, units)
    second = np.einsum("da,cbij->abcdij", one, units)
    return (first - second).reshape(d * d, d * d, d, d)


@claim.residual
def residual(E, M):
    """Of the rank, of the entries, of the brackets, and of a matrix M written in the basis."""
    d = E.shape[1]
    if (independent := rank(E.reshape(len(E), d * d))) < d * d:
        return d * d - independent
    entries = p.relative(E.reshape(d, d, d, d) - np.einsum("ma,nb->abmn", *[np.eye(d, dtype=E.dtype)] * 2))
    combined = np.tensordot(M.ravel(), E.astype(M.dtype), axes=1)
    return max(entries, p.relative(bracket(E[:, None], E[None]) - bracket_formula(E), E, E), p.relative(combined - M, M))


def _instance(E: np.ndarray, M: np.ndarray, **letters: object) -> p.Instance:
    return {"E": E, "M": M} | letters


def sample(rng: np.random.Generator) -> p.Instance:
    d = int(rng.integers(1, 6))
    return _instance(gl(d).generators.astype(float), rng.standard_normal((d, d)))


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    free = {index: int(rng.integers(size)) for index in (MU, NU, ALPHA, BETA, KAPPA, LAMBDA)}
    return _instance(gl(size).generators, p.rational(rng.integers(-4, 5, (size, size)), 3), free=free, sizes={"d": size})


@claim.printed(
    r"$L_{i,\mu}^{\nu} = [E_{(\alpha,\beta)}]_{\mu}^{\nu} = \delta_{\mu\alpha}\delta_{\beta}^{\nu}$",
    exact=True,
    remark=r"The single index $i = \alpha + \beta d$ of the footnote numbers them column by column; here they are "
    "numbered row by row.",
)
def printed_form(E):
    """The entries of the basis of gl(d) against products of deltas, and its rank against d^2."""
    d = E.shape[1]
    deltas = np.einsum("ma,nb->abmn", *[np.eye(d, dtype=E.dtype)] * 2)
    return p.equal(E.reshape(d, d, d, d), deltas), p.equal(rank(E.reshape(len(E), d * d)), d * d)


@claim.premise
def premise(E) -> bool:
    """E are all d^2 matrices with a single entry, which is one, numbered row by row."""
    d = E.shape[1]
    places = [tuple(np.argwhere(e)[0]) for e in E if np.count_nonzero(e) == 1 and e.sum() == 1]
    return places == [(i, j) for i in range(d) for j in range(d)]


@claim.search
def smallest() -> p.Instances:
    for d in range(1, 5):
        yield _instance(gl(d).generators, np.arange(d * d).reshape(d, d))


def _plane(scale: np.ndarray) -> p.Instance:
    """The unit matrices of the plane, E_11, E_12, E_21, E_22, times these numbers."""
    return _instance(gl(2).generators * scale[:, None, None], np.ones((2, 2)))


def unit(row: p.Index, column: p.Index, alpha: p.Index, beta: p.Index) -> p.IndexSum:
    """[E_(alpha, beta)]_(row, column)."""
    return p.delta(row, alpha) * p.delta(beta, column)


@claim.derivation
def derivation() -> p.Derivation:
    rho = p.Index("rho", "d")
    one_way = (unit(MU, rho, ALPHA, BETA) * unit(rho, NU, KAPPA, LAMBDA)).summed(rho)
    other_way = (unit(MU, rho, KAPPA, LAMBDA) * unit(rho, NU, ALPHA, BETA)).summed(rho)
    result = p.delta(BETA, KAPPA) * unit(MU, NU, ALPHA, LAMBDA) - p.delta(LAMBDA, ALPHA) * unit(MU, NU, KAPPA, BETA)
    return p.derive(
        (),
        p.chain(
            "the bracket of two one-hot matrices",
            one_way - other_way,
            p.step(result, "the sums over the inner index are carried out"),
        ),
    )


claim.draw(sampled=sample, exact=exact)
claim.without("all", r"three of the four of the plane, $E_{22}$ left out", lambda: _plane(np.array([1.0, 1.0, 1.0, 0.0])))
claim.without("units", r"$2 E_{12}$ in place of $E_{12}$", lambda: _plane(np.array([1.0, 2.0, 1.0, 1.0])))
