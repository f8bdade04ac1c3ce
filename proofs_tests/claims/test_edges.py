"""Corrected claims at the edge of their hypotheses: extreme scales, near degeneracy, barely injective exp, rough functions.

Three draws a claim and an edge; ``HYPOTHESIS_PROFILE=deep`` draws three hundred, and as many further samples of every claim.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import settings

from lietheory.algebra import aff, gl, heisenberg, so
from lietheory.claims import eq03_group_convolution as eq3
from lietheory.claims import eq05_moments as eq5
from lietheory.claims import eq11_shift_generators as eq11
from lietheory.claims import eq12_flow as eq12
from lietheory.claims import liegg_variance as variance
from lietheory.claims import p1_local_convolution as prop1
from lietheory.claims import p2_deep_lconv as prop2
from lietheory.claims import prose_activation_step as activation_step
from lietheory.claims import prose_multilayer_rate as rate
from lietheory.claims import prose_quadrature as quadrature
from lietheory.claims.liegg_null_space import form_jacobian
from lietheory.proof.random_instances import orthogonal, well_conditioned
from lietheory.proof.registry import claims_by_label
from lietheory.proof.scalar_functions import waves
from lietheory.representation import exponential

DEEP = settings.default.max_examples >= 500
DRAWS = 300 if DEEP else 3


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


def long_factors(rng) -> dict:
    """One or two factors as far as a whole turn."""
    count = int(rng.integers(1, 3))
    L = so(3).generators.astype(float)
    t = scale(rng, -6, 0.5) * rng.standard_normal((count, 3))
    return prop2._instance(L, t, exponential(L, t), rng.standard_normal((3, 2)))


def any_step(rng) -> dict:
    """Steps from 1e-5 to 3 for functions of any size, down to one that hardly changes."""
    given = variance._waves(rng, int(rng.integers(1, 4)), scale(rng, -5, 0.5))
    return given | {"c": scale(rng, -4, 4)}


def steep_function(rng) -> dict:
    """Few layers, steep functions, group elements far away: the bounds are large and have to be bounds."""
    given = rate.sample(rng)
    a, b = scale(rng, -2, 2) * rng.standard_normal(3), scale(rng, -2, 1) * rng.standard_normal((3, len(given["h"])))
    f, layers = waves(a, b), int(rng.integers(1, 4))
    return given | {"f": f, "lipschitz": rate.steepness(a, b), "curvature": f.curvature, "layers": layers}


def nearly_one_away(rng) -> dict:
    """u at a distance of 0.93 from the identity, in any direction, where the series of the logarithm hardly converges."""
    n = int(rng.integers(2, 5))
    return {"u": np.eye(n) + 0.93 * orthogonal(rng, n)}


def uneven_cells(rng) -> dict:
    """Cells between 1e-6 and 1, nodes at their very ends."""
    count = int(rng.integers(1, 30))
    edges = np.cumsum(10.0 ** rng.uniform(-6, 0, count + 1))
    return quadrature._cells(edges, rng.choice([0.0, 1.0], count), scale(rng, -3, 3) * rng.standard_normal(3))


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
    "prop2": (long_factors,),
    "multilayer-rate": (steep_function,),
    "eq12": (nearly_no_step,),
    "liegg-variance": (any_step,),
    "one-exponential": (nearly_one_away,),
    "quadrature": (uneven_cells,),
    "full-rank": (ill_conditioned("full-rank", "X"),),
}
CASES = [pytest.param(label, edge, id=f"{label}-{edge.__name__}") for label, edges in EDGES.items() for edge in edges]
ROUNDING = 100
"""Of the claim's tolerance: at these scales a residual loses two digits more than on its samples."""


@pytest.mark.parametrize(("label", "edge"), CASES)
def test_a_corrected_claim_holds_at_the_edge_of_its_hypotheses(label, edge, rng):
    claim = claims_by_label()[label]
    for _ in range(DRAWS):
        instance = edge(rng)
        value = abs(float(claim.residual(instance)))
        assert value <= ROUNDING * claim.tolerance, (value, {k: v for k, v in instance.items() if not callable(v)})


def test_the_form_of_the_nullity_has_to_be_symmetric():
    """x . J y with a skew J is zero on the diagonal: its evidence vanishes, and the nullity is n^2."""
    points = np.arange(1.0, 13.0).reshape(6, 2)
    assert not np.any(form_jacobian(np.array([[0.0, 1.0], [-1.0, 0.0]]), points))


def test_a_layer_and_its_linearisation_agree_at_minus_one_for_odd_activations():
    """f'(h) M h = sigma(M h) for M = -1 and tanh, though tanh is not linear; for M = 2 they do not."""
    h, no_generator = np.array([0.3, -2.0]), np.zeros((1, 2, 2))
    slope, sigma = activation_step.TANH["slope"], activation_step.TANH["sigma"]
    found = [activation_step.residual(h, no_generator, np.array([weight, 0.0]), slope, sigma) for weight in (-1.0, 1.0, 2.0)]
    assert max(found[:2]) < 1e-12 and found[2] > 0.1


def test_a_flat_shift_beyond_the_image_carries_nothing_into_the_next_row():
    """a = p: the shift by p q is zero, and so is the number of wrong entries."""
    h = np.arange(1.0, 7.0)[:, None]
    assert not eq11.residual((2, 3), (2, 1), h, eq11.flat_shift((2, 3), (2, 1)))


@pytest.mark.skipif(not DEEP, reason="three hundred samples of every claim take minutes: HYPOTHESIS_PROFILE=deep")
@pytest.mark.parametrize("label", claims_by_label())
def test_no_further_sample_contradicts_a_corrected_claim(label, rng):
    claim = claims_by_label()[label]
    worst = max(abs(float(claim.residual(claim.sample(rng)))) for _ in range(DRAWS))
    assert worst <= claim.tolerance
