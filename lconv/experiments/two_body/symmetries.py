"""Linear symmetries of orbits in closed form: linear algebra on the data, nothing is trained.

Three answers that use more and more knowledge. The first two need states alone; the third also knows which
coordinates are positions and which their momenta.
"""

from __future__ import annotations

import itertools

import numpy as np
from jaxtyping import Float

from lconv.experiments.two_body.orbits import PLANE, STATE, Coordinates, pairs, white_coordinates
from lietheory.discovery.polarization_null_space import polarization_matrix
from lietheory.errors import RankError

LAGS = 5
DEGREE = 3


def moment_symmetry(states: Float[np.ndarray, "orbit time d"], lags: int = LAGS) -> Float[np.ndarray, "1 d d"]:
    """The L nearest to preserving E[x_t x_t^T] and commuting with the regressions of x_(t+k) on x_t, k = 1, ..., lags.

    If x_t and x_(t+k) turn together by exp(L) and keep their distribution, then L H + H L^T = 0 and L A_k = A_k L. In
    white coordinates L is skew and the A_k are the lagged moments, so that L is the null vector of K -> (K A_k - A_k K)_k on
    skew matrices; of finitely many orbits, the least singular vector.

    Args:
        states: orbits.
        lags: how many k; one does not suffice where its regression commutes with more than L.

    Raises:
        RankError: not more states than lags.

    Examples:
        >>> from lconv.experiments.two_body.orbits import OrbitSettings, orbits
        >>> L = moment_symmetry(orbits(OrbitSettings(orbits=100), rng=np.random.default_rng(0)))[0]
        >>> bool(abs(L[0, 1]) > 10 * abs(L[0, 0]))
        True

    References:
        L-conv paper, Theorem 1 (Eq 13) for each regression x_(t+k) = A_k x_t, and Corollary 1; claims thm1, cor1.
    """
    if states.shape[1] <= lags:
        raise RankError(
            f"moment_symmetry(states, lags={lags})", f"more than {lags} states", f"{states.shape[1]}", "Ask for fewer."
        )
    white = white_coordinates(states.reshape(-1, states.shape[2]))
    z = states @ white.inward.T
    K = _skew(white.rank)
    moments = [_second_moment(z[:, k:], z[:, :-k]) for k in range(1, lags + 1)]
    conditions = np.concatenate([(K @ A - A @ K).reshape(len(K), -1).T for A in moments])
    return white.lift(np.tensordot(_least(conditions), K, axes=1)[None])


def map_symmetry(states: Float[np.ndarray, "orbit time d"], degree: int = DEGREE) -> Float[np.ndarray, "1 d d"]:
    """The L nearest to F'(x) L x = L F(x) for the polynomial map F that fits x_t -> x_(t+1) best.

    The polynomials up to a degree are kept by every linear map, so a symmetry of the data is one of the best fit
    even where the fit is poor: linear regression lifted to polynomials, then LieGG's null space of a map known by formula.

    Args:
        states: orbits.
        degree: of F.

    References:
        Moskalev et al. 2022, for equivariance; claim liegg-nullspace.
    """
    x, y = pairs(states)
    white = white_coordinates(np.concatenate([x, y]))
    x, y = x @ white.inward.T, y @ white.inward.T
    terms = _terms(white.rank, degree)
    coefficients = np.linalg.lstsq(_values(x, terms), y, rcond=None)[0]
    some = x[:: max(1, len(x) // 4000)]
    r = white.rank
    jacobians = np.einsum("nmi,mo->noi", _slopes(some, terms), coefficients)
    units = np.eye(r * r).reshape(r * r, r, r)
    fields = np.einsum("kij,nj->nki", units, some)
    moved = np.einsum("koi,ni->nok", units, _values(some, terms) @ coefficients)
    rows = polarization_matrix(jacobians, fields) - moved.reshape(-1, r * r)
    return white.lift(_least(rows).reshape(1, r, r))


def conserved_symmetry(states: Float[np.ndarray, "orbit time 8"]) -> Float[np.ndarray, "1 8 8"]:
    """The Hamiltonian field L = Omega Q of the quadratic form x^T Q x that changes least along orbits, relative to itself.

    By Noether's theorem a conserved quadratic form of a mechanical system generates a linear symmetry; here it is the angular
    momentum, and exact to the accuracy of the orbits however few they are. It knows that p are the momenta of q.

    References:
        Noether 1918; Arnold, Mathematical methods of classical mechanics, section 38.
    """
    x, y = pairs(states)
    white = white_coordinates(np.concatenate([x, y]))
    terms = list(itertools.combinations_with_replacement(range(white.rank), 2))
    before, after = (_values(part @ white.inward.T, terms) for part in (x, y))
    scale = before.std(axis=0)
    Q = np.zeros((white.rank, white.rank))
    Q[tuple(np.array(terms).T)] = _least((after - before) / scale) / scale
    Q = white.inward.T @ (Q + Q.T) @ white.inward
    return (_canonical_form() @ Q)[None]


def identifiable_dimension(white: Coordinates) -> int:
    """How many of the d^2 linear fields x -> L x the data tell apart: d times the dimension of their span."""
    return white.rank * white.inward.shape[1]


def _canonical_form() -> Float[np.ndarray, "8 8"]:
    """Omega with (q', p') = Omega grad H on q1, p1, q2, p2."""
    pair = np.array([[0.0, 1.0], [-1.0, 0.0]])
    return np.kron(np.eye(STATE // (2 * PLANE)), np.kron(pair, np.eye(PLANE)))


def _second_moment(later: np.ndarray, earlier: np.ndarray) -> Float[np.ndarray, "r r"]:
    return np.einsum("nti,ntj->ij", later, earlier) / (later.shape[0] * later.shape[1])


def _skew(n: int) -> Float[np.ndarray, "n_L n n"]:
    i, j = np.triu_indices(n, 1)
    K = np.zeros((len(i), n, n))
    K[np.arange(len(i)), i, j] = 1.0
    return K - K.swapaxes(1, 2)


def _least(rows: Float[np.ndarray, "m K"]) -> Float[np.ndarray, " K"]:
    """The right singular vector of the least singular value."""
    return np.linalg.svd(np.linalg.qr(rows, mode="r"))[2][-1]


def _terms(r: int, degree: int) -> list[tuple[int, ...]]:
    """The monomials of degree 1 to ``degree``, each as the places of its factors."""
    return [t for k in range(1, degree + 1) for t in itertools.combinations_with_replacement(range(r), k)]


def _values(z: Float[np.ndarray, "n r"], terms: list[tuple[int, ...]]) -> Float[np.ndarray, "n M"]:
    return np.stack([z[:, list(t)].prod(axis=1) for t in terms], axis=1)


def _slopes(z: Float[np.ndarray, "n r"], terms: list[tuple[int, ...]]) -> Float[np.ndarray, "n M r"]:
    """The derivative of every monomial in every direction, by the product rule."""
    slopes = np.zeros((len(z), len(terms), z.shape[1]))
    for m, t in enumerate(terms):
        for place, i in enumerate(t):
            slopes[:, m, i] += z[:, [j for other, j in enumerate(t) if other != place]].prod(axis=1)
    return slopes
