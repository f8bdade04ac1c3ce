"""An estimate from given evidence, without any network: what it says, keeps and refuses."""

from __future__ import annotations

import re

import numpy as np
import pytest

from lietheory import discovery
from lietheory.algebra import so
from lietheory.comparison.subspaces import principal_angles
from lietheory.discovery.estimator import SymmetryEstimate, estimate_symmetry
from lietheory.discovery.evidence import Evidence
from lietheory.errors import FileFormatError, NotDifferentiableError, RankError, UndecidedError

UNITS = np.eye(9).reshape(9, 3, 3)


def _evidence(gradient, points: int, rng: np.random.Generator) -> Evidence:
    """Evidence about a function of R^3 with this gradient, under gl(3)."""
    x = rng.normal(size=(points, 3))
    fields = np.einsum("kab,nb->nka", UNITS, x)
    J = gradient(x)
    rows, reference = (np.einsum("na,nka->nk", g, fields)[:, None] for g in (J, np.roll(J, 2, axis=0)))
    return Evidence.empty(9).add(rows, reference, np.einsum("nka,nla->kl", fields, fields))


def _no_step(directions: np.ndarray) -> np.ndarray:
    return np.zeros(len(directions))


@pytest.fixture
def radial(rng) -> SymmetryEstimate:
    return estimate_symmetry(_evidence(lambda x: 2 * x, 400, rng), UNITS, _no_step, rng=rng)


def test_the_symmetry_of_the_squared_length_is_so_3(radial):
    assert (radial.status, radial.dimension, radial.identifiable_dimension) == ("symmetric", 3, 9)
    assert np.degrees(principal_angles(radial.generators, so(3).generators)[-1]) < 1e-9
    assert radial.symmetry_variance < 1e-28


def test_generators_are_orthonormal_and_span_the_first_directions(radial):
    flat = radial.generators.reshape(3, 9)
    assert np.allclose(flat @ flat.T, np.eye(3))
    assert principal_angles(radial.generators, radial.directions[:3])[-1] < 1e-12
    assert radial.directions.shape == (9, 3, 3) and (np.diff(radial.relative_spectrum[3:]) >= 0).all()


def test_its_algebra_is_closed_with_a_definite_killing_form(radial):
    assert radial.algebra().killing_signature() == (0, 3, 0)


def test_it_is_named_and_equal_to_so_3(radial):
    assert radial.identify().is_named("so(3)")
    assert radial.compare(so(3)).relation == "equal"
    assert radial.compare(so(2, 1)).relation == "different"


def test_a_symmetry_is_kept_beside_a_direction_whose_finite_step_fails(rng):
    """Only the last of three directions with lambda 0 stands a whole step: the generator lies in the span all points give."""
    estimate = estimate_symmetry(_evidence(lambda x: 2 * x, 400, rng), UNITS, lambda c: np.arange(len(c)) % 3 != 2, rng=rng)
    assert estimate.dimension == 1
    assert np.abs(estimate.generators + estimate.generators.swapaxes(1, 2)).max() < 1e-13


def test_a_finite_step_that_fails_leaves_the_question_undecided(rng):
    def far(directions: np.ndarray) -> np.ndarray:
        return np.ones(len(directions))

    estimate = estimate_symmetry(_evidence(lambda x: 2 * x, 400, rng), UNITS, far, rng=rng)
    assert (estimate.status, estimate.dimension) == ("undecided", 0)


def test_a_file_gives_the_estimate_back(radial, tmp_path):
    loaded = SymmetryEstimate.load(radial.save(tmp_path / "estimate.npz"))
    assert str(loaded) == str(radial)
    for name, value in vars(radial).items():
        assert np.array_equal(getattr(loaded, name), value, equal_nan=isinstance(value, np.ndarray))


def test_a_file_of_another_kind_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", a=np.ones(2))
    with pytest.raises(FileFormatError, match="SymmetryEstimate"):
        SymmetryEstimate.load(tmp_path / "other.npz")


def test_the_table_marks_symmetries_and_states_the_tolerances(radial):
    text, flowed = str(radial), " ".join(str(radial).split())
    assert text.count("  symmetry") == 3
    assert "0.01" in text and "0.001" in text and "9 identifiable" in flowed


def test_too_few_rows_are_refused_with_the_number_of_points_needed(rng):
    with pytest.raises(RankError, match="at least 108 evidence rows") as refusal:
        estimate_symmetry(_evidence(lambda x: 2 * x, 107, rng), UNITS, _no_step, rng=rng)
    assert "at least 108 points" in str(refusal.value)


def test_a_derivative_that_is_zero_everywhere_is_refused_unless_whole_steps_show_nothing_either(rng):
    flat = _evidence(lambda x: 0 * x, 400, rng)
    with pytest.raises(NotDifferentiableError, match="piecewise constant"):
        estimate_symmetry(flat, UNITS, lambda c: np.ones(len(c)), rng=rng)
    assert estimate_symmetry(flat, UNITS, _no_step, rng=rng).dimension == 9


