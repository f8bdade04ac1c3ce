"""The penalties: zero where their condition holds, positive where it does not, the same for every scale."""

from __future__ import annotations

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from lconv.nn.penalties import closure_penalty, killing_penalty, orthogonality_penalty
from lietheory.errors import PrecisionError, RankError, ShapeError
from proofs_tests.strategies.layers import normal

PENALTIES = [closure_penalty, orthogonality_penalty, killing_penalty]
SEEDS = st.integers(0, 2**31)
ZERO = 1e-24  # the square of rounding errors in float64


def so(n: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """The basis E_ij - E_ji of so(n)."""
    rows, columns = torch.triu_indices(n, n, 1)
    L = torch.zeros(len(rows), n, n, dtype=dtype)
    L[range(len(rows)), rows, columns], L[range(len(rows)), columns, rows] = 1, -1
    return L


def mixed(L: torch.Tensor, seed: int) -> torch.Tensor:
    """Another basis of the same span: an exponential mixes and is invertible."""
    return torch.tensordot(torch.linalg.matrix_exp(normal(seed, len(L), len(L)) / 3), L, 1)


@pytest.mark.parametrize("n", [2, 3, 4])
@pytest.mark.parametrize("penalty", PENALTIES)
def test_every_penalty_is_zero_on_the_standard_basis_of_so(penalty: object, n: int):
    assert float(penalty(so(n))) <= ZERO
    assert float(penalty(so(n, torch.float32))) <= 1e-12


@given(SEEDS)
def test_closure_penalty_is_zero_on_every_basis_of_a_closed_span(seed: int):
    assert float(closure_penalty(mixed(so(3), seed))) <= ZERO


@given(SEEDS)
def test_closure_penalty_is_positive_on_a_random_span_and_sees_the_span_alone(seed: int):
    L = normal(seed, 3, 4, 4)
    penalty = closure_penalty(L)
    assert 0.05 < float(penalty) <= 2
    assert float((closure_penalty(mixed(L, seed + 1)) - penalty).abs()) <= 1e-10


def test_closure_penalty_of_two_rotations_is_what_their_bracket_leaves():
    assert float(closure_penalty(so(3)[:2])) == pytest.approx(0.5)  # |[Q_1, Q_2]|^2 = |L_3|^2 / 4, wholly outside


@given(SEEDS)
def test_killing_penalty_is_zero_on_turned_and_positive_on_skewed_bases_of_so3(seed: int):
    turn = torch.linalg.matrix_exp(normal(seed, 3, 3) - normal(seed, 3, 3).T)
    assert float(killing_penalty(torch.tensordot(turn, so(3), 1))) <= ZERO
    shear = torch.eye(3, dtype=torch.float64)
    shear[0, 1] = 0.5
    assert float(killing_penalty(torch.tensordot(shear, so(3), 1))) > 0.01


@given(SEEDS)
def test_orthogonality_penalty_is_zero_on_orthogonal_and_positive_on_other_matrices(seed: int):
    Q = torch.linalg.qr(normal(seed, 9, 4)).Q.T.reshape(4, 3, 3)
    scales = normal(seed + 1, 4).exp()
    assert float(orthogonality_penalty(scales[:, None, None] * Q)) <= ZERO
    assert float(orthogonality_penalty(normal(seed, 4, 3, 3))) > 1e-6
    assert float(orthogonality_penalty(Q[:1].repeat(3, 1, 1))) == pytest.approx(1)


@given(SEEDS, st.integers(-3, 3))
@pytest.mark.parametrize("penalty", PENALTIES)
def test_penalties_do_not_see_the_scale_of_a_generator(penalty: object, seed: int, power: int):
    L = normal(seed, 3, 3, 3)
    scaled = torch.cat([10.0**power * L[:1], L[1:]])
    assert float((penalty(scaled) - penalty(L)).abs()) <= 1e-9


@pytest.mark.parametrize("penalty", PENALTIES)
def test_penalties_are_vacuous_for_one_generator(penalty: object):
    assert float(penalty(normal(0, 1, 3, 3))) <= ZERO


@given(SEEDS)
def test_killing_penalty_is_vacuous_on_abelian_and_nilpotent_algebras(seed: int):
    diagonal = torch.diag_embed(normal(seed, 3, 3))
    assume(float(torch.linalg.cond(diagonal.flatten(1))) < 100)
    upper = torch.zeros(3, 3, 3, dtype=torch.float64)
    upper[0, 0, 1] = upper[1, 1, 2] = upper[2, 0, 2] = 1
    assert float(killing_penalty(diagonal)) <= 1e-6
    assert float(killing_penalty(mixed(upper, seed))) <= 1e-6


@pytest.mark.parametrize("penalty", PENALTIES)
def test_first_and_second_derivatives_are_those_of_finite_differences(penalty: object):
    L = normal(0, 3, 3, 3).requires_grad_()
    assert torch.autograd.gradcheck(penalty, L)
    assert torch.autograd.gradgradcheck(penalty, L)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_descending_a_penalty_reaches_its_condition(penalty: object):
    L = (so(3) + 0.3 * normal(0, 3, 3, 3)).requires_grad_()
    start, descent = float(penalty(L.detach())), torch.optim.Adam([L], lr=0.02)
    for _ in range(200):
        descent.zero_grad()
        penalty(L).backward()
        descent.step()
    assert start > 1e-3 and float(penalty(L.detach())) < start / 100


@pytest.mark.parametrize("penalty", PENALTIES)
def test_generators_without_a_stack_are_refused(penalty: object):
    with pytest.raises(ShapeError, match=r"L\[None\]"):
        penalty(torch.zeros(3, 3))


@pytest.mark.parametrize("penalty", [closure_penalty, killing_penalty])
def test_rectangular_and_dependent_generators_are_refused(penalty: object):
    with pytest.raises(ShapeError, match="square"):
        penalty(torch.zeros(2, 3, 4))
    with pytest.raises(PrecisionError, match="finite numbers"):
        penalty(torch.full((2, 3, 3), torch.nan))
    with pytest.raises(RankError, match="2 independent"):
        penalty(so(3)[[0, 0]])
    with pytest.raises(RankError, match="dimension 1"):
        penalty(torch.stack([so(3)[0], torch.zeros(3, 3, dtype=torch.float64)]))
