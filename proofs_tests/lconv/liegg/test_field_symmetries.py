"""Symmetries that are polynomial vector fields: found, and their algebra."""

from __future__ import annotations

import pytest
import torch

from lconv.liegg.actions import PolynomialAction, VectorFields
from lconv.liegg.discover import discover
from lietheory.algebra import so
from lietheory.discovery.estimator import SymmetryEstimate


def _points(d: int) -> torch.Tensor:
    return torch.randn(2000, d, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def test_a_length_has_so3_among_the_affine_fields(tmp_path):
    found = discover(lambda x: (x**2).sum(dim=1), _points(3), PolynomialAction(3, 1))
    assert found.dimension == 3 and found.identify().is_named("so(3)")
    again = SymmetryEstimate.load(found.save(tmp_path / "fields"))
    assert again.algebra().killing_signature() == so(3).killing_signature()


def test_a_length_in_the_plane_has_so2_among_its_quadratic_symmetries():
    """Of the turn and its products with x1 and x2, only the turn brackets all three into their span."""
    found = discover(lambda x: (x**2).sum(dim=1), _points(2), PolynomialAction(2, 2))
    assert found.dimension == 3 and found.algebra().dimension == 1


def test_turns_and_translations_of_a_projection_are_a_semidirect_sum():
    """f = x3 alone: all affine fields without third component, aff(2) with shifts along x3."""
    found = discover(lambda x: x[:, 2], _points(3), PolynomialAction(3, 1))
    assert found.dimension == 8 and found.algebra().dimension == 8


def test_a_parabola_has_symmetries_of_degree_two_and_they_do_not_close_alone():
    """x2 - x1^2 is kept by d1 + 2 x1 d2 times any function, of which x1 times it brackets x2 times it out of the span."""
    found = discover(lambda x: x[:, 1] - x[:, 0] ** 2, _points(2), PolynomialAction(2, 2))
    assert found.dimension == 3 and found.algebra().dimension == 1


@pytest.mark.parametrize("degree", [1, 2])
def test_a_polynomial_field_is_the_sum_of_its_monomials_and_flows_along_it(degree):
    """Of degree one by a matrix exponential, which the integration of the same fields comes near."""
    action, x = PolynomialAction(3, degree), _points(3)[:20]
    c = torch.randn(len(action.basis), dtype=x.dtype, generator=torch.Generator().manual_seed(3)) / 10
    fields = VectorFields(action, len(action.basis))
    torch.testing.assert_close(action.combined(x, c), torch.einsum("k,bki->bi", c, action(x)))
    torch.testing.assert_close(action.flow(x, c), fields.flow(x, c), rtol=1e-6, atol=1e-6)
    back = action.flow(action.flow(x, c), -c)
    assert float((back - x).abs().max()) < (1e-13 if degree == 1 else 1e-5)
