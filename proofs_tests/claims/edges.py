"""Attacks on claims at the edge of their hypotheses: extreme scales, near degeneracy, barely injective exp, rough functions.

Every instance satisfies the assumptions of its claim, so that the corrected statement has to hold on it.
"""

from __future__ import annotations

import numpy as np

from lietheory import proof as p
from lietheory.algebra import aff, gl, heisenberg, so
from lietheory.claims import eq03_group_convolution as eq3
from lietheory.claims import eq05_moments as eq5
from lietheory.claims import eq12_flow as eq12
from lietheory.claims import lemma_zero_padded_shifts as padded
from lietheory.claims import liegg_criterion as criterion
from lietheory.claims import liegg_variance as variance
from lietheory.claims import p1_local_convolution as prop1
from lietheory.claims import p2_deep_lconv as prop2
from lietheory.claims import prose_multilayer_rate as rate
from lietheory.claims import prose_quadrature as quadrature
from lietheory.proof.random_instances import orthogonal, well_conditioned
from lietheory.proof.registry import claims_by_label
from lietheory.proof.scalar_functions import waves
from lietheory.representation import exponential
from lietheory.representation.shifts import shift_generators


def scale(rng, low: float, high: float) -> float:
    """A size between two powers of ten."""
    return float(10.0 ** rng.uniform(low, high))


def barely_injective(rng) -> dict:
    """The circle with a ball just short of half a turn, where exp is injective for the last time."""
    radius = np.pi * (1 - scale(rng, -12, -1))
    return eq5._ball(
        so(2), radius, lambda eps: 1 + eps[0] / radius, log=lambda u: -np.arctan2(u[1, 0], u[0, 0]) * so(2).generators[0]
    )


def small_ball(rng) -> dict:
    """Kernels of radius down to 1e-6, on groups unimodular and not."""
    algebra = (so(2), gl(1), aff(1), heisenberg(1))[rng.integers(4)]
    slope, radius = 3 * rng.standard_normal(algebra.dimension), scale(rng, -6, 0)
    return eq5._ball(algebra, radius, lambda eps: 1 + slope @ eps / radius)


def wide_or_narrow_kernel(rng) -> dict:
    """Radii up to just short of half a turn of SO(2) and SO(3), features and functions of any size."""
    algebra = (so(2), so(3))[rng.integers(2)]
    f = waves(
        scale(rng, -3, 3) * rng.standard_normal(2), scale(rng, -2, 1) * rng.standard_normal((2, len(algebra.generators[0])))
    )
    eta = float(rng.choice([scale(rng, -8, -1), 3.1]))
    return prop1._instance(
        algebra, scale(rng, -2, 2) * rng.standard_normal(len(algebra.generators[0])), f, eta, np.zeros(algebra.dimension)
    )


def near_the_centre(rng) -> dict:
    """A group element within 1e-9 of the identity or of commuting with the kernel, features of any size."""
    given = eq3.sample(rng)
    L = (so(2) if len(given["v"]) == 2 else so(3)).generators
    v = exponential(L, scale(rng, -9, 0) * rng.standard_normal(len(L)))
    return given | {"v": v, "h": scale(rng, -3, 3) * given["h"], "p": v}


def nearly_no_step(rng) -> dict:
    """A within 1e-12 of the identity, or far from it."""
    d = int(rng.integers(1, 5))
    A = np.eye(d) + scale(rng, -12, 0.5) * rng.standard_normal((d, d))
    return eq12._instance(A, rng.standard_normal((d, 2)), scale(rng, -3, 3))


def aligned_step(rng) -> dict:
    """A = I + x P for a projection P: the series of the exponential has terms of one sign, and no bound to spare."""
    d = int(rng.integers(1, 5))
    Q = orthogonal(rng, d)[:, : int(rng.integers(1, d + 1))]
    return eq12._instance(
        np.eye(d) + float(rng.choice([scale(rng, -6, 0), scale(rng, 0, 0.9)])) * Q @ Q.T,
        rng.standard_normal((d, 2)),
        scale(rng, -3, 3),
    )


def long_factors(rng) -> dict:
    """One or two factors as far as a whole turn."""
    count = int(rng.integers(1, 3))
    L = so(3).generators.astype(float)
    t = scale(rng, -6, 0.5) * rng.standard_normal((count, 3))
    return prop2._instance(L, t, exponential(L, t), rng.standard_normal((3, 2)))


def growing_factors(rng) -> dict:
    """Up to four numbers e^-s as factors, whose inverses grow: the terms of every series have one sign."""
    L = gl(1).generators.astype(float)
    t = -(10.0 ** rng.uniform(-3, 0.5, (int(rng.integers(1, 5)), 1)))
    return prop2._instance(L, t, exponential(L, t), rng.standard_normal((1, 2)))


def any_step(rng) -> dict:
    """Steps from 1e-5 to 3 for functions of any size, down to one that hardly changes."""
    given = variance._waves(rng, int(rng.integers(1, 4)), scale(rng, -5, 0.5))
    return given | {"c": scale(rng, -4, 4)}


def growing_line(rng) -> dict:
    """a x on the line, which the flow of 1 stretches: the whole of the second order is the growth along the flow."""
    a, points = scale(rng, -2, 2), scale(rng, -2, 2) * rng.standard_normal((3, 1))
    f = p.Feature("x -> a x", lambda x: a * x[0], lambda x: np.array([a]), lambda x: np.zeros((1, 1)), 0.0)
    V = variance.least_direction(variance.rows_of(f, points))[1]
    return {"points": points, "f": f, "t": scale(rng, -3, 0.5), "h": np.eye(1), "c": scale(rng, -4, 4), "V": V, "steepness": a}


