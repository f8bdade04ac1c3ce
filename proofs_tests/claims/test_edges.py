"""The claims hold at the edge of their hypotheses: extreme scales, near degeneracy, barely injective exp, rough functions.

Three seeds an attack; ``HYPOTHESIS_PROFILE=deep`` takes three hundred, and ``python -m proofs_tests.claims.edge_search``
goes on as long as it is given.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings

from lietheory.claims import c1_covariance_group as cor1
from lietheory.claims import eq11_shift_generators as eq11
from lietheory.claims import prose_activation_step as activation_step
from lietheory.claims.liegg_null_space import form_jacobian
from lietheory.proof.registry import claims_by_label
from proofs_tests.claims.audit import PRINTED
from proofs_tests.claims.edge_search import Findings, attacks, instance, search
from proofs_tests.claims.edges import EDGES
from proofs_tests.claims.known_draws import fingerprint

SEEDS = range(300 if settings.default.max_examples >= 500 else 3)
CORRECTED = [label for label, verdict in PRINTED.items() if verdict in ("imprecise", "refuted")]
REFUSED = 0.2
"""Of the instances of an attack, at most, that the library may refuse as singular."""


def beyond_the_samples(claim) -> int:
    """How many of the instances of the attacks, three seeds each, are none that the claim's samples draw."""
    names, seeds = attacks(claim), range(3)
    drawn = {name: {fingerprint(instance(claim, name, seed)) for seed in seeds} for name in names}
    plain = drawn.pop("samples") | {fingerprint(claim.sample(np.random.default_rng(seed))) for seed in range(20)}
    return len(set().union(*drawn.values()) - plain)


@pytest.mark.parametrize("label", CORRECTED)
def test_every_corrected_claim_is_attacked_beyond_its_samples(label):
    assert beyond_the_samples(claims_by_label()[label]) >= 2


def test_a_claim_that_draws_the_same_instance_always_is_not_attacked():
    claim = claims_by_label()["cor1"]
    constant = claim.sample(np.random.default_rng(0))
    assert not beyond_the_samples(replace(claim, sample=lambda rng: constant, exact=None))


def test_the_attacks_written_for_a_claim_are_on_claims_of_the_ledger():
    assert EDGES.keys() <= claims_by_label().keys()


@pytest.mark.parametrize("label", claims_by_label())
def test_no_attack_contradicts_a_claim(label):
    claim = claims_by_label()[label]
    found = search(claim, SEEDS, Findings())
    assert not found.contradictions
    assert found.met.keys() == attacks(claim).keys()
    assert found.refused.total() <= max(1, REFUSED * found.met.total())


def test_a_stabiliser_of_large_numbers_keeps_its_dimension():
    """A second moment of size 3e7 and condition 46: rounding is no direction less."""
    claim = claims_by_label()["cor1"]
    H = instance(claim, "edge draws", 37)["H"]
    assert np.abs(H).max() > 1e7
    assert cor1.stabiliser_dimension(H) == cor1.stabiliser_dimension(H / np.abs(H).max()) == 3


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
