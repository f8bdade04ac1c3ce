"""Pooling: each form against its formula in loops, and the permutations it is and is not equivariant under."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from lconv.convert.convolution import from_conv
from lconv.nn.generators.parametrization import LowRankGenerators, SkewGenerators
from lconv.nn.generators.selection_generators import SelectionGenerators
from lconv.nn.layer import LConv
from lconv.nn.pooling import coset_pool, cosets, grid_points, max_pool, strided
from lietheory.errors import ShapeError, UnknownNameError
from proofs_tests.strategies.layers import DTYPES, SIZES, close, convolved, normal

SEEDS = st.integers(0, 2**31)


def integers(seed: int, *shape: int, dtype: torch.dtype) -> torch.Tensor:
    """Integers from -9 to 9: their sums and products are exact in both dtypes."""
    return torch.randint(-9, 10, shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


def circular(n: int, steps: list[int]) -> torch.Tensor:
    """Row k reads t - steps[k] at t: the circular shifts of n points by these steps."""
    return (torch.arange(n) - torch.tensor(steps)[:, None]) % n


def slow_max_pool(x: np.ndarray, L: np.ndarray, M: np.ndarray | None, identity: bool) -> np.ndarray:
    """The largest of (L_i M_j x)_t, point by point."""
    identity = identity and L.shape[1] == L.shape[2]
    every = [np.eye(L.shape[2])] * identity + list(L)
    befores = [np.eye(L.shape[2])] if M is None else list(M)
    return np.concatenate([np.max([(i @ j @ x) for i in every], axis=0) for j in befores], axis=2)


def slow_coset_pool(x: np.ndarray, orbits: list[list[int]], reduce: str) -> np.ndarray:
    return np.stack([getattr(np, reduce)(x[:, orbit], axis=1) for orbit in orbits], axis=1)


def slow_cosets(moves: list[list[int]]) -> list[list[int]]:
    """Orbits by walking from point to point."""
    left, orbits = set(range(len(moves[0]))), []
    while left:
        orbit = {min(left)}
        while more := {m[t] for m in moves for t in orbit} - orbit:
            orbit |= more
        orbits.append(sorted(orbit))
        left -= orbit
    return orbits


@given(convolved(), st.integers(1, 3), st.booleans(), st.booleans(), SEEDS)
def test_max_pooling_is_its_formula(case, n: int, doubled: bool, identity: bool, seed: int):
    M = normal(seed, n, case.x.shape[1], case.x.shape[1], dtype=case.x.dtype) if doubled else None
    slow = slow_max_pool(case.x.numpy(), case.L.numpy(), None if M is None else M.numpy(), identity)
    assert close(max_pool(case.x, case.L, M, identity), torch.from_numpy(slow).to(case.x.dtype))


def test_max_pooling_with_shifts_is_torchs_for_positive_features():
    shifts = from_conv(nn.Conv2d(1, 1, 3, padding=1), (5, 6)).parametrization
    x = normal(0, 4, 3, 5, 6).abs()
    pooled = max_pool(x.flatten(2).mT, shifts)
    assert torch.equal(pooled.mT.reshape(4, 3, 5, 6), nn.functional.max_pool2d(x, 3, 1, 1))


@pytest.mark.parametrize(
    "form", [SkewGenerators(3, 6), LowRankGenerators.random(3, 6, 2), SelectionGenerators(circular(6, [0, 1, 4]), 6)], ids=repr
)
def test_every_parametrization_pools_as_its_matrices(form):
    x, M = normal(0, 2, 6, 3, dtype=torch.float32), form().detach()
    assert close(max_pool(x, form, form), max_pool(x, M, M))


@given(st.integers(2, 6), st.integers(-6, 6), DTYPES, SEEDS)
def test_max_of_products_of_circular_shifts_is_equivariant_under_shifts_exactly(n: int, k: int, dtype: torch.dtype, seed: int):
    L, x = SelectionGenerators(circular(n, [1, -1]), n), normal(seed, 3, n, 2, dtype=dtype)
    assert torch.equal(max_pool(torch.roll(x, k, 1), L, L), torch.roll(max_pool(x, L, L), k, 1))


@given(st.integers(2, 5), DTYPES, SEEDS)
def test_a_permutation_that_exchanges_the_generators_exchanges_the_copies_exactly(n: int, dtype: torch.dtype, seed: int):
    g = torch.eye(n, dtype=dtype)[torch.randperm(n, generator=torch.Generator().manual_seed(seed))]
    turns = [torch.matrix_power(g, k) for k in range(6)]  # an element of S_5 has order 1 to 6
    seedling = integers(seed, n, n, dtype=dtype)
    L = torch.unique(torch.stack([u @ seedling @ u.T for u in turns]), dim=0)
    rho = [int((g @ M @ g.T == L).all((1, 2)).nonzero()[0]) for M in L]
    x = integers(seed + 1, 3, n, 2, dtype=dtype)
    moved = max_pool(g @ x, L, L).unflatten(2, (len(L), 2))[:, :, rho]
    assert torch.equal(moved.flatten(2), g @ max_pool(x, L, L))
    assert torch.equal(max_pool(g @ x, L), g @ max_pool(x, L))


def test_a_quarter_turn_exchanges_the_four_shifts_of_a_grid():
    source = from_conv(nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular"), (4, 4)).parametrization.source[[1, 3, 4, 6]]
    x = normal(0, 2, 16, 3)

    def turn(y: torch.Tensor) -> torch.Tensor:
        return torch.rot90(y.unflatten(1, (4, 4)), 1, (1, 2)).flatten(1, 2)

    L = SelectionGenerators(source, 16)
    assert torch.equal(max_pool(turn(x), L), turn(max_pool(x, L)))


def test_max_pooling_is_not_equivariant_where_its_conditions_fail():
    x = normal(0, 3, 2, 1)
    turn = torch.tensor([[[0.0, -1], [1, 0]]], dtype=torch.float64)
    u = torch.linalg.matrix_exp(0.7 * turn[0])  # commutes with the generator, but is no permutation
    assert float((max_pool(u @ x, turn) - u @ max_pool(x, turn)).abs().max()) > 0.1
    shift = torch.diag(torch.ones(4, dtype=torch.float64), -1)[None]  # zero-padded: no permutation keeps it
    y = normal(1, 3, 5, 1)
    assert float((max_pool(torch.roll(y, 1, 1), shift) - torch.roll(max_pool(y, shift), 1, 1)).abs().max()) > 0.1


@given(SIZES, SIZES, st.booleans(), DTYPES, SEEDS)
def test_a_strided_layer_is_the_layer_at_the_points_kept(n: int, channels: int, dense: bool, dtype: torch.dtype, seed: int):
    draws = torch.Generator().manual_seed(seed)
    points = torch.randperm(6, generator=draws)[: 1 + seed % 6]
    L = normal(seed, n, 6, 6, dtype=dtype) if dense else SelectionGenerators(torch.randint(0, 7, (n, 6), generator=draws), 6)
    full = LConv(6, channels, 2, generators=L, dtype=dtype)
    few = LConv(6, channels, 2, generators=strided(L, points), identity=False, dtype=dtype)
    with torch.no_grad():
        few.weight.copy_(full.weight)
    x = normal(seed + 1, 3, 6, channels, dtype=dtype)
    assert isinstance(few.parametrization, SelectionGenerators) is not dense
    assert close(few(x), full(x)[:, points])


@given(st.integers(1, 3), st.integers(2, 4), st.integers(-3, 3), DTYPES, SEEDS)
def test_strides_leave_the_shifts_by_their_multiples_exactly(stride: int, outputs: int, m: int, dtype: torch.dtype, seed: int):
    n = stride * outputs
    L = strided(SelectionGenerators(circular(n, [1, -1]), n), grid_points((n,), stride))
    x, W = integers(seed, 2, n, 3, dtype=dtype), integers(seed + 1, 3, 3, 2, dtype=dtype)

    def layer(x: torch.Tensor) -> torch.Tensor:
        return torch.einsum("kbtc,kce->bte", L.act(x), W)

    assert torch.equal(layer(torch.roll(x, m * stride, 1)), torch.roll(layer(x), m, 1))


def test_strides_do_not_leave_other_shifts():
    L = strided(SelectionGenerators(circular(6, [1]), 6), grid_points((6,), 2))
    x = normal(0, 1, 6, 1)
    moved, still = L.act(torch.roll(x, 1, 1))[0], L.act(x)[0]
    assert all(not torch.allclose(moved, torch.roll(still, k, 1)) for k in range(3))


@given(st.integers(1, 7), st.integers(1, 3), st.sampled_from(["max", "mean"]), DTYPES, SEEDS)
def test_coset_pooling_is_its_formula(n: int, moves: int, reduce: str, dtype: torch.dtype, seed: int):
    draws = torch.Generator().manual_seed(seed)
    permutations = torch.stack([torch.randperm(n, generator=draws) for _ in range(moves)])
    orbits, x = slow_cosets(permutations.tolist()), normal(seed, 3, n, 2, dtype=dtype)
    label = cosets(permutations)
    assert [torch.nonzero(label == o).flatten().tolist() for o in range(len(orbits))] == orbits
    assert close(coset_pool(x, label, reduce), torch.from_numpy(slow_coset_pool(x.numpy(), orbits, reduce)))


@given(DTYPES, SEEDS)
def test_coset_pooling_on_a_group_is_equivariant_under_all_left_translations_exactly(dtype: torch.dtype, seed: int):
    # the six permutations of three letters, and the cosets of a subgroup of two and of one of three
    letters = [torch.tensor(p) for p in ([0, 1, 2], [1, 2, 0], [2, 0, 1], [1, 0, 2], [0, 2, 1], [2, 1, 0])]
    number = {tuple(p.tolist()): i for i, p in enumerate(letters)}
    x = normal(seed, 2, 6, 3, dtype=dtype)
    for h, count in ((letters[3], 3), (letters[1], 2)):
        right = torch.tensor([[number[tuple(g[h].tolist())] for g in letters]])
        label = cosets(right)
        assert int(label.max()) + 1 == count
        assert torch.equal(coset_pool(x[:, right[0]], label), coset_pool(x, label))  # the subgroup changes nothing
        for u in letters:
            left = torch.tensor([number[tuple(u[g].tolist())] for g in letters])
            moved = torch.tensor([int(label[left[(label == o).nonzero()[0, 0]]]) for o in range(count)])
            assert torch.equal(coset_pool(x[:, left], label), coset_pool(x, label)[:, moved])


def test_coset_pooling_is_not_equivariant_under_what_breaks_the_cosets():
    label, x = cosets(circular(4, [2])), normal(0, 1, 4, 1)
    moved, still = coset_pool(x[:, [1, 0, 2, 3]], label), coset_pool(x, label)
    assert not any(torch.allclose(moved, still[:, order]) for order in ([0, 1], [1, 0]))


def test_gradients_of_pooling_are_those_of_finite_differences():
    x, L = normal(0, 2, 4, 2).requires_grad_(), normal(1, 2, 4, 4).requires_grad_()
    assert torch.autograd.gradcheck(lambda x, L: max_pool(x, L, L), (x, L))
    assert torch.autograd.gradcheck(lambda x: coset_pool(x, torch.tensor([0, 1, 0, 1])), x)


REFUSED = {
    "images": (lambda: max_pool(torch.zeros(2, 3, 4, 4), torch.zeros(1, 4, 4)), r"\(batch, space, channel\)"),
    "another space": (lambda: max_pool(torch.zeros(2, 3, 1), torch.zeros(1, 4, 4)), r"\(n_L, space_out, 3\)"),
    "one matrix": (lambda: max_pool(torch.zeros(2, 4, 1), torch.zeros(4, 4)), r"L\[None\]"),
    "strided twice": (lambda: strided(torch.zeros(1, 2, 4), torch.tensor([0])), "square"),
    "points outside": (lambda: strided(torch.zeros(1, 4, 4), torch.tensor([4])), "from 0 to 3"),
    "steps": (lambda: grid_points((3, 4), (2, 2, 2)), "one positive step"),
    "no permutation": (lambda: cosets(torch.tensor([[1, 0, 2], [1, 2, 2]])), "row 1"),
    "orbits of others": (lambda: coset_pool(torch.zeros(1, 3, 1), torch.tensor([0, 1])), "one integer orbit"),
    "empty orbit": (lambda: coset_pool(torch.zeros(1, 2, 1), torch.tensor([0, 2])), "without gaps"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_pooled_is_refused(case: str):
    call, word = REFUSED[case]
    with pytest.raises(ShapeError, match=word):
        call()


def test_an_unknown_reduction_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="mean"):
        coset_pool(torch.zeros(1, 2, 1), torch.tensor([0, 1]), "means")
