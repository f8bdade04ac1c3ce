"""Haar quadrature: exact up to the band on SO(2) and SO(3), and invariant under the translations of its side elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

import lietheory as lt
from lietheory.errors import ShapeError, UnknownNameError
from lietheory.representation import box_quadrature, so2_quadrature, so3_quadrature
from lietheory.representation.group_convolution import Neighbourhood


def spin(l: int) -> np.ndarray:
    """-i (J_x, J_y, J_z) of degree l: skew-Hermitian, with the brackets of so(3)."""
    m = np.arange(l, -l - 1, -1)
    up = np.diag(np.sqrt(l * (l + 1) - m[1:] * (m[1:] + 1)), 1)
    return -1j * np.stack([(up + up.T) / 2, (up - up.T) / 2j, np.diag(m)])


def coefficients(l: int, near: Neighbourhood) -> np.ndarray:
    """The matrix coefficients D^l(u) at the nodes, (N, (2 l + 1)^2)."""
    return expm(np.tensordot(near.coordinates, spin(l), axes=1)).reshape(len(near.weights), -1)


@given(st.integers(1, 12))
def test_circle_nodes_integrate_every_frequency_below_their_number(n: int):
    near = so2_quadrature(n)
    means = [near.weights @ np.exp(1j * m * near.coordinates[:, 0]) for m in range(n + 1)]
    assert np.allclose(means, [1] + [0] * (n - 1) + [1])  # the last is the first that they cannot see


@pytest.mark.parametrize("band", [0, 1, 2, 3])
def test_rotations_integrate_products_of_matrix_coefficients_as_schur_says(band: int):
    near = so3_quadrature(band)
    D = np.concatenate([coefficients(l, near) for l in range(band + 1)], axis=1)
    expected = np.diag(np.concatenate([np.full((2 * l + 1) ** 2, 1 / (2 * l + 1)) for l in range(band + 1)]))
    assert np.abs((D.conj().T * near.weights) @ D - expected).max() < 1e-13


@pytest.mark.parametrize("band", [0, 1, 2])
def test_rotations_do_not_integrate_products_beyond_their_band(band: int):
    near = so3_quadrature(band)
    D = coefficients(band + 1, near)
    gram = (D.conj().T * near.weights) @ D
    assert np.abs(gram - np.eye(len(gram)) / (2 * band + 3)).max() > 0.1


@pytest.mark.parametrize(
    ("near", "algebra"),
    [(so2_quadrature(7), lt.so(2)), (so3_quadrature(2), lt.so(3)), (box_quadrature(lt.aff(1), 0.7, 4), lt.aff(1))],
)
def test_elements_are_exponentials_of_their_coordinates(near: Neighbourhood, algebra: lt.LieAlgebra):
    assert np.allclose(expm(np.tensordot(near.coordinates, algebra.generators.astype(float), axes=1)), near.elements)
    assert (near.weights > 0).all()


def bump(u: np.ndarray) -> np.ndarray:
    """A function on aff(1) that vanishes away from the identity, in log a and b."""
    return np.exp(-(np.log(u[:, 0, 0]) ** 2 + u[:, 0, 1] ** 2) / (2 * 0.3**2))


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_measure_of_aff_1_is_invariant_under_translations_of_its_side_only(side: str):
    w = np.array([[1.3, -0.2], [0.0, 1.0]])
    near = box_quadrature(lt.aff(1), [2.5, 5.0], 80, side)
    total, moved = near.weights @ bump(near.elements), {}
    moved["left"], moved["right"] = (near.weights @ bump(v) for v in (w @ near.elements, near.elements @ w))
    other = {"left": "right", "right": "left"}[side]
    assert abs(moved[side] / total - 1) < 1e-7
    assert abs(moved[other] / total - 1.3 ** {"left": 1, "right": -1}[side]) < 1e-6  # the modular function of w


def test_an_abelian_group_has_the_lebesgue_measure_of_its_coordinates():
    assert np.allclose(box_quadrature(lt.so(1, 1), 0.5, 2).weights, 0.5)


def test_the_box_measures_of_a_unimodular_group_agree_and_that_of_so_3_is_its_ball_formula():
    left, right = (box_quadrature(lt.so(3), 0.8, 3, side) for side in ("left", "right"))
    assert np.allclose(left.weights, right.weights, rtol=1e-14)
    angle = np.linalg.norm(left.coordinates, axis=1)
    flat = np.prod(np.meshgrid(*[np.array([5, 8, 5]) / 9 * 0.8] * 3, indexing="ij"), axis=0).ravel()
    with np.errstate(invalid="ignore"):
        density = np.where(angle > 1e-9, 2 * (1 - np.cos(angle)) / angle**2, 1.0)
    assert np.allclose(left.weights, flat * density)


@pytest.mark.parametrize(
    ("call", "error", "word"),
    [
        (lambda: so2_quadrature(0), ShapeError, "nodes of at least 1"),
        (lambda: so3_quadrature(-1), ShapeError, "at least 1"),
        (lambda: box_quadrature(lt.so(3), [1.0, 2.0], 3), ShapeError, r"radii \(3,\)"),
        (lambda: box_quadrature(lt.so(3), -1.0, 3), ShapeError, "positive radii"),
        (lambda: box_quadrature(lt.so(3), 1.0, 0), ShapeError, "order"),
        (lambda: box_quadrature(lt.so(3), 1.0, 2, "lift"), UnknownNameError, "left"),
    ],
)
def test_what_is_no_quadrature_is_refused(call, error: type, word: str):
    with pytest.raises(error, match=word):
        call()
