"""The LieGAN-style learner turns as it says, draws from its generator alone, and improves on where it starts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.linalg import expm

from lconv.experiments.baselines import Samples
from lconv.experiments.baselines.liegan import LieGAN, Turner, block_mask, overlap
from lietheory.errors import PrecisionError, ShapeError, UnknownNameError

QUICK = LieGAN(epochs=2, width=16, batch_size=32)


def circle(n: int = 256) -> Samples:
    """Points on a circle with themselves for targets."""
    angle = 2 * torch.pi * torch.rand(n, generator=torch.Generator().manual_seed(0))
    x = torch.stack([angle.cos(), angle.sin()], dim=1)
    return Samples(x, x)


def train(learner: LieGAN, samples: Samples, seed: int = 0):
    return learner.train(samples, generator=torch.Generator().manual_seed(seed))


def test_inputs_and_targets_turn_by_the_same_exponential():
    L = torch.randn(2, 3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    turner = Turner(L, torch.ones(3, 3, dtype=torch.float64))
    z, x, y = (torch.randn(4, k, dtype=torch.float64, generator=torch.Generator().manual_seed(k)) for k in (2, 3, 6))
    turned, targets = turner(z, x, y, True)
    g = [expm(np.tensordot(z[n], L, 1)) for n in range(4)]
    assert np.allclose(turned.detach(), [g[n] @ x[n].numpy() for n in range(4)])
    assert np.allclose(targets.detach()[:, 3:], [g[n] @ y[n, 3:].numpy() for n in range(4)])
    assert turner(z, x, y, False)[1] is y


def test_generators_are_zero_outside_their_blocks():
    samples = Samples(torch.randn(64, 4, generator=torch.Generator().manual_seed(0)), torch.zeros(64))
    learner = replace(QUICK, blocks=((0, 2), (1, 3)), turned_targets=False, n_generators=2)
    L = train(learner, samples).generators
    assert L.shape == (2, 4, 4)
    assert not L[:, block_mask(learner.blocks, 4).numpy() == 0].any()
    assert L[:, 0, 2].all()


def test_a_run_repeats_itself_and_another_seed_differs():
    one, same, other = (train(QUICK, circle(), seed).generators for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_global_randomness_is_left_alone():
    torch.manual_seed(3)
    before = torch.get_rng_state()
    train(QUICK, circle())
    assert torch.equal(before, torch.get_rng_state())


def test_it_finds_the_rotation_of_a_circle():
    learner = LieGAN(epochs=25, width=32, batch_size=64, generator_rate=1e-2, discriminator_rate=2e-3, away=0.1)
    L = train(learner, circle(1024)).generators[0]
    assert abs(L[1, 0] - L[0, 1]) / (np.sqrt(2) * np.linalg.norm(L)) > 0.95


def test_overlap_is_blind_to_scale_and_zero_for_orthogonal_generators():
    L = torch.eye(4).reshape(4, 2, 2)
    assert overlap(L[:1]) == overlap(L) == 0
    assert overlap(torch.stack([L[0], -5 * L[0]])).item() == pytest.approx(2)


def test_integer_coefficients_reach_both_ends():
    drawn = replace(QUICK, coefficients="integers", scale=2)._draw(200, torch.float32, torch.Generator().manual_seed(0))
    assert sorted(set(drawn.flatten().tolist())) == [-2, -1, 0, 1, 2]


@pytest.mark.parametrize("blocks", [((0,),), ((0, 1), (1,)), ((0, 2),)])
def test_blocks_that_are_no_partition_are_refused(blocks):
    with pytest.raises(ShapeError, match="each of 2 coordinates"):
        train(replace(QUICK, blocks=blocks), circle())


def test_targets_that_cannot_turn_are_refused():
    x = torch.zeros(5, 2)
    with pytest.raises(ShapeError, match="a multiple of d"):
        train(QUICK, Samples(x, torch.zeros(5, 3)))


def test_an_unknown_distribution_is_refused():
    with pytest.raises(UnknownNameError, match="normal"):
        LieGAN(coefficients="norml")


def test_a_start_that_overflows_is_refused():
    with pytest.raises(PrecisionError, match="a finite loss"):
        train(replace(QUICK, scale=1e4), circle())
