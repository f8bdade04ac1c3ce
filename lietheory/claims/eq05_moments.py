"""Eq 5: the weights of an L-conv as moments of a kernel, with the density of the Haar measure, which the printed form omits."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from scipy.linalg import expm, expm_frechet

from lietheory import proof as p
from lietheory.algebra import LieAlgebra, aff, coordinates, gl, heisenberg, so
from lietheory.arrays import is_exact
from lietheory.representation import ball_quadrature, neighbourhood
from lietheory.representation.group_convolution import Neighbourhood

claim = p.Claim(
    "eq5",
    "The weights as moments",
    after="eq4",
    source="L-conv, Eq 5",
    statement=r"$W^0 = \int_{|\epsilon| \le \eta} g\, J\, d\epsilon$ and $W^i = \int_{|\epsilon| \le \eta} \epsilon^i g\, "
    r"J\, d\epsilon$, over a ball of the algebra and with the density $J = |\det((1 - e^{-\mathrm{ad}_\epsilon}) / "
    r"\mathrm{ad}_\epsilon)|$, are $W^0 = \int g\, d\mu$ and $W \cdot L = \int \log(u)\, g(u)\, d\mu(u)$ over the group. "
    r"They obey $|W^i| \le \eta |g|_1$. $\exp$ has to be injective on the ball: on $SO(2)$ with $\eta = 2 \pi$ and $g = 1$ "
    r"the moment is $W^0 = 4 \pi$, and the group has $2 \pi$. "
    r"Without $J$ the error is $O(\eta^2)$ on a unimodular group and $O(\eta)$ on others.",
    uses=("eq3",),
    proof=r"A change of variables: the left Haar measure in exponential coordinates is $J\, d\epsilon$. On the affine group $J = "
    r"(1 - e^{-x}) / x = 1 - x / 2 + O(x^2)$; the kernel $1 + x / \eta$ has mass $\pi \eta^2$ and the term $-x / 2$ weighs "
    r"$-\tfrac{1}{2 \eta} \int x^2 = -\pi \eta^3 / 8$.",
)
claim.assume("density", r"$d\mu = J(\epsilon)\, d\epsilon$")
claim.assume("injective", r"$\exp$ is injective on the ball, so that each group element is counted once")
claim.assume("support", r"$g$ vanishes outside the ball of radius $\eta$")
claim.part("the moments are integrals over the group")
claim.part("their bound")
claim.part("without the density")
claim.explain(
    "The weights of an L-conv are the mean and the first moments of the kernel, in the measure of the group.",
    "It says which kernels a learned layer stands for.",
    g=("function", "the kernel on the group"),
    eta=("number", "radius of the kernel"),
    W_0=("number", "the mass of the kernel"),
    W_i=("number", "its moment along $L_i$"),
    J=("function", "density of the Haar measure"),
)

ORDER = 2  # of the quadrature: the equations hold for its nodes as for the integral


def minus_logarithm(u: np.ndarray) -> np.ndarray:
    """-log u = -2 artanh((u - I) (u + I)^-1), by its series, for u = exp(X) with |X| <= 1."""
    eye = np.eye(len(u))
    x = np.linalg.solve((u + eye).T, (u - eye).T).T
    square, power, total = x @ x, x, 0 * x
    for k in range(1, 60, 2):  # the eigenvalues of x are at most tan(1/2) in size, and tan(1/2)^60 is below 1e-15
        total, power = total - 2 * power / k, power @ square
    return total


def minus_logarithm_of_shear(u: np.ndarray) -> np.ndarray:
    """-log u = I - u, where (u - I)^2 = 0."""
    return np.eye(len(u), dtype=np.int64) - u


def moments(near, g, mass) -> np.ndarray:
    """W^0 and W^i: the sums of g J and of eps^i g J over the nodes, for the mass J of each."""
    weights = mass * np.array([g(eps) for eps in near.coordinates])
    return np.concatenate([[weights.sum()], weights @ near.coordinates])


def haar_density(algebra: LieAlgebra, eps: np.ndarray) -> float | Fraction:
    """|det| of the coordinates of u^-1 du / d eps_i, u = exp(eps . L): the left Haar measure by its definition, without J.

    Exact coordinates are those of commuting shears, X^2 = 0, where exp(X) = I + X and du / d eps_i = L_i.
    """
    L = algebra.generators
    X, flat = np.tensordot(eps, L.astype(eps.dtype), axes=1), L.reshape(len(L), -1)
    if is_exact(eps):
        seen, _ = coordinates(flat, ((np.eye(L.shape[1], dtype=np.int64) - X) @ L).reshape(len(L), -1))
        return Fraction(math.prod(np.diag(seen).tolist()))  # u^-1 L_i = L_i - X L_i = L_i, since shears of one row have X L_i = 0
    moved = np.array([expm_frechet(X, L_i.astype(float), compute_expm=False) for L_i in L])
    seen, _ = coordinates(flat.astype(float), (expm(-X) @ moved).reshape(len(L), -1))
    return float(abs(np.linalg.det(seen)))


def times_reached(algebra: LieAlgebra, eps: np.ndarray, eta: float | Fraction) -> int:
    """How many points of the ball of radius eta have the exponential of eps: the turns of a circle, else one."""
    L = algebra.generators
    if len(L) > 1 or np.any(L[0] @ L[0] @ L[0] + L[0]):  # no circle L^3 = -L, of period 2 pi
        return 1
    turns = (abs(float(eps[0]) + 2 * np.pi * k) <= float(eta) * (1 + 1e-12) for k in range(-10, 11))
    return max(1, sum(turns))


def over_the_group(near, flat, g, algebra, eta, eye, log) -> tuple[float | Fraction, np.ndarray]:
    """The integrals of g and of -log(u) g(u) over the group, each element once, in the measure that left translation keeps."""
    total, mean = 0 * flat[0], 0 * eye
    for eps, u, cell in zip(near.coordinates, near.elements, flat, strict=True):
        weight = cell * haar_density(algebra, eps) * g(eps) / times_reached(algebra, eps, eta)
        total, mean = total + weight, mean + weight * log(u)
    return total, mean


@claim.residual
def residual(near, g, mass, flat, algebra, eta, eye, log):
    """Of W^0 and W . L against integrals over the group, and by how much a |W^i| exceeds eta |g|_1; per unit of |g|_1."""
    W, (total, mean), L = moments(near, g, mass), over_the_group(near, flat, g, algebra, eta, eye, log), algebra.generators
    size = sum(w * abs(g(eps)) for eps, w in zip(near.coordinates, near.weights, strict=True))
    excess = max([abs(w) - eta * size for w in W[1:]])
    defects = p.relative(np.array([W[0] - total])), p.relative(np.tensordot(W[1:], L.astype(W.dtype), axes=1) + mean)
    return max(0 * size, excess / size, *(defect / size for defect in defects))


@claim.printed(
    r"$W^0 \equiv \int_{G} \tilde{g}(\epsilon) d^{n_L} \epsilon, W^i \equiv \int_{G} \epsilon^i "
    r"\tilde{g}(\epsilon) d^{n_L} \epsilon$",
    symbols={"measure": lambda flat: flat},
    remark="The domain is a ball of the algebra, not the group. Free $W^i$, as a layer learns them, are moments of "
    r"some kernel of radius $\eta$ only within the bound.",
)
def printed_form(near, g, flat, measure, algebra, eta, eye, log):
    """W^0 and W . L against integrals over the group; the measure of the moments is that of the convention."""
    W, (total, mean) = moments(near, g, measure), over_the_group(near, flat, g, algebra, eta, eye, log)
    first = p.equal(W[0], total, total)
    return first, p.equal(np.tensordot(W[1:], algebra.generators.astype(W.dtype), axes=1), -mean, total)


def _instance(near: Neighbourhood, algebra: LieAlgebra, kernel: Callable, flat: np.ndarray, **changes: object) -> p.Instance:
    given = {"near": near, "algebra": algebra, "g": kernel, "mass": near.weights, "flat": flat, "log": minus_logarithm}
    return given | {"eye": np.eye(algebra.generators.shape[1])} | changes


def _ball(algebra: LieAlgebra, radius: float, kernel: Callable, **changes: object) -> p.Instance:
    flat = ball_quadrature(algebra.dimension, radius, ORDER)[1]
    return _instance(neighbourhood(algebra, radius, ORDER), algebra, kernel, flat, **{"eta": radius} | changes)


def sample(rng: np.random.Generator) -> p.Instance:
    """Unimodular groups and one that is not, kernels of either sign, radii from 0.01 to 1."""
    algebra = (so(2), gl(1), aff(1), aff(1), heisenberg(1))[rng.integers(5)]
    slope, radius = 3 * rng.standard_normal(algebra.dimension), float(np.exp(rng.uniform(np.log(0.01), 0)))
    return _ball(algebra, radius, lambda eps: 1 + slope @ eps / radius)


def exact(rng: np.random.Generator, size: int) -> p.Instance:
    """Atoms on commuting shears I + eps_i E_1i, where the density is 1 and logarithms are rational."""
    L = np.zeros((size - 1, size, size), dtype=int)
    L[np.arange(size - 1), 0, np.arange(1, size)] = 1
    eps, heights = p.rational(rng.choice([-2, -1, 1, 2], (4, size - 1)), 8 * size), p.rational(rng.choice([-3, 1, 2], 4), 2)
    kernel = {tuple(e): g for e, g in zip(eps, heights, strict=True)}
    eye = p.rational(np.eye(size, dtype=int))
    weights = p.rational(np.ones(4, dtype=int), 4)
    near = Neighbourhood(eps, eye + np.tensordot(eps, L.astype(object), axes=1), weights)
    eta = max(abs(eps).ravel())
    return _instance(
        near, LieAlgebra.from_matrices(L), lambda e: kernel[tuple(e)], weights, eta=eta, log=minus_logarithm_of_shear, eye=eye
    )


@claim.premise
def premise(near, flat, algebra, eta, log, eye) -> bool:
    """The nodes are in the ball, on which exp has an inverse, and their masses are those of the Haar measure."""
    inside = all(np.linalg.norm(np.asarray(eps, dtype=float)) <= float(eta) * (1 + 1e-9) for eps in near.coordinates)
    once = all(times_reached(algebra, eps, eta) == 1 for eps in near.coordinates)
    nodes = zip(near.coordinates, flat, near.weights, strict=True)
    haar = all(abs(w - m * haar_density(algebra, eps)) <= 1e-9 * abs(w) for eps, m, w in nodes)
    elements = zip(near.coordinates, near.elements, strict=True)
    back = all(p.relative(log(u) + np.tensordot(eps, algebra.generators, axes=1), u) <= 1e-8 for eps, u in elements)
    return inside and once and haar and back and p.relative(eye - np.eye(len(eye))) == 0


@claim.search
def smallest() -> p.Instances:
    """The constant kernel of radius 1/2 on the line, the circle, and the affine group of the line."""
    for algebra in (gl(1), so(2), aff(1)):
        yield _ball(algebra, 0.5, lambda eps: 1.0)


def _flat(given: p.Instance) -> p.Instance:
    return {**given, "mass": given["flat"]}


def missing(eta: float) -> float:
    """|W^0 with d eps - W^0| per unit of the kernel's mass, on the affine group of the line, for the kernel 1 + s_1."""
    given = _ball(aff(1), eta, lambda eps: 1 + eps[0] / eta)
    return abs(p.applied(moments, _flat(given))[0] / p.applied(moments, given)[0] - 1)


claim.draw(sampled=sample, exact=exact, smallest_size=2)
claim.without(
    "density",
    "the constant kernel of radius 1/2 on the affine group of the line, with the measure of its algebra",
    lambda: _flat(_ball(aff(1), 0.5, lambda eps: 1.0 + eps[0])),
)
claim.without(
    "support",
    r"a kernel of radius 1 where $\eta$ is 1/10, on the circle",
    lambda: _ball(so(2), 1.0, lambda eps: 1.0 + eps[0], eta=0.1),
)
claim.rate(
    r"radius $\eta$ of the kernel: what a missing density costs $W^0$ on the affine group",
    missing,
    tuple(2.0**-k for k in range(1, 10)),
    order=1,
    constant=1 / 8,
)
claim.reading(
    r"the density $J$ of the Haar measure is part of $\tilde g$",
    symbol="measure",
    to=lambda near: near.weights,
    corrected=True,
)
claim.without(
    "injective",
    r"the constant kernel on the circle with $\eta = 2 \pi$, which reaches every element twice",
    lambda: _ball(so(2), 2 * np.pi, lambda eps: 1.0, log=lambda u: -np.arctan2(u[1, 0], u[0, 0]) * so(2).generators[0]),
)
