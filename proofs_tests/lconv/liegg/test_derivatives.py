"""Forward mode, reverse mode and the definition give the same derivative along the fields."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions.linear_and_images import LinearAction
from lconv.liegg.derivatives import directional_derivatives
from lconv.liegg.evidence_rows import evidence_rows, partner_shifts
from lconv.liegg.polarization import Polarization
from lietheory.discovery.evidence import CHOOSING, JUDGING
from lietheory.discovery.polarization_null_space import polarization_matrix


def _network(outputs: int) -> torch.nn.Module:
    return torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, outputs)).double()


@pytest.mark.parametrize("outputs", [1, 3, 40])  # 40 outputs for 4 fields take forward mode
def test_rows_are_those_of_the_definition(outputs):
    model, x = _network(outputs), torch.randn(12, 2, dtype=torch.float64)
    fields = LinearAction(2)(x)
    partners = torch.tensor([[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1]])
    J = torch.stack([torch.autograd.functional.jacobian(model, point) for point in x])
    evidence, paired = (part.detach().numpy() for part in directional_derivatives(model, x, partners, fields, outputs))
    assert np.allclose(evidence.reshape(-1, 4), polarization_matrix(J.numpy(), fields.numpy()))
    assert np.allclose(paired[0].reshape(-1, 4), polarization_matrix(J[partners[0]].numpy(), fields.numpy()))


def test_a_network_without_forward_derivatives_takes_the_reverse_ones():
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x**2

        @staticmethod
        def backward(ctx, g):
            return 2 * ctx.saved_tensors[0] * g

    x = torch.randn(6, 2, dtype=torch.float64)
    W = torch.randn(2, 30, dtype=torch.float64)
    partners = torch.tensor([[2, 3, 4, 5, 0, 1]])
    ours, theirs = (
        directional_derivatives(f, x, partners, LinearAction(2)(x), 30)
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
    x = torch.randn(20, 2, dtype=torch.float64)
    x[1::2] = 0
    polarization = Polarization(LinearAction(2), frame=np.eye(1))
    polarization.update(lambda x: (x**2).sum(dim=1), x)
    seen = polarization.evidence
    assert seen.evidence[CHOOSING].any() and seen.reference[CHOOSING].any()
    assert not seen.evidence[JUDGING].any() and not seen.reference[JUDGING].any()


@pytest.mark.parametrize("outputs", [3, 40])
def test_reference_rows_pair_the_fields_of_a_point_with_gradients_of_others(outputs):
    model, x = _network(outputs), torch.randn(12, 2, dtype=torch.float64)
    frame = np.random.default_rng(0).normal(size=(2, outputs))
    J = torch.stack([torch.autograd.functional.jacobian(model, point) for point in x]).numpy()
    fields = LinearAction(2)(x).numpy()
    evidence, reference, gram = evidence_rows(model, x, LinearAction(2), None, frame)
    assert np.allclose(evidence, np.einsum("ra,nap,nkp->nrk", frame, J, fields))
    paired = [np.einsum("ra,nap,nkp->nrk", frame, np.roll(J, s, axis=0), fields) for s in partner_shifts(12)]
    assert np.allclose(reference, np.concatenate(paired, axis=1) / np.sqrt(2))
    assert np.allclose(gram, np.einsum("nkp,nlp->kl", fields, fields))
