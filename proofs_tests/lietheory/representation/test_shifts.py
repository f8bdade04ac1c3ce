"""Shifts as matrices and as moves agree, compose, keep rows apart, and refuse what is no shift."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lietheory.algebra import bracket, lie_closure
from lietheory.errors import ShapeError, UnknownNameError
from lietheory.representation.shifts import BOUNDARIES, shift, shift_generators

boundaries = st.sampled_from(BOUNDARIES)
shapes = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple)


@st.composite
def shapes_with_offsets(draw, count=1):
    shape = draw(shapes)
    offset = st.tuples(*[st.integers(-5, 5)] * len(shape))
    return shape, draw(st.lists(offset, min_size=count, max_size=count))


@given(shapes_with_offsets(), boundaries, st.integers(0, 2**32 - 1))
def test_the_matrix_moves_the_features_as_the_shift_does(drawn, boundary, seed):
    shape, offsets = drawn
    h = np.random.default_rng(seed).integers(-9, 10, (np.prod(shape), 2))
    assert (shift_generators(shape, offsets, boundary)[0] @ h == shift(h, offsets[0], shape, boundary)).all()


@given(shapes_with_offsets(2))
def test_circular_shifts_add_and_commute(drawn):
    shape, (first, second) = drawn
    A, B, both = shift_generators(shape, [first, second, np.add(first, second)], "circular")
    assert (both == A @ B).all()
    assert not bracket(A, B).any()


@given(shapes_with_offsets(2))
def test_zero_padded_shifts_of_one_direction_add(drawn):
    shape, (first, second) = drawn
    assume(all(a * b >= 0 for a, b in zip(first, second, strict=True)))
    A, B, both = shift_generators(shape, [first, second, np.add(first, second)])
    assert (both == A @ B).all()


@given(shapes_with_offsets(), boundaries)
def test_the_opposite_shift_is_the_transpose(drawn, boundary):
    shape, [offset] = drawn
    forward, back = shift_generators(shape, [offset, np.negative(offset)], boundary)
    assert (back == forward.T).all()


@given(st.integers(2, 9))
def test_two_sided_padded_shifts_fail_to_commute_at_the_ends_only(d):
    forward, back = shift_generators((d,), [1, -1])
    assert (bracket(forward, back) == np.diag([-1] + [0] * (d - 2) + [1])).all()


@pytest.mark.parametrize("d", range(2, 7))
def test_two_sided_padded_shifts_generate_a_large_algebra(d):
    """They preserve the antidiagonal of alternating signs: so(p, q) for odd d, sp(d) for even d."""
    g = lie_closure(shift_generators((d,), [1, -1]))
    signs = np.diag((-1) ** np.arange(d))[::-1]
    assert g.dimension == (d * (d - 1) // 2 if d % 2 else d * (d + 1) // 2)
    assert not any((L.T @ signs + signs @ L).any() for L in g.generators)


def test_the_padded_stencil_of_a_small_image_generates_all_matrices():
    offsets = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    assert lie_closure(shift_generators((2, 3), offsets)).dimension == 36


@pytest.mark.parametrize(("p", "q"), [(2, 2), (3, 4), (5, 3)])
def test_a_flat_shift_by_one_has_one_wrong_entry_for_each_row_but_the_last(p, q):
    wrong = shift_generators((p * q,), [1])[0] - shift_generators((p, q), [(0, 1)])[0]
    assert np.count_nonzero(wrong) == p - 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: shift_generators((3,), [0.5]),
        lambda: shift_generators((3, 4), [1]),
        lambda: shift_generators((3,), [(1, 2)]),
        lambda: shift_generators((), [()]),
        lambda: shift_generators((0,), [1]),
        lambda: shift([[1], [2]], (1,), (3,)),
        lambda: shift([1, 2], (1,), (2,)),
        lambda: shift([[1], [2]], (1, 0), (2,)),
    ],
    ids=["half a point", "too few", "too many", "no axis", "no point", "another grid", "no channels", "two axes"],
)
def test_what_is_no_shift_of_the_grid_is_refused(call):
    with pytest.raises(ShapeError, match="shift"):
        call()


def test_an_unknown_boundary_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="circular"):
        shift_generators((3,), [1], "cicular")
    with pytest.raises(UnknownNameError, match="zero"):
        shift([[1]], (0,), (1,), "zeros")
