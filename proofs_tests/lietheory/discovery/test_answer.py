"""The answer about whole algebras, from motions of the outputs of known size."""

from __future__ import annotations

import numpy as np
import pytest

from lietheory.algebra import closure_residual
from lietheory.discovery.answer import Answer, Level, decide, levels_of
from lietheory.discovery.answer_in_words import headline, limits
from lietheory.discovery.breaking import Breaking, Fold, Measured, breaking_intervals
from lietheory.discovery.candidates import Candidate, MatrixSpace, sizes_to_try
from lietheory.discovery.coordinates import Coordinates

K = 10
SPACE = MatrixSpace.of(np.zeros((K, 0, 0)))


class _Known:
    """Motions whose mean is the breaking stated for each dimension."""

    rounding = 1e-14
    chosen_by = (1, 0)
    coordinates = Coordinates.of(np.eye(K))
    few_places = None

    def __init__(self, breaking: dict[int, float]):
        self.breaking = breaking

    def refine(self, part: int, C: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros(0), C[:0]

    def compact(self, C: np.ndarray) -> np.ndarray:
        return C[:0]

    def measure(self, candidates: list[np.ndarray], rng: np.random.Generator, *, screen: float = np.inf) -> Measured | None:
        b = self.breaking[len(candidates[0])]
        if b > screen:
            return Measured([], np.inf, np.zeros(K), 0.25, np.nan, b)
        draws = np.random.default_rng(0)
        folds = [Fold(b * draws.chisquare(4, 1000) / 4, np.ones(1000), np.ones(1000)) for _ in candidates]
        return Measured([folds], b, np.zeros(K), 1.0, 0.0, b)


def _answer(breaking: dict[int, float], tolerance: float = 0.001, *, related: bool = True) -> Answer:
    found = [Candidate(np.eye(K)[:k], [np.eye(K)[:k]] * 2) for k in breaking]
    return decide(found, _Known(breaking), SPACE, tolerance, related, rng=np.random.default_rng(0))


def _level(lower: float, upper: float, known: str | None = None) -> Level:
    return Level(np.eye(K)[:3], Breaking((lower * upper) ** 0.5, lower, upper, 1.0, np.zeros(K), 1000), known)


def _said(answer: Answer) -> str:
    return headline(answer, answer.status, 0, lambda level: f"g{level.dimension}")


def test_the_largest_algebra_within_the_tolerance_is_the_answer():
    answer = _answer({1: 1e-5, 3: 2e-5, 6: 0.4})
    assert (answer.status, answer.held.dimension if answer.held else 0) == ("symmetric", 3)


@pytest.mark.parametrize(("whole", "status"), [(0.003, "none"), (0.00102, "undecided")])
def test_a_part_about_as_much_broken_as_the_whole_is_not_presented(whole: float, status: str):
    answer = _answer({1: 0.0006, 3: whole})
    assert (answer.status, [level.dimension for level in answer.levels]) == (status, [3])
    assert _said(answer).startswith("near g3, broken by")


def test_a_part_that_holds_is_presented_where_noise_alone_hides_how_much_better_it_is():
    """An interval from 0 to below the tolerance, in one from .0015 that is certainly broken: once only the whole was told."""
    part, whole = _level(0.0, 0.0007), Level(np.eye(K)[:6], Breaking(0.003, 0.0015, 0.007, 1.0, np.zeros(K), 1000))
    assert [level.dimension for level in levels_of([part, whole], 0.001)] == [6, 3]
    assert [level.dimension for level in levels_of([part, whole], 0.002)] == [6]


def test_a_part_that_is_clearly_less_broken_stands_beside_the_whole():
    answer = _answer({6: 0.0001, 10: 0.01})
    assert (answer.status, [level.dimension for level in answer.levels]) == ("symmetric", [10, 6])
    assert "symmetric: g6" in _said(answer) and "near g10, broken by" in _said(answer)


@pytest.mark.parametrize(("first", "beside"), [(2, (2,)), (0, ())])
def test_of_two_algebras_that_hold_and_do_not_contain_each_other_both_are_the_answer(first: int, beside: tuple[int, ...]):
    found = [Candidate(C, [C, C]) for C in (np.eye(K)[:6], np.eye(K)[:3], np.eye(K)[first : first + 2])]
    steps = _Known({6: 0.01, 3: 0.0003, 2: 0.0001})
    answer = decide(found, steps, SPACE, 0.001, True, rng=np.random.default_rng(0))
    assert answer.held is not None and answer.held.dimension == 3
    assert tuple(level.dimension for level in answer.beside) == beside
    assert (" and g2, broken by" in _said(answer)) == bool(beside)


@pytest.mark.parametrize("size", [2, 3])
def test_both_are_the_answer_also_where_nothing_contains_them_and_neither_is_less_broken(size: int):
    found = [Candidate(C, [C, C]) for C in (np.eye(K)[:3], np.eye(K)[4 : 4 + size])]
    answer = decide(found, _Known({3: 0.0003, 2: 0.0003}), SPACE, 0.001, True, rng=np.random.default_rng(0))
    assert answer.status == "symmetric" and answer.held is not None
    assert [answer.held.dimension, *(level.dimension for level in answer.beside)] == [3, size]


def test_one_that_holds_for_certain_is_taken_before_one_of_its_dimension_that_may():
    levels = [_level(0.0004, 0.0008), _level(0.0003, 0.0015, "g3")]
    assert [level.known for level in levels_of(levels, 0.001)] == [None]
    assert [level.known for level in levels_of(levels, 0.0001)] == ["g3"]


def test_splits_that_agree_change_no_interval_and_others_give_the_geometric_mean():
    rng = np.random.default_rng(0)
    some, other = ([Fold(b * rng.chisquare(1, 500), np.ones(500), rng.chisquare(1, 500)) for _ in range(4)] for b in (0.01, 0.03))
    single, same, both, apart = (
        breaking_intervals([splits], rng=np.random.default_rng(0)) for splits in ([some], [some] * 3, [some, other], [other])
    )
    np.testing.assert_allclose([same.lower, same.upper], [single.lower, single.upper], rtol=1e-12)
    np.testing.assert_allclose(both.values**2, single.values * apart.values, rtol=1e-12)
    assert single.upper < both.upper < apart.upper


def test_directions_that_hold_with_a_large_lambda_are_explained():
    answer = _answer({3: 0.0001})
    assert any(sentence.startswith("along 2 of the directions that hold") for sentence in limits(answer, 0, 2))
    assert not any(sentence.startswith("along") for sentence in limits(answer, 0))


def test_the_printed_tolerance_is_one_at_which_the_whole_holds():
    answer = _answer({3: 0.0041})
    tolerance = float(_said(answer).split("holds at tolerance ")[1])
    assert tolerance >= answer.levels[0].breaking.upper
    assert _answer({3: 0.0041}, tolerance).status == "symmetric"


def test_what_is_broken_by_more_than_a_twentieth_is_near_nothing():
    assert (_answer({1: 0.2, 3: 0.5}, related=False).status, _answer({1: 0.2}, related=False).levels) == ("none", ())


def test_derivatives_that_no_finite_step_agrees_with_leave_it_open():
    assert _answer({1: 0.9}).status == "undecided"


def test_candidates_end_where_lambda_grows():
    assert sizes_to_try(np.array([0.001, 0.0011, 0.0012, 0.02, 0.5, 0.9])) == [1, 3, 4]


@pytest.mark.parametrize("seed", range(5))
def test_a_noisy_algebra_of_affine_maps_closes_among_the_affine_maps(seed: int):
    """A turn and a scaling of a plane in space: the nearest algebra of 4 x 4 matrices alone is none of affine maps."""
    units = np.eye(16).reshape(16, 4, 4)[:12]
    space = MatrixSpace.of(units)
    L = np.zeros((2, 4, 4))
    L[0, :2, :2], L[1, :2, :2] = [[0, 1], [-1, 0]], np.eye(2)
    exact = L.reshape(2, 16)[:, :12] / 2**0.5
    found = space.closed(exact + 0.003 * np.random.default_rng(seed).normal(size=exact.shape))
    assert found is not None
    assert closure_residual(space.matrices(found)) < 1e-6
    assert space.largest_sine(found, exact) < 0.03
