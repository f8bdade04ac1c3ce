"""A fit is closed, of its type, and as far from noisy generators as the noise says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lietheory.algebra import catalogue_algebra, closure_residual
from lietheory.algebra.identification.candidate_types import candidates, generic
from lietheory.algebra.identification.fit_type import Equations, by_change_of_frame, fit_type
from lietheory.algebra.identification.type_selection import EXCLUDED, STANDS, Type, fitted_types, most_degenerate, tail
from lietheory.algebra.structure.closure import span
from lietheory.algebra.structure.structure_constants import Structure
from proofs_tests.strategies.algebras import mixed

DEGENERATE = {
    "se(3)": ("so(3) |x R^3", 52),
    "poincare(2)": ("so(2,1) |x R^3", 52),
    "heisenberg(1)": ("heisenberg(1)", 13),
    "se(2)": ("so(2) |x R^2", 13),
    "so(3) + R": ("so(3) + R", None),
    "sim(2)": ("(so(2) + R) |x R^2", 14),
}
"""Names of algebras that deform, or are rigid and not semisimple; the conditions on their spans, by hand where given."""


def noisy(name: str, eps: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Generators of length one with noise, and an orthonormal basis of their span."""
    L = mixed(catalogue_algebra(name).generators, eps, np.random.default_rng(seed))
    return L / np.linalg.norm(L, axis=(1, 2), keepdims=True), span(L, "", 1e-9).basis


