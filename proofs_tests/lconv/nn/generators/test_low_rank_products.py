"""Penalties from the factors: equal to those of the matrices, with their gradients, in fewer operations and less memory."""

from __future__ import annotations

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from lconv.nn.generators.low_rank_products import FactorTables
from lconv.nn.generators.parametrization import LowRankGenerators
from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty
from lietheory.errors import RankError, ShapeError
from proofs_tests.strategies.layers import normal

PENALTIES = [closure_penalty, orthogonality_penalty, killing_penalty]
SEEDS = st.integers(0, 2**31)
EPS = torch.finfo(torch.float64).eps


def factors(seed: int, n: int, d: int, r: int) -> LowRankGenerators:
    return LowRankGenerators(normal(seed, n, d, r), normal(seed + 1, n, r, d))


class Given(LowRankGenerators):
    """Factors as they are, with their graph."""

    def __init__(self, U: torch.Tensor, V: torch.Tensor):
        nn.Module.__init__(self)
        self.U, self.V = U, V


def condition(L: torch.Tensor) -> float:
    """Of the generators scaled to norm 1."""
    return float(torch.linalg.cond(torch.nn.functional.normalize(L.flatten(1), dim=1)))


def so(n: int) -> LowRankGenerators:
    """The basis E_ij - E_ji of so(n), each of rank two."""
    rows, columns = torch.triu_indices(n, n, 1)
    unit = torch.eye(n, dtype=torch.float64)
    return LowRankGenerators(torch.stack([unit[rows], -unit[columns]], 2), torch.stack([unit[columns], unit[rows]], 1))


@pytest.mark.parametrize("penalty", PENALTIES)
@given(st.integers(1, 4), st.integers(2, 7), st.integers(1, 3), SEEDS)
@example(4, 3, 3, 0)  # n r > d
def test_every_penalty_and_its_gradient_is_that_of_the_matrices(penalty: object, n: int, d: int, r: int, seed: int):
    low = factors(seed, n, d, r)
    dense = low().detach().requires_grad_()
    allowed = 256 * EPS * condition(dense.detach()) ** 2  # inner products; 43 is the most that 3000 draws showed
    value, reference = penalty(low), penalty(dense)
    assert float((value - reference).detach().abs()) <= allowed
    value.backward()
    (slope,) = torch.autograd.grad(reference, dense)
    scale = 1 + float(slope.norm()) * float(low.U.detach().norm() + low.V.detach().norm())
    assert float((low.U.grad - slope @ low.V.mT).detach().norm()) <= 4 * allowed * scale
    assert float((low.V.grad - low.U.mT @ slope).detach().norm()) <= 4 * allowed * scale


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize("penalty", PENALTIES)
def test_every_penalty_is_zero_to_rounding_on_so(penalty: object, n: int):
    assert torch.equal(so(n)(), -so(n)().mT)
    assert float(penalty(so(n)).detach().abs()) <= 64 * EPS


def test_the_closure_penalty_of_two_rotations_is_what_their_bracket_leaves():
    pair = LowRankGenerators(so(3).U[:2], so(3).V[:2])
    assert float(closure_penalty(pair).detach()) == pytest.approx(0.5)


@given(SEEDS, st.integers(-3, 3))
@pytest.mark.parametrize("penalty", PENALTIES)
def test_penalties_do_not_see_the_scale_of_a_generator(penalty: object, seed: int, power: int):
    low = factors(seed, 3, 5, 2)
    scales = torch.tensor([10.0**power, 1, 1], dtype=torch.float64)[:, None, None]
    scaled = LowRankGenerators(low.U.detach() * scales, low.V)
    assert float((penalty(scaled) - penalty(low)).detach().abs()) <= 1e-9


@pytest.mark.parametrize("penalty", PENALTIES)
def test_second_derivatives_are_those_of_finite_differences(penalty: object):
    def value(U: torch.Tensor, V: torch.Tensor) -> torch.Tensor:
        return penalty(Given(U, V))

    inputs = (normal(0, 3, 4, 2).requires_grad_(), normal(1, 3, 2, 4).requires_grad_())
    assert torch.autograd.gradcheck(value, inputs)
    assert torch.autograd.gradgradcheck(value, inputs)


@given(st.integers(2, 4), st.integers(3, 6), st.integers(1, 2), SEEDS)
def test_the_tables_are_inner_products_of_generators_and_brackets(n: int, d: int, r: int, seed: int):
    low = factors(seed, n, d, r)
    tables, L = FactorTables.of(low.U, low.V), low().detach()
    L = L / L.flatten(1).norm(dim=1)[:, None, None]
    brackets = L[:, None] @ L[None] - L[None] @ L[:, None]
    assert torch.allclose(tables.gram, torch.einsum("ist,jst->ij", L, L), atol=1e-12)
    assert torch.allclose(tables.structure(), torch.einsum("ijst,kst->ijk", brackets, L), atol=1e-12)
    one = torch.eye(n, dtype=torch.float64)
    assert torch.allclose(tables.bracket_square(one), brackets.square().sum(), atol=1e-11)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_cost_grows_linearly_with_the_space_and_no_large_matrix_is_held(penalty: object):
    def counted(d: int) -> int:
        low = factors(0, 4, d, 3)
        with FlopCounterMode(display=False) as counter:
            penalty(low).backward()
        return counter.get_total_flops()

    small, middle, large = counted(100), counted(200), counted(300)
    assert large - middle == middle - small > 0
    assert large < 3 * 3 * 4 * (4**2 * 3**2 * 300)  # forward and two products back, three tables, a margin for the rest
    held: list[int] = []
    low = factors(0, 4, 300, 3)
    with torch.autograd.graph.saved_tensors_hooks(lambda t: (held.append(t.numel()), t)[1], lambda t: t):
        penalty(low)
    assert 0 < max(held) <= low.U.numel()


def test_dependent_and_rectangular_generators_are_refused():
    low = factors(0, 2, 4, 2)
    twice = LowRankGenerators(low.U[[0, 0]], low.V[[0, 0]])
    for penalty in (closure_penalty, killing_penalty):
        with pytest.raises(RankError, match="dimension 1"):
            penalty(twice)
        with pytest.raises(ShapeError, match="square"):
            penalty(LowRankGenerators(normal(0, 2, 3, 1), normal(1, 2, 1, 4)))
    assert float(orthogonality_penalty(twice).detach()) == pytest.approx(1)
    assert float(orthogonality_penalty(LowRankGenerators(normal(0, 2, 3, 1), normal(1, 2, 1, 4)))) > 0


@pytest.mark.parametrize("n", [2, 4, 8])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_gram_matrix_is_singular_where_rounding_could_have_made_it_so(n, dtype):
    eps, empty = torch.finfo(dtype).eps, torch.empty(0, 0, dtype=dtype)

    def tables(least: float) -> FactorTables:
        return FactorTables(empty, empty, empty, torch.diag(torch.tensor([1.0] * (n - 1) + [least], dtype=dtype)))

    with pytest.raises(RankError, match=f"a span of dimension {n - 1}"):
        tables(24 * n * eps).inverse_gram("call")
    assert torch.isfinite(tables(40 * n * eps).inverse_gram("call")).all()
