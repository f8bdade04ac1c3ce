"""The relative spectrum is that of the definition, and has no scale and no basis."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import eigh

from lietheory.discovery.spectrum import relative_spectrum


def _factors(rng: np.random.Generator, K: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    E, E0, v = rng.normal(size=(3, 3 * K, K))
    return np.linalg.qr(E)[1], np.linalg.qr(E0)[1], v.T @ v


@given(K=st.integers(1, 6), seed=st.integers(0, 2**32))
def test_values_are_the_generalised_eigenvalues(K, seed):
    R, R0, M = _factors(np.random.default_rng(seed), K)
    spectrum = relative_spectrum(R, R0, M)
    assert np.allclose(spectrum.values, eigh(R.T @ R, R0.T @ R0, eigvals_only=True), rtol=1e-6)
    quotients = [np.sum((R @ c) ** 2) / np.sum((R0 @ c) ** 2) for c in spectrum.coefficients]
    assert np.allclose(quotients, spectrum.values, rtol=1e-6)
    assert (spectrum.exact, spectrum.identifiable) == (0, K)


@given(K=st.integers(2, 5), seed=st.integers(0, 2**32), exponent=st.integers(-6, 6))
def test_values_do_not_change_with_the_basis_of_the_fields_nor_with_any_scale(K, seed, exponent):
    rng = np.random.default_rng(seed)
    R, R0, M = _factors(rng, K)
    change = np.linalg.qr(rng.normal(size=(K, K)))[0] @ np.diag(rng.uniform(0.5, 2, size=K))
    scale = 10.0**exponent
    changed = relative_spectrum(scale * R @ change, scale * R0 @ change, change.T @ M @ change)
    assert np.allclose(changed.values, relative_spectrum(R, R0, M).values, rtol=1e-6)


def test_an_exact_symmetry_is_zero_to_the_square_of_rounding(rng):
    R, R0, M = _factors(rng, 4)
    null = rng.normal(size=4)
    null /= np.linalg.norm(null)
    spectrum = relative_spectrum(R - np.outer(R @ null, null), R0, M)
    assert spectrum.values[0] < 1e-28 < spectrum.values[1]
    assert np.abs(spectrum.coefficients[0] @ null) > 1 - 1e-14


def test_what_the_map_never_sees_is_exact_and_what_the_data_never_move_is_not_identified(rng):
    """Four fields: a seen one, a symmetry, a motion the map does not see, and one that moves no point."""
    R = np.diag([1.0, 0.0, 0.0, 0.0])
    R0 = np.diag([2.0, 1.0, 0.0, 0.0])
    spectrum = relative_spectrum(R, R0, np.diag([1.0, 1.0, 1.0, 0.0]))
    assert (spectrum.exact, spectrum.identifiable) == (1, 3)
    assert np.allclose(spectrum.values[:3], [0, 0, 0.25]) and np.isnan(spectrum.values[3])
    assert np.abs(spectrum.coefficients).argmax(axis=1).tolist() == [2, 1, 0, 3]


def test_a_direction_with_evidence_but_no_reference_is_infinite():
    assert relative_spectrum(np.eye(2), np.diag([1.0, 0.0]), np.eye(2)).values[1] > 1e15


def test_fields_in_small_units_are_identified_all_the_same():
    spectrum = relative_spectrum(np.diag([1.0, 1e-9]), np.diag([1.0, 1e-9]), np.diag([1.0, 1e-18]))
    assert spectrum.identifiable == 2 and np.allclose(spectrum.values, 1)


def test_of_directions_alike_on_the_data_the_shortest_is_given():
    """Two fields that are equal on the data: only their sum is known, and is given without their difference."""
    both = np.array([[1.0, 1.0], [1.0, 1.0]])
    spectrum = relative_spectrum(np.zeros((2, 2)), both, both)
    assert spectrum.identifiable == 1
    assert np.allclose(np.abs(spectrum.coefficients[0]), np.sqrt(0.5))
