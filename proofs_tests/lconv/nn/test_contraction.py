"""Eq 6 in torch against the plain-numpy formula, in every contraction order, with its derivatives."""

from __future__ import annotations

from itertools import combinations, permutations
from math import prod

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from lconv.nn.contraction import (
    encode_decode_mix,
    encode_mix_decode,
    full_orders,
    generators_first,
    kernel_first,
    lie_convolution,
    low_rank_lie_convolution,
    low_rank_orders,
    mix_encode_decode,
    selection_lie_convolution,
    weights_first,
)
from lietheory.errors import ShapeError
from lietheory.representation.lie_convolution import lie_convolution as slow_lie_convolution
from proofs_tests.strategies.layers import Convolved, close, convolved, normal


@given(convolved())
def test_lie_convolution_is_the_formula(case: Convolved):
    y = lie_convolution(case.x, case.L, case.W, case.bias)
    slow = slow_lie_convolution(*(a.double().numpy() for a in (case.x, case.L, case.W, case.bias)))
    assert y.dtype == case.x.dtype
    assert close(y, torch.from_numpy(slow).to(y.dtype))


@given(st.integers(0, 2**31), st.sampled_from([(1, 3), (3, 1), (2, 2)]))
def test_integers_give_the_exact_result(seed: int, channels: tuple[int, int]):
    rng = np.random.default_rng(seed)
    x, L, W = (rng.integers(-9, 10, shape) for shape in ((2, 4, channels[0]), (3, 4, 4), (4, *channels)))
    y = lie_convolution(*(torch.tensor(a, dtype=torch.float64) for a in (x, L, W)))
    assert np.array_equal(y.numpy(), slow_lie_convolution(x, L, W))


@given(convolved(), st.integers(1, 5))
@example(Convolved(normal(0, 2, 5, 1), normal(1, 2, 5, 5), normal(2, 3, 1, 9), normal(3, 9)), 2)  # encode_decode_mix
@example(Convolved(normal(0, 2, 5, 9), normal(1, 2, 5, 5), normal(2, 3, 9, 1), normal(3, 1)), 2)  # mix_encode_decode
@example(Convolved(normal(0, 2, 5, 9), normal(1, 2, 5, 5), normal(2, 3, 9, 9), normal(3, 9)), 2)  # encode_mix_decode
def test_low_rank_is_dense_of_u_times_v(case: Convolved, rank: int):
    n, t, s = case.L.shape
    U, V = (normal(i, *shape, dtype=case.x.dtype) for i, shape in enumerate([(n, t, rank), (n, rank, s)]))
    y = low_rank_lie_convolution(case.x, U, V, case.W, case.bias)
    assert close(y, lie_convolution(case.x, U @ V, case.W, case.bias))


@given(convolved(), st.data())
def test_selection_is_dense_of_unit_rows(case: Convolved, data: st.DataObject):
    n, t, s = case.L.shape
    source = torch.tensor([[data.draw(st.integers(0, s)) for _ in range(t)] for _ in range(n)])
    rows = torch.cat([torch.eye(s, dtype=case.x.dtype), case.x.new_zeros(1, s)])
    y = selection_lie_convolution(case.x, source, case.W, case.bias)
    assert close(y, lie_convolution(case.x, rows[source], case.W, case.bias))


COUNTS = st.integers(1, 40)


