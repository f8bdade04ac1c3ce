"""Two bodies in the plane that circle each other: their states along orbits, and the linear symmetry of these in closed form.

The closed forms are linear algebra on the data; nothing is trained. The first two need states alone; the third also needs
which coordinates are positions and which are their momenta.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.integrate import solve_ivp

from lietheory.arrays import tolerance
from lietheory.discovery.polarization_null_space import polarization_matrix
from lietheory.errors import PrecisionError, RankError, ShapeError

BODIES, PLANE = 2, 2
STATE = 2 * BODIES * PLANE
"""q1, p1, q2, p2, two numbers each."""
TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
ACCURACY = 1e-9
"""Relative and absolute, of the integration."""


@dataclass(frozen=True)
class OrbitSettings:
    """Orbits near circles, as in the published data set.

    Both masses and the constant of gravitation are 1. The bodies start opposite each other at a distance from their centre
    of mass drawn from ``radii``, in a direction drawn from the circle, with the speed 1/2 radius^(-1/2) of a circular orbit
    times 1 + noise N(0, 1), across their distance. Hence q2 = -q1 and p2 = -p1 at all times.

    Args:
        orbits: how many.
        states: of each, equally spaced in time.
        duration: from the first to the last.
        radii: least and largest distance from the centre of mass.
        noise: how much the speed varies.

    References:
        Greydanus, Dzamba and Yosinski 2019, Hamiltonian neural networks, section on the two-body problem: radii .5 to 1.5,
        noise .05, 50 states over a time of 20. Yang et al. 2023 use its data.
    """

    orbits: int = 800
    states: int = 50
    duration: float = 20.0
    radii: tuple[float, float] = (0.5, 1.5)
    noise: float = 0.05

    def __post_init__(self) -> None:
        if self.orbits < 1 or self.states < 2 or not 0 < self.radii[0] <= self.radii[1] or not self.duration > 0:
            raise ShapeError("OrbitSettings(...)", "orbits, two states or more, 0 < radii", repr(self), "Give positive sizes.")


def orbits(settings: OrbitSettings, *, rng: np.random.Generator) -> Float[np.ndarray, "orbit time 8"]:
    """Solutions of q_i' = p_i, p_i' = (q_j - q_i) / |q_j - q_i|^3 at equally spaced times.

    Examples:
        >>> orbits(OrbitSettings(orbits=3, states=5), rng=np.random.default_rng(0)).shape
        (3, 5, 8)
    """
    times = np.linspace(0, settings.duration, settings.states)
    solution = solve_ivp(_motion, times[[0, -1]], _start(settings, rng).ravel(), "DOP853", times, rtol=ACCURACY, atol=ACCURACY)
    if not solution.success:
        raise PrecisionError("orbits(settings)", "orbits that do not collide", solution.message, "Lower the noise.")
    return solution.y.reshape(settings.orbits, STATE, settings.states).swapaxes(1, 2)


def rotation_of_states() -> Float[np.ndarray, "1 8 8"]:
    """diag(J, J, J, J): both positions and both momenta turn together, the one linear symmetry of the problem."""
    return np.kron(np.eye(STATE // PLANE), TURN)[None]


def pairs(states: Float[np.ndarray, "orbit time d"]) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "n d"]]:
    """Every state with the next one of its orbit."""
    d = states.shape[2]
    return states[:, :-1].reshape(-1, d), states[:, 1:].reshape(-1, d)


@dataclass(frozen=True, eq=False)
class Coordinates:
    """White coordinates of the space that the data span: z = inward x with E[z z^T] = 1, and x = outward z on the data.

    Args:
        inward: (r, d).
        outward: (d, r).
    """

    inward: Float[np.ndarray, "r d"]
    outward: Float[np.ndarray, "d r"]

    @property
    def rank(self) -> int:
        """The dimension of the space that the data span."""
        return len(self.inward)

    def lift(self, L: Float[np.ndarray, "n_L r r"]) -> Float[np.ndarray, "n_L d d"]:
        """The same action on the data, zero off the space that they span."""
        return self.outward @ L @ self.inward


def white_coordinates(X: Float[np.ndarray, "n d"]) -> Coordinates:
    """The coordinates in which the second moment of X is 1 on the span of X, by singular values.

    Examples:
        >>> states = orbits(OrbitSettings(orbits=20), rng=np.random.default_rng(0))
        >>> white_coordinates(states.reshape(-1, 8)).rank
        4
    """
    _, s, Vt = np.linalg.svd(X / np.sqrt(len(X)), full_matrices=False)
    seen = s > np.sqrt(ACCURACY) * s[0] + tolerance(size=X.size) * s[0]
    return Coordinates(Vt[seen] / s[seen, None], Vt[seen].T * s[seen])


def _start(settings: OrbitSettings, rng: np.random.Generator) -> Float[np.ndarray, "orbit 8"]:
    n = settings.orbits
    radius, phase = rng.uniform(*settings.radii, n)[:, None], rng.uniform(0, 2 * np.pi, n)
    direction = np.stack([np.cos(phase), np.sin(phase)], axis=1)
    speed = 0.5 * radius**-0.5 * (1 + settings.noise * rng.standard_normal((n, 1)))
    q, p = radius * direction, speed * direction @ TURN.T
    return np.concatenate([q, p, -q, -p], axis=1)


def _motion(_: float, flat: np.ndarray) -> np.ndarray:
    """The time derivative of all orbits at once."""
    q1, p1, q2, p2 = flat.reshape(-1, 4, PLANE).swapaxes(0, 1)
    apart = q2 - q1
    pull = apart / np.linalg.norm(apart, axis=1, keepdims=True) ** 3
    return np.stack([p1, pull, p2, -pull], axis=1).ravel()


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
    momentum, and exact to the accuracy of the orbits however few they are. It uses that p are the momenta of q.

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
