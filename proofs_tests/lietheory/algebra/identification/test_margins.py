"""Parameters that nearly are special ones, in floats: the name is right, or undecided with the right one among the candidates."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lietheory.algebra import Identification, canonical_name, catalogue_algebra, identify, so
from lietheory.algebra.catalogue.affine import over_heisenberg
from lietheory.algebra.identification.type_selection import _name_near
from lietheory.algebra.names.agreement import agrees
from proofs_tests.strategies.algebras import conjugated, turned_and_stretched

ONE, TWO, TENTH = Fraction(1), Fraction(2), Fraction(1, 10)


def _triangular(values: list[Fraction], above: float) -> np.ndarray:
    return np.diag([float(x) for x in values]) + above * np.eye(len(values), k=1)


def _pair(real: Fraction, height: Fraction = ONE) -> np.ndarray:
    return np.array([[float(real), -float(height)], [float(height), float(real)]])


def _over_space(matrix: np.ndarray) -> np.ndarray:
    return _affine(matrix[None])


def _affine(linear: np.ndarray) -> np.ndarray:
    """Linear matrices, and the translations."""
    n = linear.shape[1]
    translations = np.zeros((n, n + 1, n + 1))
    translations[:, :n, n] = np.eye(n)
    return np.concatenate([np.pad(linear, ((0, 0), (0, 1), (0, 1))), translations])


def _near(kind: str, g: Fraction, above: float) -> tuple[str, np.ndarray]:
    """A name, and generators in floats, of an algebra at a distance g from one with other blocks or a special parameter."""
    lists = {
        "two": [ONE, 1 + g],
        "two and another": [ONE, 1 + g, TWO],
        "another below": [ONE, 1 + g, -TENTH],
        "nearly opposite": [ONE, -1 - g],
        "nearly opposite and another": [ONE, TENTH, -1 - g],
        "three": [ONE, 1 + g, 1 + 2 * g],
    }
    if kind in lists:
        apart = above if kind in ("two", "two and another", "another below", "three") else 0.0
        matrix = _triangular(lists[kind], apart)
        if len(matrix) == 3 and kind != "three":
            matrix[1, 2] = 0.0
        return f"R |x R^{len(matrix)}[{', '.join(map(str, lists[kind]))}]", _over_space(matrix)
    if kind == "nearly imaginary":
        return f"R |x R^2[{g} +- i]", _over_space(_pair(g))
    if kind == "chain beside":
        matrix = _triangular([ONE, ONE, 1 + g], 0.0)
        matrix[0, 1] = max(above, 0.5)
        return f"R |x R^3[J2(1), {1 + g}]", _over_space(matrix)
    if kind == "over heisenberg":
        return f"R |x heisenberg(1)[1, {1 + g}]", over_heisenberg(_triangular([ONE, 1 + g], above)).generators.astype(np.float64)
    so3 = catalogue_algebra("so(3)").generators.astype(np.float64)
    if kind == "two copies":
        linear = np.concatenate([np.kron(np.eye(2)[None], so3), np.kron(_triangular([ONE, 1 + g], above), np.eye(3))[None]])
        return f"(so(3) + R) |x 2 R^3[1, {1 + g}]", _affine(linear)
    linear = np.pad(so3, ((0, 1), (0, 1), (0, 1)))
    linear[3] = np.diag([1.0, 1.0, 1.0, float(1 + g)])
    return f"(so(3) + R) |x (R^3[1] + R[{1 + g}])", _affine(linear)


KINDS = (
    *("two", "two and another", "another below", "nearly opposite", "nearly opposite and another", "three"),
    *("nearly imaginary", "chain beside", "over heisenberg", "two copies", "beside lines"),
)


def _in_floats(L: np.ndarray, seed: int, condition: float) -> np.ndarray:
    S, M = turned_and_stretched(seed, L.shape[1], condition), turned_and_stretched(seed + 1, len(L), 1.0)
    return np.tensordot(M, conjugated(L, S), 1)


def _stands(found: Identification, truth: str) -> bool:
    name = canonical_name(truth)
    return agrees(name, found.name) or (found.status == "undecided" and any(agrees(name, x) for x in found.candidates))


@settings(max_examples=60)
@given(st.sampled_from(KINDS), st.integers(2, 6), st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 999), st.integers(0, 6))
@example("two and another", 6, 0.5, 0, 0)
@example("two and another", 6, 0.5, 0, 4)
@example("two and another", 6, 0.0, 0, 4)
@example("two", 6, 0.5, 0, 6)
@example("three", 6, 0.5, 0, 4)
@example("two copies", 6, 0.5, 0, 6)
def test_a_parameter_near_a_special_one_has_its_name_or_is_undecided(
    kind: str, decimals: int, above: float, seed: int, stretch: int
) -> None:
    truth, L = _near(kind, Fraction(1, 10**decimals), above)
    found = identify(_in_floats(L, seed, 10 ** (stretch / 2)))
    assert _stands(found, truth), (truth, found.name, found.status, found.candidates)


@pytest.mark.parametrize("kind", ["two and another", "nearly opposite", "two copies", "beside lines"])
def test_the_margin_falls_with_the_distance_to_another_name(kind: str) -> None:
    margins = []
    for decimals in (1, 3, 5):
        truth, L = _near(kind, Fraction(1, 10**decimals), 0.0)
        found = identify(_in_floats(L, 7, 1.0))
        assert _stands(found, truth)
        margins.append(found.margin)
    assert margins[0] > margins[1] > margins[2]


@pytest.mark.parametrize("entry", ["A4,5^(-1,1/10)", "A3,5^(1/2)", "A3,4", "A4,8", "A3,6", "A4,10"])
def test_special_parameters_in_floats_keep_their_names(entry: str) -> None:
    found = identify(_in_floats(catalogue_algebra(entry).generators.astype(np.float64), 3, 10.0))
    assert (found.is_named(entry), found.status) == (True, "consistent")


@pytest.mark.parametrize("entry", ["A3,2", "A4,2^(2)", "A4,3", "A4,4", "A4,7"])
def test_a_chain_of_floats_comes_with_what_it_may_split_into(entry: str) -> None:
    """Rounding by 1e-16 moves the eigenvalues of a chain of two by 1e-8, and those of a chain of three by 1e-5."""
    for condition in (1.0, 30.0):
        found = identify(_in_floats(catalogue_algebra(entry).generators.astype(np.float64), 3, condition))
        assert found.is_named(entry)
        assert len(found.candidates) > 2
        assert found.status == "undecided" or (entry != "A4,4" and found.margin < 10)


@pytest.mark.parametrize("decimals", range(4, 13))
@pytest.mark.parametrize("sign", [1, -1])
def test_a_chain_that_splits_by_more_than_rounding_is_never_one_for_certain(sign: int, decimals: int) -> None:
    """[[0, 1], [e, 0]] acts as a boost or a turn; from e = 1e-9 on it was once taken for a chain, with a margin of 7e9."""
    L = _over_space(np.array([[0.0, 1.0], [sign * 10.0**-decimals, 0.0]]))
    for seed in range(3):
        found = identify(_in_floats(L, seed, 1.0))
        assert _stands(found, "so(1,1) |x R^2" if sign > 0 else "so(2) |x R^2"), (found.name, found.status, found.candidates)


def _contracted(e: float) -> np.ndarray:
    """A turn and two translations with [P_1, P_2] = e J: so(3) for e > 0, so(2,1) for e < 0, and se(2) for 0."""
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    return np.stack([turn, *(np.outer(x, [0, 0, 1]) - e * np.outer([0, 0, 1], x) for x in np.eye(3)[:2])])


def _nearly_commuting(e: float) -> np.ndarray:
    """Two matrices of size one and a third, e times which is their bracket."""
    X, Y, Z = np.diag([1.0, -1, 0, 0, 0]), np.diag([1.0, 1, 0, 0, 0]), np.zeros((5, 5))
    X[2, 3], Y[3, 4], Z[2, 4] = 1.0, e, 1.0
    return np.stack([X, Y, Z])


@pytest.mark.parametrize("decimals", range(5, 13))
def test_a_contraction_that_is_not_quite_one_is_never_named_as_its_limit(decimals: int) -> None:
    for e, name in ((10.0**-decimals, "so(3)"), (-(10.0**-decimals), "so(2,1)")):
        found = identify(_in_floats(_contracted(e), 0, 1.0))
        assert found.is_named(name) or found.status == "undecided"


@pytest.mark.parametrize("decimals", range(5, 13))
def test_small_brackets_are_brackets(decimals: int) -> None:
    """At 1e-7 they were once taken for rounding: their line and the centre differ by an angle of 1e-16 / 1e-7."""
    L = _nearly_commuting(10.0**-decimals)
    beside = np.concatenate(
        [np.pad(so(3).generators.astype(float), ((0, 0), (0, 5), (0, 5))), np.pad(L, ((0, 0), (3, 0), (3, 0)))]
    )
    for name, generators in (("heisenberg(1)", L), ("so(3) + heisenberg(1)", beside)):
        found = identify(_in_floats(generators, 0, 1.0))
        assert _stands(found, name), (found.name, found.status, found.candidates)


@pytest.mark.parametrize("part", [0.0, 0.01, 0.1])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_contraction_within_the_noise_comes_with_what_it_is_a_limit_of(part: float, sign: int) -> None:
    """so(3) a tenth of the noise from se(2) was once named as that with no other candidate than unknown(3)."""
    noise, L = 1e-6, _contracted(sign * part * 1e-6)
    L = L / np.linalg.norm(L, axis=(1, 2), keepdims=True)
    for seed in range(3):
        found = identify(L + noise * np.random.default_rng(seed).standard_normal(L.shape) / 3, noise)
        assert found.is_named("se(2)") and found.status != "certain"
        assert {"so(3)", "so(2,1)"} <= set(found.candidates)


@pytest.mark.parametrize(("size", "named"), [(1e-4, True), (0.5, False)])
def test_a_span_gives_a_name_only_where_a_closed_one_is_nearer_than_the_limit(size, named):
    start = so(3).generators.reshape(3, 9) / np.sqrt(2) + size / 3 * np.random.default_rng(0).normal(size=(3, 9))
    assert (_name_near(start, 1e-2) is not None) == named