def joined(one: str, other: str, rest: list[str]) -> str:
    """The indices left of a product of two operands, when others and the result y still need theirs."""
    return "".join(sorted(i for i in set(one + other) if i in "bte" or any(i in operand for operand in rest)))


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
@example(64, 9, 784, 784, 1, 1)
@example(64, 9, 784, 784, 32, 1)
@example(2, 3, 40, 1, 2, 3)  # a space that grows: the larger number of channels goes through L
def test_the_order_of_full_generators_costs_least_of_all_orders(b: int, n: int, t: int, s: int, c: int, e: int):
    sizes = {"b": b, "k": n, "t": t, "s": s, "c": c, "e": e}
    costs = []
    for one, other in combinations(["bsc", "kts", "kce"], 2):
        rest = next(operand for operand in ["bsc", "kts", "kce"] if operand not in (one, other))
        middle = joined(one, other, [rest])
        if "b" in middle or c * e <= n:  # a kernel larger than the generators is not made
            costs.append(prod(sizes[i] for i in set(one + other)) + prod(sizes[i] for i in set(middle + rest)))
    assert min(cost for cost, _ in full_orders(b, n, t, s, c, e)) == min(costs)


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
@example(64, 9, 784, 784, 16, 1, 32)
@example(64, 9, 784, 784, 16, 32, 32)
@example(64, 9, 784, 784, 16, 32, 1)
def test_the_order_of_factors_costs_least_of_all_that_carry_the_features_through(
    b: int, n: int, t: int, s: int, r: int, c: int, e: int
):
    sizes, costs = {"b": b, "k": n, "t": t, "s": s, "r": r, "c": c, "e": e}, []
    for order in permutations(["ktr", "krs", "kce"]):
        features, cost = "bsc", 0
        for step, operand in enumerate(order):
            cost += prod(sizes[i] for i in set(features + operand))
            features = joined(features, operand, list(order[step + 1 :]))
        costs.append(cost)
    assert min(cost for cost, _ in low_rank_orders(b, n, t, s, r, c, e)) == min(costs)


@given(convolved(), st.integers(1, 5))
def test_all_orders_agree_in_values_and_gradients(case: Convolved, rank: int):
    (n, t, s), b, e = case.L.shape, len(case.x), case.W.shape[2]
    U, V = (normal(i, *shape, dtype=case.x.dtype) for i, shape in enumerate([(n, t, rank), (n, rank, s)]))
    upstream = normal(2, t, b, e, dtype=case.x.dtype)
    for generators, orders in [
        ((case.L,), [generators_first, weights_first, kernel_first]),
        ((U, V), [encode_mix_decode, encode_decode_mix, mix_encode_decode]),
    ]:
        inputs = [a.clone().requires_grad_() for a in (case.x.transpose(0, 1), *generators, case.W, case.bias)]
        seen = []
        for order in orders:
            y = order(*inputs)
            seen.append((y, *torch.autograd.grad(y, inputs, upstream)))
        assert all(close(a, b) for other in seen[1:] for a, b in zip(seen[0], other, strict=True))


INNER = st.integers(2, 5)  # torch multiplies entry by entry, uncounted, where an inner index has one value


@given(*[INNER] * 7)
def test_the_cost_of_an_order_is_what_torch_counts(b: int, n: int, t: int, s: int, r: int, c: int, e: int):
    n = max(n, c * e)  # so that the kernel is among the orders
    x, L, U, V, W = (torch.zeros(shape) for shape in [(s, b, c), (n, t, s), (n, t, r), (n, r, s), (n, c, e)])
    orders = [(cost, order, (L,)) for cost, order in full_orders(b, n, t, s, c, e)]
    orders += [(cost, order, (U, V)) for cost, order in low_rank_orders(b, n, t, s, r, c, e)]
    for cost, order, generators in orders:
        with FlopCounterMode(display=False) as counter:
            order(x, *generators, W, None)
        assert counter.get_total_flops() == 2 * cost, order.__name__  # a multiplication and an addition


@given(convolved())
def test_without_a_bias_it_is_linear(case: Convolved):
    double = lie_convolution(2 * case.x, case.L, case.W)
    assert close(double, 2 * lie_convolution(case.x, case.L, case.W))


