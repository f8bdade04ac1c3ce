"""The streamed accumulator: batches, merging, the order of points, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.finite_steps import STEP_POINTS, finite_step_error
from lconv.liegg.polarization import Polarization, output_frame
from lietheory.algebra import so
from lietheory.comparison.subspaces import principal_angles
from lietheory.errors import RankError, ShapeError


def _model(x: torch.Tensor) -> torch.Tensor:
    return torch.stack([(x**2).sum(dim=1), x.norm(dim=1).sin()], dim=1)


@pytest.fixture
def x() -> torch.Tensor:
    return torch.randn(1200, 3, generator=torch.Generator().manual_seed(3), dtype=torch.float64)


def test_batches_give_what_one_call_gives(x):
    streamed = Polarization(LinearAction(3), frame=output_frame(_model, x))
    for batch in x.split(100):
        streamed.update(_model, batch)
    R, _ = streamed.evidence.total()
    whole = Polarization(LinearAction(3))
    whole.update(_model, x)
    S, _ = whole.evidence.total()
    assert np.allclose(R.T @ R, S.T @ S, atol=1e-9 * np.abs(S).max() ** 2)
    assert streamed.estimate().dimension == whole.estimate().dimension == 3


def test_merged_accumulators_hold_what_both_saw(x):
    whole = Polarization(LinearAction(3))
    whole.update(_model, x)
    first, second = (Polarization(LinearAction(3), frame=whole.frame) for _ in range(2))
    first.update(_model, x[:700])
    second.update(_model, x[700:])
    first.merge(second)
    R, S = first.evidence.total()[0], whole.evidence.total()[0]
    assert np.allclose(R.T @ R, S.T @ S, atol=1e-9 * np.abs(S).max() ** 2)
    estimate = first.estimate()
    assert estimate.points == 1200 and principal_angles(estimate.generators, so(3).generators)[-1] < 1e-11


def test_merging_needs_one_frame_one_action_and_evidence(x):
    first, other_frame, other_action = (Polarization(a) for a in (LinearAction(3), LinearAction(3), LinearAction(1, copies=3)))
    with pytest.raises(RankError, match="before its first update"):
        first.merge(other_frame)
    for polarization, part in ((first, x[:600]), (other_frame, x[600:]), (other_action, x)):
        polarization.update(_model, part)
    with pytest.raises(ShapeError, match="two frames"):
        first.merge(other_frame)
    with pytest.raises(ShapeError, match="one action"):
        first.merge(other_action)


@pytest.mark.parametrize("other", [lambda x: x, lambda x: x.sum(dim=1)])
def test_another_network_is_refused_and_the_same_one_made_anew_is_not(x, other):
    run = Polarization(LinearAction(3))
    run.update(_model, x[:600])
    with pytest.raises(ShapeError, match="the same network at every update"):
        run.update(other, x[600:])
    run.update(lambda x: _model(x), x[600:])
    assert run.estimate().points == 1200


def test_points_kept_for_finite_steps_do_not_grow_with_the_stream():
    polarization = Polarization(LinearAction(2))
    for seed in range(30):
        polarization.update(_model, torch.randn(400, 2, generator=torch.Generator().manual_seed(seed)))
    assert STEP_POINTS / 2 <= len(polarization._run.steps.points) <= 2 * STEP_POINTS
    assert polarization.estimate().points == 12_000


def test_a_batch_without_partners_is_refused(x):
    with pytest.raises(ShapeError, match="at least 4 points"):
        Polarization(LinearAction(3), frame=np.eye(2)).update(_model, x[:3])


def test_an_estimate_without_evidence_is_refused():
    with pytest.raises(RankError, match="at least one update"):
        Polarization(LinearAction(2)).estimate()


def test_the_order_of_the_points_changes_the_split_and_not_the_answer(x):
    sorted_points = x[x[:, 0].argsort()]
    estimate = discover(_model, sorted_points, LinearAction(3), generator=torch.Generator().manual_seed(8))
    assert estimate.dimension == 3 and principal_angles(estimate.generators, so(3).generators)[-1] < 1e-11


def test_a_finite_step_of_two_unrelated_halves_is_one():
    """exp(tL) with t = pi turns a linear function of the plane over: |F(gx) - F(x)|^2 = 4 F^2, twice the variance doubled."""
    x = torch.randn(4000, 2, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    turn = np.array([[0.0, -1.0, 1.0, 0.0]])
    error = finite_step_error(lambda x: x[:, 0], x, LinearAction(2), turn, output_frame(lambda x: x[:, 0], x), step=np.pi)
    assert error[0] == pytest.approx(2.0, rel=1e-2)
    quarter = finite_step_error(lambda x: x[:, 0], x, LinearAction(2), turn, output_frame(lambda x: x[:, 0], x), step=np.pi / 2)
    assert quarter[0] == pytest.approx(1.0, rel=5e-2)


def test_a_flow_into_infinity_is_an_infinite_error():
    x = torch.ones(10, 1, dtype=torch.float64)
    assert finite_step_error(torch.exp, x, LinearAction(1), np.array([[1.0]]), np.eye(1), step=10.0)[0] == np.inf
