"""Two bodies in the plane that circle each other: their states along orbits, and the symmetry that these have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.integrate import solve_ivp

from lietheory.arrays import tolerance
from lietheory.errors import PrecisionError, ShapeError

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
    found = solve_ivp(_motion, times[[0, -1]], _start(settings, rng).ravel(), "DOP853", times, rtol=ACCURACY, atol=ACCURACY)
    if not found.success:
        raise PrecisionError("orbits(settings)", "orbits that do not collide", found.message, "Lower the noise.")
    return found.y.reshape(settings.orbits, STATE, settings.states).swapaxes(1, 2)


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
