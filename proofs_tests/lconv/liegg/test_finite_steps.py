"""Finite steps are measured on a half of the points, the same however these come, and by what the flow does to the outputs."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.liegg import finite_steps
from lconv.liegg.actions import LinearAction
from lconv.liegg.finite_steps import STEP_POINTS, StepPoints, finite_step_error
from lietheory.discovery.evidence import EVALUATION, SELECTION

X = torch.randn(4000, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
TURN, ALL = np.array([0.0, -1.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0, 1.0])


def _numbered(count: int) -> torch.Tensor:
    return torch.arange(count, dtype=torch.float64)[:, None]


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=5), st.sampled_from([SELECTION, EVALUATION]))
def test_batches_give_the_points_of_one_batch_all_of_one_half(sizes: list[int], half: int) -> None:
    x, steps, first = _numbered(sum(sizes)), StepPoints.none(_numbered(1), half), 0
    for size in sizes:
        steps, first = steps.add(x[first : first + size], first), first + size
    whole = StepPoints.none(x, half).add(x, 0)
    assert torch.equal(steps.points, whole.points) and (steps.numbers == whole.numbers).all()
    assert (steps.points[:, 0] % 2 == half).all() and (steps.points[:, 0].numpy() == 2 * steps.numbers + half).all()
    in_half = len(range(half, len(x), 2))
    assert len(steps.points) == in_half if in_half <= 2 * STEP_POINTS else STEP_POINTS <= len(steps.points) <= 2 * STEP_POINTS


def test_an_order_of_the_points_is_kept_and_parts_are_merged() -> None:
    x, order = _numbered(9000), torch.randperm(9000, generator=torch.Generator().manual_seed(1))
    run = StepPoints.of_run(x, order)
    assert torch.equal(run.points, StepPoints.none(x).add(x[order], 0).points)
    parts = [StepPoints.none(x).add(x[order][a:b], a) for a, b in ((0, 7000), (7000, 9000))]
    merged = parts[0].merge(parts[1])
    assert sorted(merged.points[:, 0].tolist()) == sorted(run.points[:, 0].tolist())
    assert parts[1].merge(parts[0])._stride == merged._stride == run._stride


@pytest.mark.parametrize(("angle", "expected"), [(0.0, 0.0), (np.pi / 2, 1.0), (np.pi, 2.0), (2 * np.pi, 0.0)])
def test_a_turn_changes_a_coordinate_by_what_trigonometry_says(angle: float, expected: float) -> None:
    x = torch.cat([X, -X, X @ torch.tensor([[0.0, 1], [-1, 0]]).double(), X @ torch.tensor([[0.0, -1], [1, 0]]).double()])
    frame = np.eye(1) / float(x[:, 0].std(correction=0))
    (error,) = finite_step_error(lambda points: points[:, :1], x, LinearAction(2), TURN[None], frame, step=angle)
    assert error == pytest.approx(expected, abs=1e-12)


def test_both_signs_count_and_an_equivariant_map_does_not_change() -> None:
    frame = np.eye(1) / float(X.square().sum(dim=1).std())
    grown = finite_step_error(lambda x: x.square().sum(dim=1, keepdim=True), X, LinearAction(2), ALL[None], frame, step=0.1)
    r = X.square().sum(dim=1)
    expected = float(((r * (np.exp(0.2) - 1)).square() + (r * (np.exp(-0.2) - 1)).square()).mean()) / 4 / float(r.var())
    assert grown[0] == pytest.approx(expected)
    both = np.concatenate([TURN, TURN])[None]
    same = finite_step_error(lambda x: 3 * x, X, LinearAction(2), both, np.eye(2), output_action=LinearAction(2), step=0.7)
    assert same[0] < 1e-24


def test_a_flow_that_leaves_the_finite_numbers_is_infinitely_far() -> None:
    assert finite_step_error(lambda x: x, X, LinearAction(2), 800 * ALL[None], np.eye(2))[0] == np.inf


def test_the_image_shown_has_the_median_contrast() -> None:
    images = torch.tensor([5.0, 1.0, 3.0, 2.0, 4.0])[:, None, None, None] * torch.linspace(-1, 1, 16).reshape(1, 1, 4, 4)
    assert images[finite_steps._clearest(images)].std() == images[2].std()
