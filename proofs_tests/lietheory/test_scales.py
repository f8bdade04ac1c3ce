"""The scale of the input changes no name, no dimension and no relation, as far as floats reach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lietheory as lt
from lietheory.errors import PrecisionError, ShapeError
from lietheory.scales import moderate_scale, rescaled

NAMES = ("so(3)", "so(2,1)", "heisenberg(1)", "sl(2)", "se(2)")


def _floats(name: str) -> np.ndarray:
    return np.asarray(lt.identify(name) and lt.lie_closure(name).generators, dtype=np.float64)


@given(st.sampled_from(NAMES), st.integers(-1015, 1015), st.booleans())
def test_a_power_of_two_changes_no_dimension_and_no_name(name, exponent, closed):
    L = _floats(name)
    scaled = np.ldexp(L, exponent)
    assert lt.lie_closure(scaled).dimension == len(L)
    assert lt.identify(scaled).name == lt.identify(L).name
    assert not closed or lt.compare(scaled, L).relation == "equal"


@given(st.sampled_from(NAMES), st.data())
def test_each_generator_has_a_scale_of_its_own(name, data):
    L = _floats(name)
    exponents = np.array(data.draw(st.lists(st.integers(-1015, 1015), min_size=len(L), max_size=len(L))))
    scaled = np.ldexp(L, exponents[:, None, None])
    assert lt.lie_closure(scaled).dimension == len(L)
    assert lt.identify(scaled).name == lt.identify(L).name


@pytest.mark.parametrize("scale", [1e155, 1e-163, 1e300])
def test_constants_follow_the_scale_or_are_refused(scale):
    g = lt.LieAlgebra.from_matrices(scale * _floats("so(3)"))
    assert g.structure_constants[0, 1, 2] == pytest.approx(scale)
    with pytest.raises(PrecisionError, match="beyond"):
        g.killing_form()  # -2 scale^2
    assert g.killing_signature() == (0, 3, 0)


def test_subnormal_generators_are_refused():
    for call in (lt.lie_closure, lt.identify, lt.nearest_algebra, lambda L: lt.compare(L, "so(3)")):
        with pytest.raises(PrecisionError, match="lost digits"):
            call(1e-310 * _floats("so(3)"))


@given(st.integers(-1000, 1000))
def test_taking_a_scale_out_and_putting_it_back_changes_no_digit(exponent):
    L = np.ldexp(_floats("sl(2)") / 3, exponent)
    moderate, e = moderate_scale(L, "f(L)")
    assert np.array_equal(rescaled(moderate, e[:, None, None], "f(L)", "L"), L)


def test_noise_and_tolerance_are_below_one():
    L = _floats("so(3)")
    calls = (
        lambda v: lt.lie_closure(L, tolerance=v),
        lambda v: lt.LieAlgebra.from_matrices(L, tolerance=v),
        lambda v: lt.identify(L, noise=v),
        lambda v: lt.compare(L, "so(3)", noise=v),
    )
    for call in calls:
        for value in (1.0, 10, np.inf, np.nan, -1e-3, "1", True):
            with pytest.raises(PrecisionError):
                call(value)


def test_masked_entries_are_refused_and_masks_of_nothing_are_not():
    whole = np.ma.masked_array(_floats("so(3)"), mask=False)
    assert lt.identify(whole).name == "so(3)"
    whole[0, 1, 2] = np.ma.masked
    with pytest.raises(PrecisionError, match=r"L\[0, 1, 2\] masked"):
        lt.identify(whole)
    X = np.ma.masked_array(np.random.default_rng(0).normal(size=(20, 3)), mask=False)
    assert lt.linear_regression_symmetries(X).generators.shape == (3, 3, 3)
    X[4, 1] = np.ma.masked
    with pytest.raises(PrecisionError, match=r"X\[4, 1\] masked"):
        lt.linear_regression_symmetries(X)


def test_ragged_input_is_a_question_of_shape():
    with pytest.raises(ShapeError):
        lt.identify([[[0, 1], [1]]])