def steep_function(rng) -> dict:
    """Few layers, steep functions, group elements far away: the bounds are large and have to be bounds."""
    given = rate.sample(rng)
    a, b = scale(rng, -2, 2) * rng.standard_normal(3), scale(rng, -2, 1) * rng.standard_normal((3, len(given["h"])))
    f, layers = waves(a, b), int(rng.integers(1, 4))
    return given | {"f": f, "lipschitz": rate.steepness(a, b), "curvature": f.curvature, "layers": layers}


def kinked_function(rng) -> dict:
    """A sum of |a . x - c|, Lipschitz and with no second derivative, kinked at the very features."""
    given = rate.sample(rng)
    a = scale(rng, -2, 2) * rng.standard_normal((3, len(given["h"])))
    c = a @ given["h"] * rng.choice([0.0, 1.0], 3)
    f = p.Feature(
        "x -> sum_k |a_k . x - c_k|",
        lambda x: np.abs(a @ x - c).sum(),
        lambda x: np.sign(a @ x - c) @ a,
        lambda x: 0 * np.outer(x, x),
    )
    return given | {
        "f": f,
        "lipschitz": float(np.linalg.norm(a, axis=1).sum()),
        "curvature": None,
        "layers": int(rng.integers(1, 4)),
    }


def nearly_one_away(rng) -> dict:
    """u at a distance of 0.93 from the identity, in any direction, where the series of the logarithm hardly converges."""
    n = int(rng.integers(2, 5))
    return {"u": np.eye(n) + 0.93 * orthogonal(rng, n)}


def uneven_cells(rng) -> dict:
    """Cells between 1e-6 and 1, nodes at their very ends."""
    count = int(rng.integers(1, 30))
    edges = np.cumsum(10.0 ** rng.uniform(-6, 0, count + 1))
    return quadrature._cells(edges, rng.choice([0.0, 1.0], count), scale(rng, -3, 3) * rng.standard_normal(3))


def cells_at_a_kink(rng) -> dict:
    """a |s - c| in cells of any width, with nodes at their ends and the kink in one of them."""
    given = uneven_cells(rng)
    edges, a = given["edges"], scale(rng, -3, 3)
    c = rng.uniform(edges[0], edges[-1])
    phi, integral = (lambda s: a * abs(s - c)), (lambda s: a * (s - c) * abs(s - c) / 2)
    return given | {"phi": phi, "integral": integral, "omega": a * float(np.diff(edges).max())}


def cells_with_a_jump(rng) -> dict:
    """a sign(s - c), which has the whole of its oscillation in one cell, up to just behind a node at its end."""
    edges, a = np.cumsum(10.0 ** rng.uniform(-6, 0, int(rng.integers(2, 5)))), scale(rng, -3, 3)
    given = quadrature._cells(edges, rng.choice([0.0, 1.0], len(edges) - 1), np.zeros(3))
    nodes = given["nodes"]
    cell = int(rng.integers(len(nodes)))
    c = edges[cell] + (edges[cell + 1] - edges[cell]) * float(rng.choice([scale(rng, -9, 0), 1 - scale(rng, -9, 0)]))
    return given | {"phi": lambda s: a * np.sign(s - c), "integral": lambda s: a * abs(s - c), "omega": 2 * a}


def rough_invariant(rng) -> dict:
    """|x . B x|^(3/2) or |x . B x|^(5/4), whose gradient has no derivative where the form vanishes."""
    given = criterion.sample(rng)
    q, power = criterion.form(given["B"]), float(rng.choice([1.5, 1.25]))
    f = p.Feature(
        "x -> |x . B x|^s",
        lambda x: abs(q.value(x)) ** power,
        lambda x: power * abs(q.value(x)) ** (power - 1) * np.sign(float(q.value(x))) * q.gradient(x),
        q.hessian,
    )
    return given | {"f": f, "A": None}


def any_image(rng) -> dict:
    """The stencil, or the shifts along both axes and one diagonal, on images of 2 x 2 to 2 x 4 points, lying or standing."""
    shape = tuple(int(k) for k in rng.permutation([2, int(rng.integers(2, 5))]))
    slope = int(rng.choice([-1, 1]))
    one_step = [(a, b) for a, b in padded.STENCIL if (a, b) != (0, 0) and (a * b == 0 or a * b == slope)]
    whole = bool(rng.integers(2))
    L = shift_generators(shape, padded.STENCIL if whole else one_step)
    points = shape[0] * shape[1]
    return {"L": L, "form": None, "dimension": points**2 - (not whole), "name": None}


def ill_conditioned(label: str, name: str):
    """The sample of a claim with one matrix written in a basis of condition up to 1e4 on the left."""

    def draw(rng) -> dict:
        given = claims_by_label()[label].sample(rng)
        return given | {name: well_conditioned(rng, len(given[name]), scale(rng, 0, 4)) @ given[name]}

    return draw


EDGES = {
    "eq3": (near_the_centre,),
    "eq5": (barely_injective, small_ball),
    "prop1": (wide_or_narrow_kernel,),
    "prop2": (long_factors, growing_factors),
    "multilayer-rate": (steep_function, kinked_function),
    "eq12": (nearly_no_step, aligned_step),
    "liegg-variance": (any_step, growing_line),
    "one-exponential": (nearly_one_away,),
    "quadrature": (uneven_cells, cells_at_a_kink, cells_with_a_jump),
    "liegg-criterion": (rough_invariant,),
    "lemma-zero-padded-shifts": (any_image,),
    "full-rank": (ill_conditioned("full-rank", "X"),),
}