@pytest.mark.parametrize("channels", [(1, 3), (3, 1)])
@pytest.mark.parametrize("space_out", [4, 2])
def test_first_and_second_derivatives_are_those_of_finite_differences(channels: tuple[int, int], space_out: int):
    c, e = channels
    terms = 3 if space_out == 4 else 2
    x, L, W, bias = (
        normal(i, *shape).requires_grad_() for i, shape in enumerate([(2, 4, c), (2, space_out, 4), (terms, c, e), (e,)])
    )
    U, V = normal(5, 2, space_out, 1).requires_grad_(), normal(6, 2, 1, 4).requires_grad_()
    source = torch.tensor([[0, 4, 2, 2], [1, 2, 3, 4]])[:, :space_out]
    for function, arguments in [
        (lie_convolution, (x, L, W, bias)),
        (low_rank_lie_convolution, (x, U, V, W, bias)),
        (lambda x, W, bias: selection_lie_convolution(x, source, W, bias), (x, W, bias)),
    ]:
        assert torch.autograd.gradcheck(function, arguments)
        assert torch.autograd.gradgradcheck(function, arguments)


@given(convolved(st.just(torch.float64)), st.data())
def test_without_the_identity_term_square_generators_are_summed_alone(case: Convolved, data: st.DataObject):
    (n, _, s), x = case.L.shape, case.x
    source = torch.tensor([[data.draw(st.integers(0, s)) for _ in range(s)] for _ in range(n)])
    L = torch.cat([torch.eye(s, dtype=x.dtype), x.new_zeros(1, s)])[source]
    W = normal(0, n, *case.W.shape[1:])
    expected = torch.einsum("kts,bsc,kce->bte", L, x, W) + case.bias
    one = torch.eye(s, dtype=x.dtype).expand(n, s, s)
    assert close(lie_convolution(x, L, W, case.bias, identity=False), expected)
    assert close(low_rank_lie_convolution(x, L, one, W, case.bias, identity=False), expected)
    assert close(selection_lie_convolution(x, source, W, case.bias, identity=False), expected)


@given(convolved(st.just(torch.float64)))
def test_no_generators_leave_the_identity_term(case: Convolved):
    s = case.x.shape[1]
    y = lie_convolution(case.x, case.x.new_zeros(0, s, s), case.W[:1], case.bias)
    assert close(y, case.x @ case.W[0] + case.bias)


X, L, W = torch.zeros(2, 4, 3), torch.zeros(5, 4, 4), torch.zeros(6, 3, 2)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((X[0], L, W), r"\(batch, 4, in\)"),
        ((X.transpose(1, 2), L, W), r"\(batch, 4, in\)"),
        ((torch.zeros(2, 3, 2, 2), L, W), "lconv.images"),
        ((X, L[0], W), r"L\[None\]"),
        ((X, L, W[:5]), r"W of shape \(6, 3, out\)"),
        ((X, L[:, :2], W), r"W of shape \(5, 3, out\)"),
        ((X, L, W[:, :2]), r"W of shape \(6, 3, out\)"),
        ((X, L, W, torch.zeros(3)), r"bias of shape \(2,\)"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(arguments: tuple[torch.Tensor, ...], word: str):
    with pytest.raises(ShapeError, match=word):
        lie_convolution(*arguments)


def test_an_identity_term_with_rectangular_generators_is_refused():
    with pytest.raises(ShapeError, match="generators from 4 points to 2"):
        lie_convolution(X, L[:, :2], W, identity=True)


def test_a_weight_for_the_identity_is_refused_where_there_is_no_identity_term():
    with pytest.raises(ShapeError, match=r"W of shape \(5, 3, out\)"):
        lie_convolution(X, L, W, identity=False)


def test_factors_of_different_rank_are_refused():
    with pytest.raises(ShapeError, match="rank"):
        low_rank_lie_convolution(X, torch.zeros(5, 4, 2), torch.zeros(5, 3, 4), W)


@pytest.mark.parametrize(("source", "x"), [(torch.zeros(4, dtype=torch.int64), X), (torch.zeros(5, 4, dtype=torch.int64), X[0])])
def test_a_selection_of_wrong_axes_is_refused(source: torch.Tensor, x: torch.Tensor):
    with pytest.raises(ShapeError):
        selection_lie_convolution(x, source, W)
