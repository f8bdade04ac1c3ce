"""Penalties that pull learned generators towards the basis of a Lie algebra; each is 0 exactly where its condition holds.

All are free of scale, since a factor on L_k is undone by W_k: no penalty shrinks by shrinking L.

Given matrices, the closure and Killing penalties compute every bracket, n_L^2 products of d x d
matrices. Given :class:`~lconv.nn.generators.parametrization.LowRankGenerators`, all three work on tables of the factors in
O(n_L^2 rank^2 d) and hold no d x d matrix. The values are equal to rounding, except that tables are
inner products: nearly dependent generators of condition number c cost them c^2 eps, not c eps, and a closed
span has a penalty of the order of eps, of either sign, not of its square.
"""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from lconv.nn.generators.low_rank_products import FactorTables
from lconv.nn.generators.parametrization import LowRankGenerators
from lconv.torch_arguments import dense_floats
from lietheory.errors import PrecisionError, RankError, ShapeError


def closure_penalty(L: Tensor | LowRankGenerators) -> Float[Tensor, ""]:
    """The mean over i < j of |P [Q_i, Q_j]|^2, for Q an orthonormal basis of span L and P the projection off the span.

    It depends on the span alone, and lies between 0 (the span is a Lie algebra) and 2.

    Vacuous for one generator and for a span of all d^2 matrices, where it is 0 whatever L is.

    Args:
        L: generators (n_L, d, d), linearly independent; or low-rank generators.

    Returns:
        A scalar, differentiable in L.

    Raises:
        ShapeError: L is not (n_L, d, d).
        PrecisionError: NaN or infinity.
        RankError: dependent generators, whose span has no derivative.

    Examples:
        >>> turns = torch.tensor([[[0.0, -1], [1, 0]], [[0, 1], [0, 0]]])
        >>> float(closure_penalty(turns)) > 0.1, float(closure_penalty(turns[:1]))
        (True, 0.0)

    References:
        L-conv paper, Eq 2 and section 3, "Learning the L_i".
    """
    if isinstance(L, LowRankGenerators):
        return _closure_from_factors(L, "closure_penalty(L)")
    Q, _ = _orthonormal_basis(L, "closure_penalty(L)")
    n = Q.shape[0]
    brackets, flat = _brackets(Q), Q.flatten(1)
    outside = brackets - (brackets @ flat.T) @ flat
    return outside.square().sum() / max(n * (n - 1), 1)


def orthogonality_penalty(L: Tensor | LowRankGenerators) -> Float[Tensor, ""]:
    """The mean over i != j of cos(L_i, L_j)^2 with <A, B> = tr(A^T B): 0 for orthogonal generators, 1 for parallel ones.

    Vacuous for one generator. A generator that is zero counts as orthogonal to all.

    Args:
        L: generators (n_L, d_out, d); or low-rank generators.

    Returns:
        A scalar, differentiable in L.

    Raises:
        ShapeError: L does not have three axes.

    Examples:
        >>> float(orthogonality_penalty(torch.eye(4).view(4, 2, 2)))
        0.0

    References:
        L-conv paper, section 5: "regularizers enforcing orthogonality among the L_i".
    """
    if isinstance(L, LowRankGenerators):
        n, gram = L.shape[0], FactorTables.of(L.U, L.V).gram
    else:
        _require_three_axes(L, "orthogonality_penalty(L)")
        n, flat = L.shape[0], L.flatten(1)
        gram = flat @ flat.T
    squares = gram.diagonal()
    cosines = gram.square() / (squares[:, None] * squares).clamp_min(torch.finfo(gram.dtype).tiny)
    return cosines.triu(1).sum() * 2 / max(n * (n - 1), 1)


