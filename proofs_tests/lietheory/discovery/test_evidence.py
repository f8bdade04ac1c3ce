"""Streaming, order of batches and merging do not change the accumulated evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lietheory.discovery.evidence import EVALUATION, GROUPS, SELECTION, Evidence
from lietheory.files import UnfitError


def _accumulated(evidence: np.ndarray, reference: np.ndarray, cuts: list[int]) -> Evidence:
    total = Evidence.empty(evidence.shape[2])
    for part, part0 in zip(np.split(evidence, cuts), np.split(reference, cuts), strict=True):
        flat = part.reshape(-1, evidence.shape[2])
        total = total.add(part, part0, flat.T @ flat)
    return total


def _close(a: Evidence, b: Evidence) -> bool:
    pairs = [(x.swapaxes(-1, -2) @ x, y.swapaxes(-1, -2) @ y) for x, y in ((a.evidence, b.evidence), (a.reference, b.reference))]
    pairs += [(a.fields, b.fields), (a.evidence_groups, b.evidence_groups), (a.reference_groups, b.reference_groups)]
    return (a.points, a.rows) == (b.points, b.rows) and all(np.allclose(x, y, atol=1e-11) for x, y in pairs)


@given(n=st.integers(1, 40), m=st.integers(1, 3), K=st.integers(1, 4), seed=st.integers(0, 2**32), data=st.data())
def test_batches_of_any_size_give_the_evidence_of_one_batch(n, m, K, seed, data):
    rows, reference = np.random.default_rng(seed).normal(size=(2, n, m, K))
    cuts = sorted(data.draw(st.lists(st.integers(0, n), max_size=4)))
    assert _close(_accumulated(rows, reference, cuts), _accumulated(rows, reference, []))


@given(n=st.integers(1, 30), seed=st.integers(0, 2**32))
def test_merging_adds_what_both_have_seen(n, seed):
    rows, reference = np.random.default_rng(seed).normal(size=(2, 2 * GROUPS + n, 2, 3))
    first, second = (_accumulated(rows[part], reference[part], []) for part in (slice(2 * GROUPS), slice(2 * GROUPS, None)))
    assert _close(first.merge(second), _accumulated(rows, reference, []))


@given(n=st.integers(1, 30), seed=st.integers(0, 2**32))
def test_evidence_of_both_precisions_merges_into_that_of_the_coarser_one(n, seed):
    rows, reference = np.random.default_rng(seed).normal(size=(2, 2 * GROUPS + n, 2, 3)).astype(np.float32)
    exact, coarse = Evidence.empty(3), Evidence.empty(3, np.dtype(np.float32))
    wide = [part.astype(np.float64) for part in (rows[: 2 * GROUPS], reference[: 2 * GROUPS])]
    first = exact.add(*wide, np.eye(3))
    second = coarse.add(rows[2 * GROUPS :], reference[2 * GROUPS :], np.eye(3))
    both = coarse.add(rows, reference, 2 * np.eye(3))
    for merged in (first.merge(second), second.merge(first)):
        assert merged.dtype == np.float32
        squares = [(x.swapaxes(-1, -2) @ x) for x in (merged.evidence, both.evidence)]
        assert np.allclose(*squares, rtol=1e-4, atol=1e-3)


def test_the_halves_are_disjoint_and_the_groups_make_up_the_judging_half(rng):
    rows, reference = rng.normal(size=(2, 301, 2, 3))
    total = _accumulated(rows, reference, [])
    judging = rows[1::2].reshape(-1, 3)
    assert np.allclose(total.evidence[EVALUATION].T @ total.evidence[EVALUATION], judging.T @ judging)
    assert np.allclose(total.evidence_groups.sum(axis=0), judging.T @ judging)
    choosing = rows[::2].reshape(-1, 3)
    assert np.allclose(total.evidence[SELECTION].T @ total.evidence[SELECTION], choosing.T @ choosing)


def test_merging_keeps_the_coarser_precision():
    fine, coarse = Evidence.empty(2, np.float64), Evidence.empty(2, np.float32)
    assert fine.merge(coarse).dtype == coarse.merge(fine).dtype == np.float32


def test_evidence_from_a_file_is_sound_only_with_counts_and_shapes_of_points():
    rows = np.random.default_rng(0).normal(size=(9, 2, 3))
    sound = _accumulated(rows, rows, [])
    sound.require_sound()
    for changes in ({"points": 0}, {"points": 19}, {"rows": 2**62}):
        with pytest.raises(UnfitError, match="evidence of"):
            replace(sound, **changes).require_sound()
