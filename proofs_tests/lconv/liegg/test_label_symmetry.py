"""Do the labels share the network's symmetry? The answer, where it is known."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import LinearAction
from lconv.liegg.discover import discover
from lconv.liegg.label_symmetry import chance, loss_values, risk_along_flow
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import PrecisionError, RankError, ShapeError, UnknownNameError

X = torch.randn(1000, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
NOISE = 0.1 * torch.randn(1000, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
TURN = np.array([[0.0, -1, 0, 1, 0, 0, 0, 0, 0]]) / np.sqrt(2)
FOURTH_POWERS = (torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64) * X**4).sum(dim=1)


def _radial(x: torch.Tensor) -> torch.Tensor:
    return (x**2).sum(dim=1)


def _ring(x: torch.Tensor) -> torch.Tensor:
    """Scores of three shells of the radius."""
    r = _radial(x)
    return torch.stack([2 - r, torch.zeros_like(r), r - 4], dim=1)


def test_labels_that_are_radial_share_the_rotations_of_a_radial_network():
    estimate = discover(_radial, X, LinearAction(3), labels=_radial(X) + NOISE)
    assert estimate.risk.verdicts == ("the data share it",) * 3 and estimate.risk.verdict == "the data share it"
    assert np.abs(estimate.risk.rise).max() < 1e-12  # an exact symmetry moves no risk, whatever the labels are
    assert (estimate.risk.gain_upper < estimate.risk.tolerance).all()


def test_an_exactly_radial_network_on_fourth_powers_is_symmetric_alone():
    estimate = discover(_radial, X, LinearAction(3), labels=FOURTH_POWERS)
    assert estimate.status == "symmetric" and estimate.dimension == 3
    assert estimate.risk.verdict == "only the network"
    assert np.abs(estimate.risk.rise).max() < 1e-12 and estimate.risk.gain_lower.max() > estimate.risk.tolerance


def test_the_risk_of_a_network_that_moves_rises_with_the_length_of_the_step():
    def bent(x: torch.Tensor) -> torch.Tensor:
        return _radial(x) + x[:, 0] ** 2

    risk = risk_along_flow(bent, X, bent(X) + NOISE, LinearAction(3), TURN)
    assert (np.diff(risk.rise[:, 0]) > 0).all() and risk.rise_lower[-1, 0] > risk.tolerance
    assert risk.verdict == "only the network"  # of a direction that is no symmetry: the labels do not share it either


def test_a_certain_rise_below_the_tolerance_is_said():
    def bent(x: torch.Tensor) -> torch.Tensor:
        return _radial(x) + 0.1 * x[:, 0] ** 2

    risk = risk_along_flow(bent, X, bent(X), LinearAction(3), TURN)
    assert risk.verdict == "the data share it" and "certain along 1 of 1" in str(risk)


def test_the_rise_is_the_difference_of_the_two_risks():
    W = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    risk = risk_along_flow(lambda x: x @ W, X, NOISE, LinearAction(3), TURN, times=(0.5,))
    L = torch.as_tensor(0.5 * TURN.reshape(3, 3))
    moved = [((X @ torch.linalg.matrix_exp(s * L).T @ W - NOISE) ** 2).mean() for s in (1, -1)]
    expected = (sum(moved) / 2 - ((X @ W - NOISE) ** 2).mean()) / NOISE.var(correction=0)
    assert risk.rise[0, 0] == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("loss", [None, "cross_entropy", "zero_one"])
def test_classes_by_radius_share_the_rotations_and_classes_by_an_axis_do_not(loss):
    shells = _ring(X).argmax(dim=1)
    assert risk_along_flow(_ring, X, shells, LinearAction(3), TURN, loss=loss).verdict == "the data share it"
    by_axis = torch.where(X[:, 0].abs() > 0.7, 2, shells.clamp(max=1))
    assert risk_along_flow(_ring, X, by_axis, LinearAction(3), TURN, loss=loss).verdict == "only the network"


def test_a_loss_of_ones_own_is_taken_point_by_point():
    def absolute(output: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return (output - y).abs()

    risk = risk_along_flow(_radial, X, _radial(X) + NOISE, LinearAction(3), TURN, loss=absolute)
    assert risk.loss == "absolute" and risk.baseline == pytest.approx(float(NOISE.abs().mean()))
    assert risk.verdict == "the data share it"


def test_labels_of_an_equivariant_map_move_with_the_outputs():
    both = np.concatenate([TURN, TURN], axis=1)
    risk = risk_along_flow(lambda x: x, X, X + NOISE[:, None], LinearAction(3), both, output_action=LinearAction(3))
    assert risk.verdict == "the data share it"
    stretched = X * torch.tensor([1.0, 2.0, 1.0], dtype=torch.float64)
    risk = risk_along_flow(lambda x: x, X, stretched, LinearAction(3), both, output_action=LinearAction(3))
    assert risk.verdict == "only the network"


def test_few_points_of_pure_noise_decide_nothing():
    few = slice(0, 60)
    y = torch.randn(60, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    assert risk_along_flow(_radial, X[few], y, LinearAction(3), TURN).verdict == "undecided"


def test_chance_is_what_the_best_constant_gets():
    y = torch.tensor([0, 0, 0, 1])
    scores = torch.zeros(4, 2)
    assert chance(scores, y, "zero_one") == 0.25
    assert chance(scores, y, "cross_entropy") == pytest.approx(-(0.75 * np.log(0.75) + 0.25 * np.log(0.25)))
    assert chance(scores[:, 0], torch.tensor([0.0, 2.0, 0.0, 2.0]), None) == 1.0


def test_probabilities_are_not_taken_for_logits():
    p = torch.tensor([[0.25, 0.75]])
    assert loss_values(p, torch.tensor([0]), None)[0] == pytest.approx(np.log(4))
    assert loss_values(p.log() + 3, torch.tensor([0]), None)[0] == pytest.approx(np.log(4))


def test_the_answer_is_printed_and_kept_in_the_file(tmp_path):
    estimate = discover(_radial, X, LinearAction(3), labels=FOURTH_POWERS)
    assert "labels: only the network" in str(estimate)
    loaded = SymmetryEstimate.load(estimate.save(tmp_path / "estimate.npz"))
    assert str(loaded) == str(estimate) and loaded.risk.verdicts == estimate.risk.verdicts


def test_without_a_symmetry_there_is_no_risk_to_ask_for():
    assert discover(lambda x: (x**4).sum(dim=1), X, LinearAction(3), labels=FOURTH_POWERS).risk is None


BAD_LABELS = {
    "too few": (X[:10, 0], None, ShapeError, "1000 labels"),
    "another shape": (X, None, ShapeError, "shape of the outputs"),
    "NaN": (NOISE * torch.nan, None, PrecisionError, "finite labels"),
    "classes without scores": (torch.arange(1000) % 3, None, ShapeError, "a score for each"),
    "constant": (0 * NOISE, None, RankError, "labels that differ"),
    "an unknown loss": (NOISE, "sqared", UnknownNameError, "squared"),
    "a loss of classes": (NOISE, "zero_one", ShapeError, "squared"),
    "a mean loss": (NOISE, lambda output, y: (output - y).mean(), ShapeError, "reduction"),
}


@pytest.mark.parametrize("case", BAD_LABELS)
def test_labels_that_do_not_fit_are_refused(case):
    y, loss, error, word = BAD_LABELS[case]
    with pytest.raises(error, match=word):
        discover(_radial, X, LinearAction(3), labels=y, loss=loss)


def test_labels_beside_a_loader_are_refused_with_the_way_around():
    with pytest.raises(ShapeError, match="risk_along_flow"):
        discover(_radial, [X], LinearAction(3), labels=NOISE)


def test_few_points_and_no_direction_are_refused():
    with pytest.raises(RankError, match="40 points"):
        risk_along_flow(_radial, X[:39], NOISE[:39], LinearAction(3), TURN)
    with pytest.raises(RankError, match="directions"):
        risk_along_flow(_radial, X, NOISE, LinearAction(3), np.zeros((0, 9)))