def test_a_map_that_the_whole_action_leaves_alone_up_to_rounding_has_all_of_it_as_symmetry(rng):
    evidence = _evidence(lambda x: 1e-17 * rng.normal(size=x.shape), 400, rng)
    estimate = estimate_symmetry(evidence, UNITS, _no_step, rng=rng)
    assert (estimate.status, estimate.dimension, estimate.exact_dimension) == ("symmetric", 9, 9)


def test_the_table_says_how_far_a_symmetry_is_certainly_broken(rng):
    along_x = np.array([0.02, 0.0, 0.0])
    text = str(estimate_symmetry(_evidence(lambda x: 2 * x + along_x * x**3, 4000, rng), UNITS, _no_step, rng=rng))
    assert "broken by less than the tolerances (lambda 0.01, finite step 0.001)" in text
    assert re.search(r"it is so along [23] of 3, by lambda", text)


def test_an_exact_symmetry_shows_no_breaking(radial):
    assert "no breaking can be seen here" in str(radial)
    assert radial.open_directions == 0 and radial.accepted.sum() == 3


def test_directions_that_stay_open_are_counted(rng):
    far = estimate_symmetry(_evidence(lambda x: 2 * x, 400, rng), UNITS, lambda c: np.arange(len(c)) % 3 != 2, rng=rng)
    assert far.open_directions == 2 and "2 further directions are neither" in str(far)


def test_what_the_points_cannot_identify_is_said(rng):
    x = rng.normal(size=(400, 3)) * [1.0, 1.0, 0.0]
    fields = np.einsum("kab,nb->nka", UNITS, x)
    rows, reference = (np.einsum("na,nka->nk", g, fields)[:, None] for g in (2 * x, np.roll(2 * x, 2, axis=0)))
    evidence = Evidence.empty(9).add(rows, reference, np.einsum("nka,nla->kl", fields, fields))
    assert "3 directions do not move these points" in str(estimate_symmetry(evidence, UNITS, _no_step, rng=rng))


def test_points_that_do_not_move_are_refused(rng):
    nothing = np.zeros((400, 1, 9))
    with pytest.raises(RankError, match="moves the points"):
        estimate_symmetry(Evidence.empty(9).add(nothing, nothing, np.zeros((9, 9))), UNITS, _no_step, rng=rng)


def test_without_generators_there_is_no_algebra_to_name_or_compare(rng):
    estimate = estimate_symmetry(_evidence(lambda x: 4 * x**3, 2000, rng), UNITS, _no_step, rng=rng)
    assert (estimate.status, estimate.dimension, len(estimate.generators)) == ("none", 0, 0)
    for ask in (estimate.algebra, estimate.identify, lambda: estimate.compare(so(3))):
        with pytest.raises(UndecidedError, match="'none'"):
            ask()


def test_a_row_of_the_table_is_about_one_direction(radial):
    """The spectrum of all points stands in a line of its own; a row has the figures of one direction on held-out points."""
    lines = str(radial).splitlines()
    (whole,) = (line for line in lines if line.startswith("effect sizes (lambda) on all points"))
    assert all(f"{value:.2e}" in whole for value in radial.relative_spectrum[:8])
    rows = [line.split() for line in lines if line.strip()[:1].isdigit() and ".." in line]
    assert len(rows) == 8
    for i, row in enumerate(rows):
        values = radial.held_out, radial.lower_bounds, radial.upper_bounds, radial.finite_step_error
        assert [row[1], row[2], row[4], row[5]] == [f"{v[i]:.2e}" for v in values]


def test_the_former_names_of_discrete_symmetries_warn(radial):
    with pytest.warns(DeprecationWarning, match="discrete_symmetries"):
        assert radial.leftovers is None
    with pytest.warns(DeprecationWarning, match="DiscreteSymmetries"):
        assert discovery.Leftovers is discovery.DiscreteSymmetries


@pytest.mark.parametrize("size", [0.0, 1e-16, 1e-12, 1e-9])
def test_slopes_below_what_group_grams_resolve_make_no_direction_of_a_large_one(size, rng):
    """Of x_1^2 the directions of x_2 and x_3; once all nine, as their eigenvectors were nearly dependent."""
    found = estimate_symmetry(
        _evidence(lambda x: np.stack([2 * x[:, 0], *size * rng.normal(size=(2, len(x)))], axis=1), 400, rng),
        UNITS,
        _no_step,
        rng=rng,
    )
    assert found.dimension == 6
    assert np.abs(found.generators[:, 0]).max() < 1e-6
    assert (found.held_out[:6] < 1e-9).all() and (found.held_out[6:] > 0.1).all()
