"""Ways to store generators: what each can hold, how large it starts, and what it refuses."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lconv.nn.generators.parametrization import (
    DenseGenerators,
    GeneratorParametrization,
    LowRankGenerators,
    SkewGenerators,
    skew_matrices,
)
from lconv.nn.generators.selection_generators import SelectionGenerators
from lietheory.errors import ShapeError
from proofs_tests.strategies.layers import SIZES, close, normal


@given(SIZES, st.integers(2, 6))
def test_skew_generators_are_skew_and_hold_every_skew_matrix(n: int, d: int):
    A = normal(0, n, d, d)
    rows, columns = torch.triu_indices(d, d, 1)
    assert torch.equal(skew_matrices((A - A.mT)[:, rows, columns]), A - A.mT)
    L = SkewGenerators(n, d)()
    assert L.shape == (n, d, d) and torch.equal(L, -L.mT)


@given(SIZES, SIZES, SIZES)
def test_low_rank_generators_have_at_most_their_rank(n: int, d: int, rank: int):
    L = LowRankGenerators.random(n, d, rank, dtype=torch.float64)()
    assert L.shape == (n, d, d)
    assert int(torch.linalg.matrix_rank(L).max()) <= rank


def forms() -> dict[str, GeneratorParametrization]:
    """One parametrization of each kind, many enough to measure a mean square."""
    draws = torch.Generator().manual_seed(0)
    return {
        "dense": DenseGenerators.random(400, 16, generator=draws),
        "low rank": LowRankGenerators.random(400, 16, 4, generator=draws),
        "skew": SkewGenerators(400, 16, generator=draws),
    }


@pytest.mark.parametrize("form", forms())
def test_random_generators_keep_the_mean_square_of_any_features(form: str):
    generators, x = forms()[form].requires_grad_(False), torch.ones(16)
    assert 0.8 < float((generators() @ x).square().mean()) < 1.25  # five standard deviations of the mean of 400
    assert close(generators.mean_square(), generators().square().sum((1, 2)) / 16)


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("form", ["dense", "low rank", "skew"])
def test_random_generators_of_a_small_space_have_mean_square_one_in_the_mean(form: str, d: int):
    draws = torch.Generator().manual_seed(0)
    generators = {
        "dense": lambda: DenseGenerators.random(4000, d, generator=draws),
        "low rank": lambda: LowRankGenerators.random(4000, d, 1, generator=draws),
        "skew": lambda: SkewGenerators(4000, d, generator=draws),
    }[form]()
    # |L|^2 / d strays by at most sqrt(3), so that five standard deviations of the mean of 4000 are .14
    assert 0.86 < float(generators.mean_square().detach().mean()) < 1.14


@given(SIZES, SIZES, SIZES, SIZES)
def test_the_mean_square_of_low_rank_generators_is_that_of_their_matrices_between_any_two_spaces(n: int, t: int, s: int, r: int):
    generators = LowRankGenerators(normal(0, n, t, r), normal(1, n, r, s), trainable=False)
    assert close(generators.mean_square(), generators().square().sum((1, 2)) / t)


def test_mean_square_of_a_selection_is_that_of_its_matrices():
    selection = SelectionGenerators(torch.tensor([[0, 3, 1, 1, 3], [2, 2, 0, 1, 0]]), 3)
    assert close(selection.mean_square(), selection().square().sum((1, 2)) / 5)
    assert selection.mean_square().tolist() == pytest.approx([0.6, 1.0])


def test_a_parametrization_without_a_form_cannot_be_made():
    with pytest.raises(TypeError, match="abstract"):
        GeneratorParametrization()


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: DenseGenerators(torch.zeros(3, 3)), r"L\[None\]"),
        (lambda: LowRankGenerators(torch.zeros(1, 3, 2), torch.zeros(1, 3, 3)), "rank"),
        (lambda: LowRankGenerators(torch.zeros(3, 2), torch.zeros(1, 2, 3)), r"U\[None\]"),
        (lambda: SkewGenerators(1, 1), "space >= 2"),
        (lambda: SelectionGenerators(torch.tensor([[0, 4]]), 3), "from 0 to 3"),
        (lambda: SelectionGenerators(torch.tensor([[0, -1]]), 3), "from 0 to 3"),
        (lambda: SelectionGenerators(torch.tensor([[0.0, 1.0]]), 3), "integers"),
    ],
)
def test_what_cannot_be_generators_is_refused(make: object, word: str):
    with pytest.raises(ShapeError, match=word):
        make()
