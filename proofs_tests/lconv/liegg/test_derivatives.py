"""Forward mode, reverse mode and the definition give the same derivative along the fields."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import LinearAction, as_action
from lconv.liegg.derivatives import directional_derivatives
from lconv.liegg.derivatives import outputs as network_outputs
from lconv.liegg.evidence_rows import evidence_rows, partner_shifts
from lconv.liegg.polarization import Polarization
from lietheory.discovery.evidence import EVALUATION, SELECTION
from lietheory.discovery.polarization_null_space import polarization_matrix
from lietheory.errors import RankError
from proofs_tests.strategies.networks import seeded


def _network(outputs: int) -> torch.nn.Module:
    return seeded(lambda: torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, outputs))).double()


def _points(count: int) -> torch.Tensor:
    return torch.randn(count, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(7))


@pytest.mark.parametrize("outputs", [1, 3, 40])  # 40 outputs for 4 fields take forward mode
@pytest.mark.parametrize("action", [LinearAction(2), LinearAction(2).__call__], ids=["matrices", "any fields"])
def test_derivatives_are_those_of_the_definition(outputs, action):
    model, x = _network(outputs), _points(12)
    motion = as_action(action, x).motion(x)
    fields = LinearAction(2)(x).numpy()
    J = torch.stack([torch.autograd.functional.jacobian(model, point) for point in x]).numpy()
    own, paired = (part.numpy().transpose(2, 0, 1) for part in directional_derivatives(model, x, motion, shifts=[2, 5]))
    assert np.allclose(own.reshape(-1, 4), polarization_matrix(J, fields))
    for part, shift in zip(np.split(paired, 2, axis=1), [2, 5], strict=True):
        assert np.allclose(part.reshape(-1, 4), polarization_matrix(np.roll(J, shift, axis=0), fields) / np.sqrt(2))


def test_a_network_without_forward_derivatives_takes_the_reverse_ones():
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**2

        @staticmethod
        def backward(ctx, g):
            return 2 * ctx.saved_tensors[0] * g

    x = _points(6)
    W = torch.randn(2, 30, dtype=torch.float64, generator=torch.Generator().manual_seed(8))
    ours, theirs = (
        directional_derivatives(f, x, LinearAction(2).motion(x), shifts=[4])
        for f in (lambda x: Square.apply(x) @ W, lambda x: x**2 @ W)
    )
    assert all(torch.allclose(a, b) for a, b in zip(ours, theirs, strict=True))


def test_partners_are_other_points_and_spread_over_the_half():
    for count in range(2, 30):
        shifts = partner_shifts(count)
        assert all(0 < s < count for s in shifts)
    assert partner_shifts(3000) == [1000, 2000]


def test_reference_rows_do_not_mix_the_halves():
    """Outputs that vanish on every second point leave that half without evidence and without reference."""
    x = _points(20)
    x[1::2] = 0
    polarization = Polarization(LinearAction(2), frame=np.eye(1))
    polarization.update(lambda x: (x**2).sum(dim=1), x)
    seen = polarization.evidence
    assert seen.evidence[SELECTION].any() and seen.reference[SELECTION].any()
    assert not seen.evidence[EVALUATION].any() and not seen.reference[EVALUATION].any()


@pytest.mark.parametrize("outputs", [3, 40])
def test_reference_rows_pair_the_fields_of_a_point_with_gradients_of_others(outputs):
    model, x = _network(outputs), _points(12)
    frame = np.random.default_rng(0).normal(size=(2, outputs))
    J = torch.stack([torch.autograd.functional.jacobian(model, point) for point in x]).numpy()
    fields = LinearAction(2)(x).numpy()
    evidence, reference, gram = evidence_rows(model, x, LinearAction(2), None, frame)
    assert np.allclose(evidence, np.einsum("ra,nap,nkp->nrk", frame, J, fields))
    paired = [np.einsum("ra,nap,nkp->nrk", frame, np.roll(J, s, axis=0), fields) for s in partner_shifts(12)]
    assert np.allclose(reference, np.concatenate(paired, axis=1) / np.sqrt(2))
    assert np.allclose(gram, np.einsum("nkp,nlp->kl", fields, fields))


def test_an_error_of_ours_inside_a_network_comes_out_as_it_is():
    def of_three(x: torch.Tensor) -> torch.Tensor:
        raise RankError("inside", "three points", "two", "Give more.")

    with pytest.raises(RankError, match="inside"):
        network_outputs(of_three, _points(4))
