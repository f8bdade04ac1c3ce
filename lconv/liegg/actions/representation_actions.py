"""Linear actions by any matrices, and new ones from old: tensor products, duals, symmetric powers."""

from __future__ import annotations

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import expm
from torch import Tensor

from lconv.liegg.actions.action import Action, LinearMotion, Motion, as_coefficients, require_positive, require_shape
from lconv.liegg.actions.linear_and_affine_actions import LinearAction
from lietheory import representation
from lietheory.algebra import AlgebraLike, as_matrices
from lietheory.arrays import as_floats
from lietheory.errors import ShapeError, shown


class MatrixAction(Action):
    """An algebra with generators L_k that acts through matrices rho(L_k); inputs (batch, copies * D), copy after copy.

    Args:
        generators: L, (K, n, n), an algebra of matrices or its name, in whose terms symmetries are reported.
        acting: rho(L), (K, D, D), given likewise; L itself unless given.
        copies: how many vectors of size D an input holds.

    Raises:
        ShapeError: another number of acting matrices than of generators.

    Examples:
        >>> from lietheory import symmetric_power
        >>> MatrixAction("so(3)", symmetric_power("so(3)", 2))(torch.ones(2, 6)).shape
        torch.Size([2, 3, 6])
    """

    generators: Float[np.ndarray, "K n n"]
    acting: Float[np.ndarray, "K D D"]
    copies: int

    def __init__(self, generators: AlgebraLike, acting: AlgebraLike | None = None, copies: int = 1):
        call = "MatrixAction(generators, acting)"
        L = as_floats(as_matrices(generators, call), call, "generators")
        M = L if acting is None else as_floats(as_matrices(acting, call, "acting"), call, "acting")
        if len(L) != len(M):
            raise ShapeError(call, f"{len(L)} acting matrices, one a generator", f"{len(M)}", "Give rho(L_k) for every L_k.")
        self.generators, self.acting, self.copies = L, M, copies
        require_positive(self, copies=copies)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, MatrixAction)
            and self.copies == other.copies
            and np.array_equal(self.generators, other.generators)
            and np.array_equal(self.acting, other.acting)
        )

    def __hash__(self) -> int:
        return hash((self.generators.tobytes(), self.acting.tobytes(), self.copies))

    def __repr__(self) -> str:
        return f"MatrixAction({len(self.generators)} generators on R^{self.acting.shape[-1]}, copies={self.copies})"

    @property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The generators L."""
        return self.generators

    def __call__(self, x: Tensor) -> Tensor:
        """rho(L_k) x, (batch, K, copies * D)."""
        return self.motion(x).fields()

    def motion(self, x: Tensor) -> Motion:
        """The same, not written out."""
        return LinearMotion(self._split(x), self.acting.shape[1], self.acting)

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """(sum_k c_k rho(L_k)) x."""
        M = torch.as_tensor(self.acting, dtype=x.dtype, device=x.device)
        return (self._split(x) @ torch.einsum("k,kij->ji", coefficients.to(x), M)).reshape(x.shape)

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp(sum_k c_k rho(L_k)) applied to every copy."""
        copies, L = self._split(x), np.tensordot(as_coefficients(self, coefficients), self.acting, axes=1)
        return (copies @ torch.as_tensor(expm(L), dtype=x.dtype, device=x.device).T).reshape(x.shape)

    def _split(self, x: Tensor) -> Tensor:
        D = self.acting.shape[1]
        require_shape(self, x, (self.copies * D,))
        return x.reshape(len(x), self.copies, D)


Linear = LinearAction | MatrixAction


def tensor_product(first: Linear, second: Linear) -> MatrixAction:
    """The action L (x) 1 + 1 (x) L on tensors, flattened row by row, of two actions of the same generators.

    Args:
        first: a linear action; its copies are part of its space.
        second: another one, with equal ``basis``.

    Raises:
        ShapeError: actions of different generators.

    Examples:
        >>> tensor_product(LinearAction(3), dual(LinearAction(3)))  # matrices M -> L M - M L
        MatrixAction(9 generators on R^9, copies=1)
    """
    _require_linear(first)
    _require_linear(second)
    if not np.array_equal(first.basis, second.basis):
        raise ShapeError(
            f"tensor_product({first!r}, {second!r})",
            "two actions of the same generators",
            f"bases of shapes {first.basis.shape} and {second.basis.shape}",
            "Build both from one action.",
        )
    return MatrixAction(first.basis, representation.tensor_product(_matrices(first), _matrices(second)))


def dual(action: Linear) -> MatrixAction:
    """The action -L^T on covectors, which leaves the pairing with the action's vectors alone.

    Examples:
        >>> E_01 = dual(LinearAction(2)).acting[1]
        >>> np.argwhere(E_01).tolist(), float(E_01[1, 0])
        ([[1, 0]], -1.0)
    """
    return MatrixAction(_require_linear(action).basis, representation.dual(_matrices(action)))


def symmetric_power(action: Linear, degree: int) -> MatrixAction:
    """The action on homogeneous polynomials of a degree, as coefficients of monomials, the power of e_1 falling.

    Raises:
        ShapeError: a degree below one.

    Examples:
        >>> symmetric_power(LinearAction(3), 2)  # quadrics in three variables
        MatrixAction(9 generators on R^6, copies=1)
    """
    return MatrixAction(_require_linear(action).basis, representation.symmetric_power(_matrices(action), degree))


def _require_linear(action: Linear) -> Linear:
    if not isinstance(action, Linear):
        raise ShapeError(
            shown(action), "LinearAction or MatrixAction", type(action).__name__, "Only linear actions have products."
        )
    return action


def _matrices(action: Linear) -> Float[np.ndarray, "K D D"]:
    """The acting matrices on all copies together."""
    if not isinstance(action, Linear):
        raise ShapeError(
            repr(action), "LinearAction or MatrixAction", type(action).__name__, "Only linear actions have products."
        )
    M = action.acting if isinstance(action, MatrixAction) else action.basis
    return representation.copies(M, action.copies)