@settings(max_examples=10)
@given(st.sampled_from(list(DEGENERATE)), st.sampled_from([1e-5, 1e-3]), st.integers(0, 2**16))
def test_every_fit_is_closed_and_satisfies_the_equations_of_its_type(name: str, eps: float, seed: int) -> None:
    units, basis = noisy(name, eps, seed)
    n, d, _ = units.shape
    for one in fitted_types(units, basis, eps):
        frame, f = one.fit.frame, one.fit.constants
        assert closure_residual(frame.reshape(n, d, d)) < 1e-7
        brackets = np.einsum("aij,bjk->abik", frame.reshape(n, d, d), frame.reshape(n, d, d))
        assert np.allclose(brackets - brackets.swapaxes(0, 1), np.tensordot(f, frame.reshape(n, d, d), 1), atol=1e-7)
        outside = units.reshape(n, -1) - units.reshape(n, -1) @ np.linalg.pinv(frame) @ frame
        assert np.isclose(one.fit.error, np.linalg.norm(outside) / np.sqrt(n), rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("name", list(DEGENERATE))
def test_the_type_of_the_truth_is_fitted_at_the_size_of_the_noise_and_on_as_many_conditions(name: str) -> None:
    """Its squared distance in units of the noise is chi squared: over 8 draws within 5 standard deviations of its mean."""
    wanted, conditions = DEGENERATE[name]
    d = catalogue_algebra(name).generators.shape[1]
    squares, freedom = [], []
    for eps in (1e-5, 1e-3):
        for seed in range(4):
            units, basis = noisy(name, eps, seed)
            fits = [one.fit for one in fitted_types(units, basis, eps) if one.name == wanted]
            assert fits
            squares.append(min(fit.squared for fit in fits) * (d / eps) ** 2)
            freedom.append(max(fit.freedom for fit in fits))
    assert conditions in (None, *freedom)
    mean = float(np.mean(freedom))
    assert abs(np.mean(squares) - mean) < 5 * np.sqrt(2 * mean / 8)


def test_the_backward_error_grows_with_the_noise() -> None:
    errors = []
    for eps in (1e-6, 1e-4, 1e-2):
        units, basis = noisy("se(3)", eps, 3)
        verdict = most_degenerate(units, basis, eps)
        errors.append(dict(verdict.fits)["so(3) |x R^3"] / eps)
    assert 0.3 < min(errors) <= max(errors) < 1.2
    assert max(errors) < 1.3 * min(errors)


@settings(max_examples=10)
@given(st.sampled_from([1e-6, 1e-4, 1e-3]), st.sampled_from([True, False]), st.integers(0, 2**16))
def test_noisy_motions_of_space_stand_and_so_do_their_deformations(eps: float, known: bool, seed: int) -> None:
    units, basis = noisy("se(3)", eps, seed)
    verdict = most_degenerate(units, basis, eps if known else None)
    near = {verdict.best.name, *verdict.others}
    assert "so(3) |x R^3" in near
    assert near & {"so(3) + so(3)", "so(3,1)"}
    if verdict.decided:  # all but one draw in a thousand
        assert verdict.best.name == "so(3) |x R^3"
        assert verdict.margin >= 1


def test_both_deformations_of_the_motions_of_space_are_listed() -> None:
    listed = []
    for seed in range(4):
        units, basis = noisy("se(3)", 1e-3, seed)
        listed.append({"so(3) + so(3)", "so(3,1)"} <= set(most_degenerate(units, basis, None).others))
    assert all(listed)


def test_rotations_are_no_motions_of_space() -> None:
    """so(4) has se(3) as a limit, but far away: its fit loses more than noise of any likely size."""
    units, basis = noisy("so(4)", 1e-3, 0)
    verdict = most_degenerate(units, basis, None)
    assert (verdict.best.name, verdict.decided, verdict.others) == ("so(3) + so(3)", True, ())


def test_noise_that_is_understated_leaves_no_type_standing() -> None:
    units, basis = noisy("se(3)", 1e-2, 0)
    types = fitted_types(units, basis, 1e-3)
    assert types
    assert all(tail(one, types, 4, 1e-3) < EXCLUDED for one in types)
    assert not most_degenerate(units, basis, 1e-3).decided
    assert max(tail(one, types, 4, None) for one in types) > STANDS


def test_derivatives_by_the_frame_vanish_on_derivations_alone() -> None:
    """The inner ones of so(3), and for R^2 all matrices."""
    for name, dimension in (("so(3)", 3), ("R^2", 4), ("heisenberg(1)", 6), ("aff(1)", 2), ("se(3)", 7), ("so(4)", 6)):
        f = catalogue_algebra(name).structure_constants.astype(np.float64)
        n = len(f)
        assert n * n - np.linalg.matrix_rank(by_change_of_frame(f).reshape(n**3, n * n)) == dimension


def test_candidates_find_the_ideals_that_constants_nearly_have() -> None:
    """Those of so(4) near se(3): squeezed, the translations are nearly an ideal."""
    f = catalogue_algebra("so(4)").structure_constants.astype(np.float64)
    rotations = [x for x in np.eye(6) if np.linalg.matrix_rank(np.tensordot(x, f, 1)) == 4]
    assert len(rotations) == 6
    L = catalogue_algebra("so(4)").generators.astype(np.float64)
    squeeze = np.diag([1.0, 1.0, 1.0, 0.01])
    found = span(squeeze @ L @ np.linalg.inv(squeeze), "", 1e-9)
    left = [one.residual for one in candidates(Structure(found.constants, 1e-9)) if one.equations.zero.sum() == 108]
    assert min(left) < 1e-2


def test_a_closed_span_is_its_own_fit_and_the_abelian_one_is_always_a_candidate() -> None:
    units, basis = noisy("so(3)", 0.0, 0)
    fit = fit_type(units.reshape(3, 9), basis.reshape(3, 9), generic(3).equations)
    assert fit.closed
    assert fit.error < 1e-10
    last = candidates(Structure(fit.constants, 1e-9))[-1]
    assert last.equations.zero.all()
    commuting = fit_type(units.reshape(3, 9), basis.reshape(3, 9), last.equations)
    assert not commuting.closed or (commuting.error > 0.1 and not commuting.constants.any())


def test_vanishing_traces_are_an_equation_too() -> None:
    """The nearest R |x R^2 without dilation of a rotation that dilates a little is so(2) |x R^2."""
    rotation, *translations = np.zeros((3, 3, 3))
    rotation[:2, :2] = [[0.02, -1.0], [1.0, 0.02]]
    translations[0][0, 2] = translations[1][1, 2] = 1.0
    units = np.stack([rotation / np.linalg.norm(rotation), *translations])
    zero = np.zeros((3, 3, 3), dtype=bool)
    zero[:, :, 0] = zero[1:, 1:] = True
    spirals, turns = (fit_type(units.reshape(3, 9), units.reshape(3, 9), Equations(zero, flat)) for flat in (False, True))
    assert spirals.error < 1e-9
    assert 1e-3 < turns.error < 0.02
    assert (Type(spirals).name, Type(turns).name) == ("R |x R^2", "so(2) |x R^2")
