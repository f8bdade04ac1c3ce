"""Every entry of the catalogue, given as bare matrices in a random basis, gets its name.

Here to dimension 17; benchmarks/catalogue_names.py goes on to 80.
"""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import canonical_name, catalogue_algebra, catalogue_names, identify, inverse, multiply, tensordot
from lietheory.errors import ShapeError, UnknownNameError

DIMENSIONS = range(1, 18)


def _unimodular(n: int, rng: np.random.Generator) -> np.ndarray:
    """A product of 2 n elementary matrices."""
    M = np.eye(n, dtype=np.int64)
    for i, step, sign in zip(
        rng.integers(0, n, 2 * n), rng.integers(1, max(n, 2), 2 * n), rng.choice([-1, 1], 2 * n), strict=True
    ):
        if (i + step) % n != i:
            M[i] += sign * M[(i + step) % n]
    return M


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_entry_in_a_random_exact_basis_gets_its_name(dimension: int, rng: np.random.Generator) -> None:
    for name in catalogue_names(dimension):
        L = catalogue_algebra(name).generators
        S = _unimodular(L.shape[1], rng)
        turned = np.stack([multiply(multiply(S, M), inverse(S)) for M in L])
        if len(L) > 1:  # a multiple of one generator has the same name, and there is no other basis
            turned = tensordot(_unimodular(len(L), rng), turned, 1, 0)
        found = identify(turned)
        assert (found.name, found.status, found.complete) == (canonical_name(name), "certain", True)
        assert len(L) == dimension
        assert found.is_named(name)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_entry_in_a_random_basis_of_floats_gets_its_name(dimension: int, rng: np.random.Generator) -> None:
    for name in catalogue_names(dimension):
        L = catalogue_algebra(name).generators.astype(np.float64)
        S = np.eye(L.shape[1]) + 0.3 * rng.standard_normal(L.shape[1:]) / np.sqrt(L.shape[1])
        turned = np.tensordot(np.linalg.qr(rng.standard_normal((len(L), len(L))))[0], S @ L @ np.linalg.inv(S), 1)
        assert identify(turned).name == canonical_name(name)


def test_every_canonical_name_is_built_by_the_catalogue() -> None:
    for dimension in range(1, 16):
        for name in {canonical_name(text) for text in catalogue_names(dimension)}:
            assert identify(catalogue_algebra(name)).name == name


def test_a_module_is_never_taken_for_another_of_the_same_size() -> None:
    assert identify(catalogue_algebra("so(3,1) |x C^2")).name == "so(3,1) |x C^2"
    assert identify(catalogue_algebra("so(5) |x H^2")).name == "so(5) |x H^2"


@pytest.mark.parametrize(
    "name",
    [
        "(so(2,1) + so(2,1) + R) |x R^4",
        "(so(3) + so(2,1)) |x R^6(2;1)",
        "(sl(3,R) + so(2,1)) |x (R^6(1,0;1) + R^3*)",
        "(so(2,1) + so(2,1) + R) |x (R^6(2;1)[1] + R^4[-2])",
    ],
)
def test_modules_of_several_factors_are_built_as_tensor_products(name: str) -> None:
    found = identify(catalogue_algebra(name))
    assert found.is_named(name) and found.complete


def test_a_dimension_that_is_none_is_refused() -> None:
    with pytest.raises(ShapeError, match="catalogue_names"):
        catalogue_names(0)


@pytest.mark.parametrize("name", ["so(3) |x R^131", "so*(12) |x R^64(0,0,0,0,0,1)"])
def test_a_module_that_the_catalogue_lacks_is_refused_under_the_name_that_was_given(name: str) -> None:
    with pytest.raises(UnknownNameError) as refused:
        catalogue_algebra(name)
    assert name in refused.value.expected + refused.value.got
    assert "A3," not in str(refused.value)