def killing_penalty(L: Tensor | LowRankGenerators) -> Float[Tensor, ""]:
    """sum over i != j of B(L_i, L_j)^2 / sum over i, j of B(L_i, L_j)^2, for the Killing form B and |L_i|_F = 1.

    B(X, Y) = tr(ad X ad Y), with brackets projected onto span L where that is not closed. 0 for a
    basis orthogonal under the Killing form, as the catalogue's basis of so(n) is.

    Vacuous wherever B = 0: one generator, an abelian or any nilpotent algebra; there it is 0 whatever
    L is. It says nothing about directions in the radical of B, and it is small, not 0, where B is of
    the size of rounding errors.

    Args:
        L: generators (n_L, d, d), linearly independent; or low-rank generators.

    Returns:
        A scalar in [0, 1), differentiable in L.

    Raises:
        ShapeError: L is not (n_L, d, d).
        RankError: dependent generators.

    References:
        L-conv paper, section 3: "orthogonal under the Killing Form".
    """
    if isinstance(L, LowRankGenerators):
        return _killing_from_factors(L, "killing_penalty(L)")
    Q, R = _orthonormal_basis(L, "killing_penalty(L)")
    n = Q.shape[0]
    structure = (_brackets(Q) @ Q.flatten(1).T).view(n, n, n)  # [Q_a, Q_b] = sum_k structure[a, b, k] Q_k
    form = structure.flatten(1) @ structure.transpose(1, 2).flatten(1).T  # tr(ad Q_a ad Q_b)
    units = R / R.norm(dim=0)
    return _off_diagonal_share(units.T @ form @ units)


def _off_diagonal_share(form: Float[Tensor, "n n"]) -> Float[Tensor, ""]:
    """sum over i != j of B_ij^2 / sum over i, j of B_ij^2, and 0 where B is 0 to rounding."""
    B = form.square()
    floor = torch.finfo(B.dtype).eps ** 1.5  # above eps^2, the rounding error of a B that is zero
    return (B.sum() - B.diagonal().sum()) / (B.sum() + floor)


def _closure_from_factors(L: LowRankGenerators, call: str) -> Float[Tensor, ""]:
    """|[Q_a, Q_b]|^2 less the square of its projection onto the span, from inner products."""
    tables = _tables(L, call)
    n, inverse, structure = L.shape[0], tables.inverse_gram(call), tables.structure()
    raised = torch.einsum("ijk,ia,jb,kc->abc", structure, inverse, inverse, inverse)
    return (tables.bracket_square(inverse) - (raised * structure).sum()) / max(n * (n - 1), 1)


def _killing_from_factors(L: LowRankGenerators, call: str) -> Float[Tensor, ""]:
    """tr(ad L_i ad L_j) from the structure constants <L_l, [L_i, L_k]> raised in l."""
    tables = _tables(L, call)
    constants = tables.structure() @ tables.inverse_gram(call)
    return _off_diagonal_share(torch.einsum("ikl,jlk->ij", constants, constants))


def _tables(L: LowRankGenerators, call: str) -> FactorTables:
    _require_square(L.shape, call)
    return FactorTables.of(L.U, L.V)


def _orthonormal_basis(L: Tensor, call: str) -> tuple[Float[Tensor, "n d d"], Float[Tensor, "n n"]]:
    """Q orthonormal and R with L_i = sum_a R[a, i] Q_a."""
    _require_three_axes(L, call)
    _require_square(L.shape, call)
    n, d, _ = L.shape
    flat = L.flatten(1)
    if not bool(torch.isfinite(flat).all()):
        raise PrecisionError(
            call, "generators in finite numbers", "NaN or infinity", "Lower the learning rate, if they are learned."
        )
    units = torch.nn.functional.normalize(flat.detach(), dim=1, eps=torch.finfo(L.dtype).tiny)
    independent = int(torch.linalg.matrix_rank(units))
    if independent < n:
        raise RankError(
            call, f"{n} independent generators", f"a span of dimension {independent}", "Leave out the dependent ones."
        )
    Q, R = torch.linalg.qr(flat.T)
    return Q.T.reshape(n, d, d), R


def _brackets(Q: Float[Tensor, "n d d"]) -> Float[Tensor, "n n dd"]:
    """[Q_a, Q_b] for all a and b, each as a vector of d^2 entries."""
    products = Q[:, None] @ Q[None]
    return (products - products.transpose(0, 1)).flatten(2)


def _require_square(shape: tuple[int, ...], call: str) -> None:
    if shape[1] != shape[2]:
        raise ShapeError(call, "square generators (n_L, d, d)", f"shape {tuple(shape)}", "Only square matrices have brackets.")


def _require_three_axes(L: Tensor, call: str) -> None:
    dense_floats(L, call, "generators")
    if L.ndim != 3 or 0 in L.shape:
        raise ShapeError(call, "generators (n_L, d, d)", f"shape {tuple(L.shape)}", "One generator is given as L[None].")
