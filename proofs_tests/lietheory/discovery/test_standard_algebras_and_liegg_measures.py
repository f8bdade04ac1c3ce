"""What was found beside the catalogue's algebras, and the measures of the literature by their own definitions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lietheory.algebra import canonical_name, catalogue_algebra, identify, se, so
from lietheory.discovery.liegg_measures import measures
from lietheory.discovery.standard_algebras import acting_algebras, is_homogeneous, nearest_acting
from lietheory.discovery.symmetry_estimate import SymmetryEstimate
from lietheory.errors import UndecidedError

UNITS = np.eye(25).reshape(25, 5, 5)


def _estimate_of(L: np.ndarray, turn: np.ndarray | None = None) -> SymmetryEstimate:
    """An estimate that found the span of L exactly; its singular vectors in a basis turned within the span."""
    k, K = len(L), 25
    Q = np.linalg.qr(L.reshape(k, -1).T)[0].T
    vectors = np.vstack([Q if turn is None else turn @ Q, np.linalg.svd(Q)[2][k:]])
    values = np.concatenate([np.zeros(k), np.ones(K - k)])
    same = (values,) * 5
    return SymmetryEstimate("symmetric", 99, 99, UNITS, Q, vectors, vectors, *same, values, vectors, K, 0, 0.0)


def test_the_algebra_itself_is_the_nearest_and_others_say_what_they_contain():
    near = nearest_acting(so(4, 1).generators.astype(float))
    assert (near[0].name, near[0].dimension) == ("so(4,1)", 10) and near[0].angle < 1e-12
    by_name = {n.name: n for n in near}
    assert by_name["gl(5)"].angle < 1e-12 and by_name["so(5)"].angle == pytest.approx(np.pi / 2)


def test_motions_are_compared_with_motions():
    assert nearest_acting(se(3).generators.astype(float), homogeneous=True)[0].name == "se(3)"
    assert list(acting_algebras(1)) == [] and list(acting_algebras(40)) == []


@pytest.mark.parametrize("size", range(2, 9))
@pytest.mark.parametrize("homogeneous", [False, True])
def test_every_name_means_in_the_catalogue_what_it_means_here(size, homogeneous):
    for name, L in acting_algebras(size, homogeneous=homogeneous).items():
        g = catalogue_algebra(name)
        assert g.dimension == len(L) and canonical_name(name) == identify(g).name


def test_homogeneous_bases_are_known_by_their_last_row():
    affine = np.zeros((6, 3, 3))
    affine[:, :2] = np.eye(6).reshape(6, 2, 3)
    assert is_homogeneous(affine) and not is_homogeneous(UNITS)
    assert not is_homogeneous(np.zeros((1, 0, 0)))


def test_the_posters_bias_changes_with_the_basis_and_the_angle_does_not(rng):
    L = so(5).generators.astype(float)
    turn = np.linalg.qr(rng.normal(size=(10, 10)))[0]
    plain, turned = (measures(_estimate_of(L, T), L) for T in (None, turn))
    assert plain.poster_bias.max() < 1e-7 < 0.1 < turned.poster_bias.max()
    for found in (plain, turned):
        assert found.code_bias.max() < 1e-12 and found.largest_angle < 1e-12 and found.grassmann < 1e-12
        assert found.closure < 1e-12 and found.poster_variance == 0


def test_the_published_bias_calls_a_boost_biased_though_it_is_the_truth():
    L = so(4, 1).generators.astype(float)
    found = measures(_estimate_of(L), L)
    assert found.code_bias.max() == pytest.approx(1.0) and found.largest_angle < 1e-12


def test_without_a_truth_there_is_no_bias_against_it():
    found = measures(_estimate_of(so(5).generators.astype(float)))
    assert found.poster_bias is found.largest_angle is found.grassmann is None


def test_a_truth_of_another_size_has_no_angles():
    found = measures(_estimate_of(so(5).generators.astype(float)), so(4).generators)
    assert found.poster_bias is found.largest_angle is found.grassmann is None and found.closure < 1e-12


def test_generators_that_the_halves_do_not_agree_on_have_no_name():
    with pytest.raises(UndecidedError, match="errors below 1 / 3, got generators that err by"):
        replace(_estimate_of(so(5).generators.astype(float)), generator_noise=0.4).identify()
