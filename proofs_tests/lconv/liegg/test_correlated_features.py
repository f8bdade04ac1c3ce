"""Laws of strongly correlated points: what holds in one basis holds in all of condition 1e6 or less, or nothing is said."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import Tensor

from lconv.liegg.actions import AffineAction, LinearAction, MatrixAction
from lconv.liegg.audit import audit
from lconv.liegg.data_symmetries import discover_from_data
from lconv.liegg.discover import discover
from lconv.liegg.point_units import point_axes
from lconv.liegg.polarization import Polarization
from lietheory.algebra import so
from proofs_tests.strategies.matrices import invertible
from proofs_tests.strategies.symmetric_functions import FAMILIES, SEEDS, Planted, networks, points, some, transformed

FORMS = FAMILIES[2:7]
PRECISIONS = st.sampled_from([(torch.float64, 6.0), (torch.float32, 4.0)])
"""With the logarithm of the condition number up to which the algebra has to be told."""


@st.composite
def correlated(draw: st.DrawFn, families: list = FAMILIES) -> Planted:
    """An invariant of a classical group of points without correlation, in a basis in which they have a strong one."""
    F, copies, algebra, name = draw(st.sampled_from(families))
    (dtype, condition), d = draw(PRECISIONS), algebra.shape[1]
    S = draw(invertible(d, condition))
    return _in_basis(F, copies, algebra, name, S, draw(SEEDS), dtype)


def _in_basis(F, copies: int, algebra: np.ndarray, name: str, S: np.ndarray, seed: int, dtype: torch.dtype) -> Planted:
    back = torch.as_tensor(np.linalg.inv(S), dtype=torch.float64).to(dtype).double().numpy()  # as the map applies it
    S, d = np.linalg.inv(back), len(S)
    x = transformed(points(seed, 40 * d * d, copies * d), S, copies).to(dtype)
    return Planted(lambda x: F(transformed(x, back, copies)), LinearAction(d, copies), S @ algebra @ back, name, x)


def _basis(seed: int, d: int, condition: float) -> np.ndarray:
    rng = np.random.default_rng(seed)
    U, V = (np.linalg.qr(rng.standard_normal((d, d)))[0] for _ in range(2))
    return U * np.geomspace(1, 1 / condition, d) @ V


LORENTZ = FAMILIES[5]
WAS_SO3 = [
    _in_basis(*LORENTZ, _basis(4, 4, condition), 4, dtype)
    for condition, dtype in ((300, torch.float64), (1e4, torch.float64), (30, torch.float32))
]
"""A Lorentz form whose boosts were as long as the other units of these features, and so broken by rounding alone."""


@some
@given(correlated())
@example(WAS_SO3[0])
@example(WAS_SO3[1])
@example(WAS_SO3[2])
def test_a_strong_change_of_basis_changes_neither_the_algebra_nor_its_evidence(case: Planted):
    found = discover(case.F, case.points, case.action)
    assert (found.status, found.dimension) == ("symmetric", len(case.algebra))
    assert found.identify().is_named(case.name)
    assert found.algebra().dimension == len(case.algebra)
    k = found.dimension
    assert (found.upper_bounds[:k] < 1e-4).all() and (found.lower_bounds[k:] > 1e-2).all()


@some
@given(correlated())
@example(WAS_SO3[0])
def test_an_audit_breaks_no_algebra_that_holds_for_points_that_are_correlated(case: Planted):
    assert audit(case.F, case.points, case.action, case.algebra).holds


@some
@given(st.data())
def test_correlation_makes_no_symmetry(data):
    dtype, condition = data.draw(PRECISIONS)
    S, net = data.draw(invertible(3, condition)), data.draw(networks(3)).to(dtype)
    back = np.linalg.inv(S)
    x = transformed(points(data.draw(SEEDS), 600, 3), S).to(dtype)
    assert discover(lambda x: net(transformed(x, back)), x, LinearAction(3)).status == "none"


@pytest.mark.parametrize("seed", range(2))
def test_where_rounding_moves_the_points_no_smaller_algebra_is_taken_for_the_whole(seed: int):
    case = _in_basis(*LORENTZ, _basis(seed, 4, 1e6), seed, torch.float32)
    found = discover(case.F, case.points, case.action)
    assert found.status == "undecided" and found.answer.imprecise


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("seed", range(3))
def test_a_length_on_an_oblique_plane_has_the_turns_of_the_plane(seed: int, dtype: torch.dtype):
    plane = points(seed, 2, 3)
    x = (points(seed + 10, 1000, 2) @ plane).to(dtype)
    found = discover(lambda x: x.square().sum(dim=1), x, LinearAction(3))
    assert (found.status, found.dimension, found.identifiable_dimension) == ("symmetric", 1, 6)
    assert found.identify().is_named("so(2)")
    turned = x.double().numpy() @ np.asarray(found.generators[0]).T
    assert np.abs((turned * x.double().numpy()).sum(axis=1)).max() < 1e-4 * np.abs(turned).max()


@pytest.mark.parametrize("thickness", [1e-2, 1e-3, 1e-4, 1e-5, 1e-6])
def test_the_layer_that_points_fill_is_ignored_as_a_combination_where_it_is_thin(thickness: float):
    Q = torch.as_tensor(np.linalg.qr(np.random.default_rng(3).standard_normal((3, 3)))[0])
    x = points(1, 2000, 3) * torch.tensor([1.0, 1.0, thickness], dtype=torch.float64) @ Q.T
    found = discover(lambda x: x.square().sum(dim=1), x, LinearAction(3))
    name = "so(3)" if thickness == 1e-2 else "(so(2) + R) |x R^2"
    assert found.identify().is_named(name) and found.algebra().dimension == found.dimension
    assert "one combination of the inputs" in found.headline or thickness == 1e-2


def _distance(x: Tensor) -> Tensor:
    return (x[:, :2] - x[:, 2:]).square().sum(dim=1)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_batches_and_merged_runs_of_correlated_points_give_the_answer_of_all(dtype: torch.dtype):
    S = _basis(1, 2, 1e3)
    back = np.linalg.inv(S)
    x = (transformed(points(0, 1600, 4), S, 2) + torch.tensor([3.0, -2.0, 3.0, -2.0])).to(dtype)

    def F(x: Tensor) -> Tensor:
        return _distance(transformed(x, back, 2))

    action = AffineAction(2, copies=2)
    whole = discover(F, x, action)
    one = Polarization(action)
    for batch in x.split(200):
        one.update(F, batch)
    first = Polarization(action)
    first.update(F, x[:700])
    second = Polarization(action, frame=first.frame)
    second.update(F, x[700:])
    assert not np.array_equal(first.evidence.frame.axes, second.evidence.frame.axes)
    first.merge(second)
    for streamed in (one.estimate(), first.estimate()):
        assert (streamed.status, streamed.dimension) == (whole.status, whole.dimension) == ("symmetric", 3)
        assert np.allclose(streamed.relative_spectrum[3:], whole.relative_spectrum[3:], rtol=0.2)
        assert streamed.identify().is_named("se(2)")


FIRST = {
    "as all": [1.0, 1.0, 1.0],
    "thin": [1.0, 1.0, 1e-3],
    "small": [1e-2, 1e-2, 1e-2],
    "on a line": [0.0, 1.0, 0.0],
}
"""What the components of the points of a run are multiplied by, which decides the frame of its evidence."""


@pytest.mark.parametrize(("one", "two"), [("as all", "as all"), ("as all", "thin"), ("thin", "small"), ("on a line", "as all")])
@pytest.mark.parametrize("condition", [1.0, 50.0])
def test_merged_runs_have_the_evidence_of_one_in_either_frame(one: str, two: str, condition: float):
    S = _basis(1, 3, condition)
    back = np.linalg.inv(S)

    def F(x: Tensor) -> Tensor:
        return torch.stack([transformed(x, back).square().sum(dim=1), transformed(x, back)[:, 0]], dim=1)

    action, frame = LinearAction(3), np.eye(2)
    parts = [transformed(points(i, 300, 3) * torch.tensor(FIRST[each]), S) for i, each in enumerate((one, two))]
    runs = [Polarization(action, frame=frame) for _ in range(4)]
    for run, part in zip(runs, parts + parts[::-1], strict=True):
        run.update(F, part)
    merged = []
    for first, second in (runs[:2], runs[2:]):
        first.merge(second)
        own = np.eye(9) if first.evidence.frame is None else first.evidence.frame.generators(action.basis)
        R = first.evidence.total()[0] @ np.linalg.inv(own).T  # about the matrix units
        merged.append(R.T @ R)
    assert np.allclose(*merged, rtol=1e-8, atol=1e-8 * np.abs(merged[0]).max())


def test_a_run_in_a_frame_is_saved_with_it(tmp_path):
    case = _in_basis(*FORMS[0], _basis(2, 3, 1e4), 0, torch.float64)
    run = Polarization(case.action)
    run.update(case.F, case.points[:180])
    again = Polarization.load(run.save(tmp_path / "run.npz"), case.F, case.action)
    for each in (run, again):
        each.update(case.F, case.points[180:])
    assert np.array_equal(again.evidence.frame.axes, run.evidence.frame.axes)
    assert np.array_equal(again.estimate().relative_spectrum, run.estimate().relative_spectrum)


def test_a_map_between_correlated_features_is_equivariant():
    S, A = _basis(1, 3, 1e4), _basis(2, 3, 1e4)
    back = np.linalg.inv(S)

    def radial(x: Tensor) -> Tensor:
        z = transformed(x, back)
        return transformed(z * z.square().sum(dim=1, keepdim=True), A)

    found = discover(radial, transformed(points(0, 1000, 3), S), LinearAction(3), LinearAction(3))
    assert found.dimension == 4 and found.identify().is_named("so(3) + R")


def test_given_matrices_whose_flow_is_rounding_are_not_called_broken():
    S = _basis(1, 3, 1e6)
    back = np.linalg.inv(S)
    x = transformed(points(0, 1000, 3), S)
    found = discover(lambda x: transformed(x, back).square().sum(dim=1), x, MatrixAction(S @ so(3).generators @ back))
    assert found.status == "undecided" and found.answer.imprecise


def test_the_breaking_does_not_depend_on_the_basis():
    def bent(z: Tensor) -> Tensor:
        return z.square().sum(dim=1) + 0.1 * z[:, 0] ** 2

    z, S = points(0, 2000, 3), _basis(5, 3, 1e4)
    back = np.linalg.inv(S)
    plain, moved = (
        audit(F, x, LinearAction(3), L).model.breaking
        for F, x, L in (
            (bent, z, so(3).generators),
            (lambda x: bent(transformed(x, back)), transformed(z, S), S @ so(3).generators @ back),
        )
    )
    assert moved.value == pytest.approx(plain.value, rel=0.2)


@pytest.mark.parametrize("condition", [1e2, 1e4, 1e6])
def test_values_at_inputs_that_nearly_depend_on_each_other_give_the_algebra_or_say_so(condition: float):
    case = _in_basis(*LORENTZ, _basis(4, 4, condition), 4, torch.float64)
    found = discover_from_data(case.points, case.F(case.points), case.action, degree=2)
    if condition == 1e2:
        assert found.identify().is_named("so(3,1)")
    else:
        assert found.status == "undecided" and "nearly depend on each other" in found.headline


@pytest.mark.parametrize(("seed", "distance"), [(5, 60.0), (0, 100.0), (1, 200.0)])
def test_the_rounding_of_points_on_a_plane_far_off_is_no_layer(seed: int, distance: float):
    Q = torch.as_tensor(np.linalg.qr(np.random.default_rng(seed).standard_normal((3, 3)))[0])
    x = (torch.cat([points(seed, 1000, 2), torch.full((1000, 1), distance)], dim=1) @ Q.T).float()
    found = discover(lambda x: x.square().sum(dim=1), x, LinearAction(3))
    assert found.dimension == 3 and found.identify().is_named("so(3)")


@pytest.mark.parametrize(("seed", "condition"), [(0, 1.0), (1, 30.0), (2, 30.0)])
def test_a_few_outliers_are_not_the_frame(seed: int, condition: float):
    F, _, algebra, name = LORENTZ
    S = _basis(seed, 4, condition)
    back, z = np.linalg.inv(S), points(seed, 1000, 4)
    z[:3] *= 1e3
    assert np.linalg.cond(back @ point_axes(transformed(z, S), 4)[1]) < 3  # that of the others, up to a turn and a unit
    found = discover(lambda x: F(transformed(x, back)), transformed(z, S), LinearAction(4))
    assert found.dimension == len(algebra) and found.identify().is_named(name)


@pytest.mark.parametrize(("seed", "condition"), [(0, 1e2), (0, 1e3), (1, 1e4), (0, 1e6)])
def test_the_only_turn_has_one_name_in_every_basis(seed: int, condition: float):
    """What the rounding of printed matrices becomes in the frame of the points is no stretch beside the turn."""
    S = _basis(seed, 3, condition)
    back = np.linalg.inv(S)

    def F(x: Tensor) -> Tensor:
        z = transformed(x, back)
        return z[:, :2].square().sum(dim=1) + z[:, 2] ** 4

    found = discover(F, transformed(points(seed, 1000, 3), S), LinearAction(3))
    assert found.identify().is_named("so(2)") and "so(2)" in found.headline


def test_values_about_a_centre_far_off_are_not_judged():
    x = points(0, 800, 3)
    y = x.square().sum(dim=1)
    assert discover_from_data(x, y, AffineAction(3)).identify().is_named("so(3)")
    far = discover_from_data(x + torch.tensor([1e4, 0.0, 0.0]), y, AffineAction(3))
    assert far.status == "undecided" and "subtract it" in far.headline
