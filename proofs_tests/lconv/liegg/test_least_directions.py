"""The r smallest directions without K x K matrices are those of the whole spectrum, and too large ones are refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from lconv.liegg import least_directions
from lconv.liegg.actions import Action, AffineAction, LinearAction, VectorFields
from lconv.liegg.discover import discover
from lconv.liegg.least_directions import smallest_directions
from lconv.liegg.polarization import Polarization
from lietheory.discovery.evidence import SELECTION
from lietheory.discovery.partial_estimate import PartialEstimate
from lietheory.discovery.spectrum import relative_spectrum
from lietheory.errors import NotDifferentiableError, RankError, ShapeError


def _points(count: int, size: int, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(count, size, generator=torch.Generator().manual_seed(3), dtype=dtype)


def _broken(x: Tensor) -> Tensor:
    """Two outputs, each symmetric under its own turns and nearly under a few more."""
    scale = torch.linspace(1.0, 1.6, x.shape[1], dtype=x.dtype)
    return torch.stack([(x * x * scale).sum(dim=1), (x**4).sum(dim=1).sqrt()], dim=1)


CASES: dict[str, tuple[Action, int]] = {
    "linear": (LinearAction(7), 7),
    "linear, copies": (LinearAction(7, copies=2), 14),
    "affine": (AffineAction(7), 7),
    "any fields": (VectorFields(LinearAction(7), 49), 7),
}


@pytest.mark.parametrize("case", CASES)
def test_directions_and_lambda_are_those_of_the_whole_spectrum(case):
    action, size = CASES[case]
    x, order = _points(700, size), torch.randperm(700, generator=torch.Generator())
    found = smallest_directions(_broken, x, action, 4, tolerance=1e-9)
    whole = Polarization(action)
    whole.update(_broken, x[order])
    seen = whole.evidence
    spectrum = relative_spectrum(seen.evidence[SELECTION], seen.reference[SELECTION], seen.fields)
    assert np.allclose(found.relative_spectrum, spectrum.values[:4], rtol=1e-6)
    for one, other in zip(found.coefficients, spectrum.coefficients, strict=False):
        assert np.abs(one - np.sign(one @ other) * other).max() < 1e-6
    assert (found.residuals < 1e-6).all() and (found.held_out > 0.5 * found.relative_spectrum).all()


def test_passes_through_the_network_give_what_its_kept_jacobian_gives(monkeypatch):
    x, action = _points(300, 6), LinearAction(6)
    kept = smallest_directions(_broken, x, action, 2)
    monkeypatch.setattr(least_directions, "KEPT_NUMBERS", 0)
    passed = smallest_directions(_broken, x, action, 2)
    assert np.allclose(kept.relative_spectrum, passed.relative_spectrum, rtol=1e-9)
    assert np.allclose(kept.held_out, passed.held_out, rtol=1e-5) and np.allclose(
        kept.upper_bounds, passed.upper_bounds, rtol=1e-5
    )


def test_the_judging_half_says_of_these_directions_what_it_says_in_full():
    x, action = _points(1000, 7), LinearAction(7)
    few, all_of_them = smallest_directions(_broken, x, action, 4), discover(_broken, x, action)
    held_out = np.sort(all_of_them.held_out)
    for value in few.held_out:
        assert np.abs(held_out / value - 1).min() < 1e-5


def test_finite_steps_are_taken_at_points_that_did_not_choose_the_directions(monkeypatch):
    x, halves, moved = _points(700, 7), [], []
    blocks, steps = least_directions._blocks, least_directions.finite_step_error

    def recorded_blocks(model, points, action, frame, half):
        halves.append(points[half::2])
        return blocks(model, points, action, frame, half)

    def recorded_steps(model, points, *rest):
        moved.append(points)
        return steps(model, points, *rest)

    monkeypatch.setattr(least_directions, "_blocks", recorded_blocks)
    monkeypatch.setattr(least_directions, "finite_step_error", recorded_steps)
    smallest_directions(_broken, x, LinearAction(7), 4)
    choosing = halves[SELECTION]
    assert len(moved[0]) and not (moved[0][:, None] == choosing[None]).all(dim=2).any()


def test_a_quadratic_form_has_turns_among_four_hundred_generators():
    W = _points(20, 20) / 5
    found = smallest_directions(lambda x: ((x @ W.T) ** 2).sum(dim=1), _points(1600, 20), LinearAction(20), 3)
    assert (found.status, found.dimension, found.unknowns) == ("symmetric", 3, 400)
    moved = (W.T @ W).numpy() @ found.generators
    for B in moved:
        assert np.linalg.norm(B + B.T) < 1e-5 * np.linalg.norm(B)
    assert "only the 3 directions of least lambda" in str(found)


def test_a_map_without_symmetry_has_none_among_the_smallest():
    found = smallest_directions(lambda x: (x**4).sum(dim=1), _points(3000, 6), LinearAction(6), 2)
    assert (found.status, found.dimension) == ("none", 0)


def test_data_in_a_plane_give_directions_that_move_the_points():
    """Of R^7 with x_6 = x_7 = 0: what moves nothing is not found, whatever its lambda."""
    x = _points(2000, 7) * torch.tensor([1.0] * 5 + [0.0] * 2, dtype=torch.float64)
    found = smallest_directions(lambda x: (x[:, :5] ** 2).sum(dim=1) + x[:, 5] + 2 * x[:, 6], x, LinearAction(7), 3)
    assert found.dimension == 3 and np.abs(found.matrices[:, :, 5:]).max() < 1e-6


def test_the_answer_is_read_as_it_was_written(tmp_path):
    found = smallest_directions(_broken, _points(1000, 6, torch.float32), LinearAction(6), 2)
    assert str(PartialEstimate.load(found.save(tmp_path / "few"))) == str(found)


REFUSED = {
    "a constant": (lambda x: 0 * x.sum(dim=1) + 1, _points(500, 6), 2, NotDifferentiableError, "constant"),
    "a step": (lambda x: x.sign().sum(dim=1) + 0 * x.sum(dim=1), _points(500, 6), 2, NotDifferentiableError, "zero at all"),
    "too few points": (_broken, _points(150, 6), 2, RankError, "at least 200"),
    "too many directions": (_broken, _points(500, 6), 4, ShapeError, "r from 1 to 3"),
    "no direction": (_broken, _points(500, 6), 0, ShapeError, "r from 1"),
    "another shape": (_broken, _points(500, 4), 2, ShapeError, r"\(batch, 6\)"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_gives_no_directions_is_refused(case):
    model, x, r, error, word = REFUSED[case]
    with pytest.raises(error, match=word):
        smallest_directions(model, x, LinearAction(6), r)


def test_dense_evidence_of_more_generators_than_fit_is_refused_and_names_what_fits():
    with pytest.raises(ShapeError, match=r"614656 generators.*lconv\.liegg\.least_directions"):
        discover(lambda x: (x**2).sum(dim=1), _points(100, 784), LinearAction(784))
