"""Brackets of polynomial fields, and the Lie algebras they make."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.algebra import LieAlgebra, identify
from lietheory.algebra.structure.structure_constants import jacobi_residual
from lietheory.discovery.polynomial_field_algebra import field_algebra, field_brackets
from lietheory.errors import ClosureError, ShapeError
from lietheory.representation.polynomial_fields import field_exponents, polynomial_fields


def _field(d: int, degree: int, **terms: list[tuple[float, tuple[int, ...]]]) -> np.ndarray:
    """A field by its components d1, d2, ..., each a list of (factor, exponents)."""
    exponents = [tuple(m) for m in field_exponents(d, degree)]
    c = np.zeros((d, len(exponents)))
    for name, parts in terms.items():
        for factor, m in parts:
            c[int(name[1:]) - 1, exponents.index(m)] += factor
    return c.ravel()


def _plane(degree: int) -> dict[str, np.ndarray]:
    one, x, y = (0, 0), (1, 0), (0, 1)
    fields = {
        "d1": _field(2, degree, d1=[(1, one)]),
        "d2": _field(2, degree, d2=[(1, one)]),
        "turn": _field(2, degree, d1=[(-1, y)], d2=[(1, x)]),
        "stretch": _field(2, degree, d1=[(1, x)], d2=[(1, y)]),
    }
    if degree > 1:
        fields["special 1"] = _field(2, degree, d1=[(1, (2, 0)), (-1, (0, 2))], d2=[(2, (1, 1))])
        fields["special 2"] = _field(2, degree, d1=[(2, (1, 1))], d2=[(-1, (2, 0)), (1, (0, 2))])
        fields["x turn"] = _field(2, degree, d1=[(-1, (1, 1))], d2=[(1, (2, 0))])
        fields["y turn"] = _field(2, degree, d1=[(-1, (0, 2))], d2=[(1, (1, 1))])
    return fields


@given(d=st.integers(1, 3), degree=st.integers(1, 3), seed=st.integers(0, 2**32))
def test_a_bracket_is_what_the_derivatives_along_the_fields_say(d, degree, seed):
    rng = np.random.default_rng(seed)
    K = d * len(field_exponents(d, degree))
    c, x, h = rng.normal(size=(2, K)), rng.normal(size=(1, d)), 1e-5
    found = np.einsum("k,nki->ni", field_brackets(c, d, degree)[0, 1], polynomial_fields(x, max(1, 2 * degree - 1)))[0]

    def at(i: int, y: np.ndarray) -> np.ndarray:
        return np.einsum("k,nki->ni", c[i], polynomial_fields(y, degree))[0]

    v, w = at(0, x), at(1, x)
    expected = (at(0, x + h * w) - at(0, x - h * w) - at(1, x + h * v) + at(1, x - h * v)) / (2 * h)
    size = 1 + np.abs(v).max() ** 3 + np.abs(w).max() ** 3
    assert np.allclose(found, expected, atol=1e-4 * size)


def test_linear_fields_bracket_as_their_matrices(rng):
    A, B = rng.normal(size=(2, 3, 3))
    fields = np.stack([np.pad(L, ((0, 0), (1, 0))).ravel() for L in (A, B)])
    bracket = field_brackets(fields, 3, 1)[0, 1].reshape(3, 4)
    assert np.allclose(bracket[:, 1:], A @ B - B @ A) and not bracket[:, 0].any()


@pytest.mark.parametrize(
    ("names", "degree", "algebra"),
    [
        (["turn"], 1, "so(2)"),
        (["turn", "d1", "d2"], 1, "se(2)"),
        (["turn", "stretch", "d1", "d2"], 1, "sim(2)"),
        (["turn", "stretch", "d1", "d2", "special 1", "special 2"], 2, "so(3,1)"),
        (["stretch", "d1", "special 1"], 2, None),
    ],
)
def test_fields_of_the_plane_have_their_algebra(names, degree, algebra, rng):
    fields = np.stack([_plane(degree)[name] for name in names])
    mixed = rng.normal(size=(len(fields), len(fields))) @ fields
    found = field_algebra(mixed, 2, degree)
    assert found.dimension == len(fields)
    if algebra not in (None, "so(2)"):  # one field has no name by its structure alone
        assert identify(found).is_named(algebra)


def test_the_conformal_fields_of_the_line_are_sl2():
    assert identify(field_algebra(np.eye(3), 1, 2)).is_named("sl(2,R)")


def test_of_a_span_that_does_not_close_the_part_that_normalises_it_is_left():
    plane = _plane(2)
    span = np.stack([plane["turn"], plane["x turn"], plane["y turn"]])  # all keep x^2 + y^2
    assert field_algebra(span, 2, 2).dimension == 1
    with pytest.raises(ClosureError, match="a bracket outside it"):
        field_algebra(np.stack([plane["x turn"], plane["y turn"]]), 2, 2)


@pytest.mark.parametrize(
    ("names", "degree"), [(["turn", "d1", "d2"], 1), (["d1", "d2", "turn", "stretch", "special 1", "special 2"], 2)]
)
def test_noise_within_the_tolerance_leaves_the_algebra(names, degree, rng):
    fields = np.stack([_plane(degree)[name] for name in names])
    noisy = fields + 1e-4 * rng.normal(size=fields.shape)
    found = field_algebra(noisy, 2, degree, tolerance=1e-2)
    assert found.dimension == len(names)
    exact: LieAlgebra = field_algebra(fields, 2, degree)
    assert found.killing_signature() == exact.killing_signature()


@given(seed=st.integers(0, 2**32))
def test_all_quadratic_fields_of_the_line_satisfy_the_jacobi_identity(seed):
    c = np.random.default_rng(seed).normal(size=(3, 3))
    brackets = field_brackets(c, 1, 2)[..., :3]
    f = np.linalg.solve(c.T, brackets.reshape(9, 3).T).T.reshape(3, 3, 3)
    assert np.abs(jacobi_residual(f)).max() <= 1e-9 * np.abs(f).max() ** 2 * max(1.0, np.linalg.cond(c))


def test_fields_of_another_size_are_refused():
    with pytest.raises(ShapeError, match=r"\(k, 6\)"):
        field_algebra(np.eye(5), 2, 1)
