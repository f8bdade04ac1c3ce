"""Tasks are what they are called, and generators are learned from what their group does to points."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.linalg import expm

import lietheory as lt
from lconv.experiments.bracket_penalties.spans import COEFFICIENTS, TASKS, LearnedSpan, basis, best, learn_spans, moved
from lconv.experiments.bracket_penalties.study import measured
from lconv.experiments.harness.training import Training
from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty
from lietheory.comparison import grassmann_distance


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_a_closed_span_of_the_algebra_that_it_is_called(name):
    for kind in COEFFICIENTS:
        L = basis(TASKS[name], kind, rng=np.random.default_rng(0))
        assert lt.identify(L).is_named(TASKS[name].name)
        assert grassmann_distance(L, TASKS[name].generators()) < 1e-9
        np.testing.assert_allclose(np.linalg.norm(L, axis=(1, 2)), 1)


def test_only_the_slanted_basis_is_not_orthogonal():
    slants = [
        float(orthogonality_penalty(torch.as_tensor(basis(TASKS["so(3) on R^5"], kind, rng=np.random.default_rng(0)))))
        for kind in COEFFICIENTS
    ]
    assert slants[0] < 1e-12 and slants[2] < 1e-12 and slants[1] > 0.01


def test_the_killing_condition_is_vacuous_on_the_nilpotent_task_and_orthogonality_on_so3():
    rng = np.random.default_rng(0)
    for seed in range(5):
        heisenberg, rotations, plane = (
            torch.as_tensor(basis(TASKS[name], "known, slanted basis", rng=rng))
            for name in ("heisenberg(1) on R^3", "so(3) on R^3", "se(2) on R^3")
        )
        assert float(killing_penalty(heisenberg)) < 1e-6 < float(orthogonality_penalty(heisenberg)), seed
        assert float(killing_penalty(rotations)) > 1e-4 and float(killing_penalty(plane)) > 1e-4
    orthonormal = torch.as_tensor(basis(TASKS["so(3) on R^3"], "known", rng=rng))
    assert float(killing_penalty(orthonormal)) < 1e-12


def test_moved_points_are_those_of_the_group_with_noise_of_the_size_asked_for():
    L = TASKS["so(3) on R^3"].generators()
    clean = moved(L, 300, 4, 0.0, 0.5, rng=np.random.default_rng(1))
    np.testing.assert_allclose(clean.y[7], clean.x[7] @ expm(np.tensordot(clean.t[7], L, 1)).T, atol=1e-12)
    noisy = moved(L, 300, 4, 0.2, 0.5, rng=np.random.default_rng(1))
    ratio = np.sqrt(np.mean((noisy.y - clean.y) ** 2) / np.mean((clean.y - clean.x) ** 2))
    assert ratio == pytest.approx(0.2, rel=0.05)


@pytest.mark.parametrize("known", [True, False])
def test_without_noise_the_span_is_learned_whether_or_not_the_coefficients_are_known(known):
    rng = np.random.default_rng(0)
    L = basis(TASKS["so(3) on R^3"], "known", rng=rng)
    seen, validation = (moved(L, n, 4, 0.0, 0.5, rng=rng) for n in (24, 6))
    settings, training = [("none", 0.0), ("closure", 0.3)], Training(steps=300, learning_rate=0.05)
    draw = torch.Generator().manual_seed(0)
    free, closed = learn_spans(seen, validation, settings, training, known=known, generator=draw)
    assert grassmann_distance(free.generators, L) < 0.02 and free.validation < 1e-3
    assert float(closure_penalty(torch.as_tensor(closed.generators))) <= 1e-3
    if known:
        np.testing.assert_allclose(free.generators, L, atol=0.02)


def test_settings_trained_side_by_side_are_trained_as_if_alone():
    rng = np.random.default_rng(0)
    L = basis(TASKS["se(2) on R^3"], "known", rng=rng)
    seen, validation = (moved(L, n, 4, 0.1, 0.5, rng=rng) for n in (6, 4))

    def learn(*settings):
        draw = torch.Generator().manual_seed(3)
        return learn_spans(seen, validation, settings, Training(steps=20, learning_rate=0.05), known=False, generator=draw)

    together = learn(("none", 0.0), ("closure", 0.3), ("killing", 3.0))
    for each in together:
        (alone,) = learn(each.setting)
        np.testing.assert_allclose(alone.generators, each.generators, atol=1e-9)


def test_validation_chooses_the_strength():
    spans = [LearnedSpan(("closure", s), np.eye(2)[None], v) for s, v in ((0.1, 0.5), (1.0, 0.2), (10.0, 0.9))]
    assert best([*spans, LearnedSpan(("none", 0.0), np.eye(2)[None], 0.0)], "closure").setting == ("closure", 1.0)


def test_a_span_that_lost_a_dimension_is_as_far_as_spans_can_be_and_has_no_closure_residual():
    truth = basis(TASKS["so(3) on R^3"], "known", rng=np.random.default_rng(0))
    lost = LearnedSpan(("none", 0.0), np.stack([truth[0]] * 3), 0.1)
    measures = measured(lost, truth, "so(3)")
    assert measures["distance"] == pytest.approx(np.pi / 2 * 3**0.5) and measures["named"] == 0
    assert "closure" not in measures
