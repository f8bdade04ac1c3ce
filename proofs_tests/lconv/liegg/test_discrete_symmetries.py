"""Discrete transformations that no generator shows: where they are known to be symmetries, and where not."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lconv.liegg.actions import AffineAction, ImageAction, LinearAction, MatrixAction, PointCloudAction, SequenceAction
from lconv.liegg.discover import discover
from lconv.liegg.discrete_symmetries import discrete_symmetries
from lietheory.algebra import so
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import ShapeError
from lietheory.representation import symmetric_power


def _points(count: int, *shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, *shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def _verdicts(model, x: torch.Tensor, action, **options) -> dict[str, str]:
    half = len(x) // 2
    found = discrete_symmetries(model, x[half:], action, discover(model, x[:half], action, **options), **options)
    return dict(zip(found.names, found.verdicts, strict=True))


def _dot(x: torch.Tensor) -> torch.Tensor:
    a, b = x.chunk(2, dim=1)
    return (a * a).sum(dim=1).sin() + (a * b).sum(dim=1)


def _area(x: torch.Tensor) -> torch.Tensor:
    return x[:, 0] * x[:, 3] - x[:, 1] * x[:, 2]


def test_a_target_of_o_5_has_its_reflections_too():
    action = LinearAction(5, copies=2)
    estimate = discover(_dot, _points(1000, 10), action)
    found = discrete_symmetries(_dot, _points(500, 10, seed=1), action, estimate)
    assert found.names[:2] == ("-1", "flip 1") and np.allclose(found.determinants[:2], -1)
    assert dict(zip(found.names, found.verdicts, strict=True)) == {
        "-1": "symmetry",
        "flip 1": "symmetry",
        "copies 1 and 2 exchanged": "broken",
        "copy 1 reversed": "broken",
    }


def test_the_reflection_is_taken_in_the_learned_metric():
    S = torch.diag(torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)) + 0.3
    assert _verdicts(lambda x: ((x @ S) ** 2).sum(dim=1), _points(1000, 3), LinearAction(3))["flip 1"] == "symmetry"


@pytest.mark.parametrize("power", [1, 3])
def test_an_area_keeps_its_rotations_and_not_its_reflections(power):
    told = _verdicts(lambda x: _area(x) ** power + (x**2).sum(dim=1), _points(2000, 4), LinearAction(2, copies=2))
    assert told["-1"] == "symmetry" and told["flip 1"] == "broken"
    assert told["copies 1 and 2 exchanged"] == "broken"


def test_an_even_function_without_any_generator_keeps_minus_one():
    told = _verdicts(lambda x: (x**4 @ torch.arange(1, 4).double()) + x[:, 0] ** 3 * x[:, 1], _points(1000, 3), LinearAction(3))
    assert told["-1"] == "symmetry" and told["flip 3"] == "symmetry"
    assert told["flip 1"] == told["swap 1 2"] == "broken"


def test_the_four_components_of_so_2_1():
    told = _verdicts(lambda x: x[:, 0] ** 2 + x[:, 1] ** 2 - x[:, 2] ** 2, _points(1000, 3), LinearAction(3))
    assert set(told.values()) == {"symmetry"} and len(told) == 4


def test_complex_conjugation_is_found_where_it_is_a_symmetry_and_refused_where_it_is_not():
    def products(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        z, w = (torch.complex(p[:, :2], p[:, 2:]) for p in x.chunk(2, dim=1))
        inner = (z.conj() * w).sum(dim=1)
        return inner.real, inner.imag

    x, action = _points(2000, 8), LinearAction(4, copies=2)
    told = _verdicts(lambda x: torch.stack(products(x), dim=1), x, action)
    assert told["flip the second half"] == "broken"
    told = _verdicts(lambda x: torch.stack([products(x)[0], products(x)[1] ** 2], dim=1), x, action)
    assert told["flip the second half"] == "symmetry"


def test_transformations_of_clouds_and_affine_points_are_about_the_mean():
    shifted = 5.0

    def distances(x: torch.Tensor) -> torch.Tensor:
        return torch.cdist(x, x).square().sum(dim=(1, 2))

    assert _verdicts(distances, _points(600, 4, 2) + shifted, PointCloudAction(2, translations=True))["flip 1"] == "symmetry"
    flat = _points(600, 4) + shifted
    told = _verdicts(lambda x: (x[:, :2] - x[:, 2:]).square().sum(dim=1), flat, AffineAction(2, copies=2))
    assert told["-1"] == told["flip 1"] == "symmetry"


def test_matrices_that_act_through_a_representation():
    quadrics = symmetric_power(so(3).generators, 2).astype(float)
    action = MatrixAction(so(3).generators, quadrics)
    assert _verdicts(lambda x: x[:, 0] + x[:, 3] + x[:, 5], _points(600, 6), action)["-1"] == "broken"


def test_mirrors_and_turns_of_images():
    side = 6
    weight = torch.linspace(-1, 1, side, dtype=torch.float64)
    r = weight[:, None] ** 2 + weight**2

    def model(x: torch.Tensor) -> torch.Tensor:
        return (x[:, 0] * r).sum(dim=(1, 2)) ** 2 + (x[:, 0] * weight[:, None] ** 3).sum(dim=(1, 2))

    found = discrete_symmetries(
        model, _points(500, 1, side, side), ImageAction(side, side), _nothing_found(ImageAction(side, side))
    )
    assert dict(zip(found.names, found.verdicts, strict=True)) == {
        "mirror, height": "broken",
        "mirror, width": "symmetry",
        "-1 (half turn)": "broken",
        "quarter turn, height and width": "broken",
        "transposition, height and width": "broken",
    }


def test_a_sequence_backwards():
    action = SequenceAction(7)
    found = discrete_symmetries(lambda x: x.square().sum(dim=(1, 2)), _points(300, 1, 7), action, _nothing_found(action))
    assert (found.names, found.verdicts) == (("reversal",), ("symmetry",))


def test_the_answer_to_an_equivariant_map_is_fitted_and_judged_apart():
    def cross(x: torch.Tensor) -> torch.Tensor:
        return torch.linalg.cross(x[:, :3], x[:, 3:])

    told = _verdicts(cross, _points(1200, 6), LinearAction(3, copies=2), output_action=LinearAction(3))
    assert set(told.values()) == {"symmetry"}  # all of GL(3) acts, and exchanging the factors turns the sign
    bent = _verdicts(lambda x: x + x**3, _points(1200, 3), LinearAction(3), output_action=LinearAction(3))
    assert bent["-1"] == bent["swap 1 2"] == "symmetry"


def test_the_answer_is_kept_in_the_file(tmp_path):
    from dataclasses import replace

    x = _points(600, 3)
    estimate = discover(lambda x: x.square().sum(dim=1), x, LinearAction(3))
    full = replace(
        estimate, discrete_symmetries=discrete_symmetries(lambda x: x.square().sum(dim=1), x, LinearAction(3), estimate)
    )
    loaded = SymmetryEstimate.load(full.save(tmp_path / "estimate.npz"))
    assert str(loaded) == str(full) and "flip 1" in str(full)


def test_an_action_without_matrices_is_refused():
    def turn(x: torch.Tensor) -> torch.Tensor:
        return torch.stack([-x[:, 1], x[:, 0]], dim=1)[:, None]

    x = _points(600, 2)
    estimate = discover(lambda x: x.square().sum(dim=1), x, turn)
    with pytest.raises(ShapeError, match="LinearAction"):
        discrete_symmetries(lambda x: x.square().sum(dim=1), x, turn, estimate)


def _nothing_found(action) -> SymmetryEstimate:
    """An estimate of no symmetry under an action."""
    K = len(action.basis)
    none = np.full(K, 0.5)
    return SymmetryEstimate(
        "none",
        100,
        100,
        action.basis,
        np.zeros((0, K)),
        np.eye(K),
        np.eye(K),
        none,
        none,
        none,
        none,
        none,
        none,
        np.eye(K),
        K,
        0,
        0.0,
    )


def test_a_fitted_output_map_is_evaluated_on_points_it_was_not_fitted_to():
    """Waves F(gx) have nothing to do with F(x): no matrix M predicts them better than a constant, which errs by 1/2.

    On the 60 points that 30 x 30 numbers are fitted to, the error would be half of that.
    """
    x, action = _points(120, 3), LinearAction(3)
    waves = 40 * torch.randn(3, 30, dtype=torch.float64, generator=torch.Generator().manual_seed(2))

    def F(x: torch.Tensor) -> torch.Tensor:
        return torch.cos(x @ waves + torch.arange(30))

    found = discrete_symmetries(F, x, action, discover(F, x, action), output_action=LinearAction(30))
    assert found.names and set(found.verdicts) == {"broken"}
    assert (found.error > 0.45).all()
