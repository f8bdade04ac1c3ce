"""Vector fields as an action without matrices: any map, and the polynomial fields up to a degree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.liegg.actions.action import Action, require_positive, require_shape
from lietheory.errors import ShapeError
from lietheory.representation.polynomial_fields import field_exponents, field_formula

RUNGE_KUTTA_STEPS = 32  # of a flow of length one: error about (1/32)^4, far below the finite-step tolerance


@dataclass(frozen=True)
class VectorFields(Action):
    """Any map x -> (batch, K, *x.shape[1:]) as an action without matrices; its flow is integrated (Runge-Kutta, 4th order).

    Args:
        fields: the map.
        unknowns: K.
    """

    fields: Callable[[Tensor], Tensor]
    unknowns: int

    @property
    def basis(self) -> Float[np.ndarray, "K 0 0"]:
        """Matrices of size zero: only the number of fields is known."""
        return np.zeros((self.unknowns, 0, 0))

    def __call__(self, x: Tensor) -> Tensor:
        """The fields at x."""
        v = self.fields(x)
        if v.shape != (len(x), self.unknowns, *x.shape[1:]):
            raise ShapeError(
                "action(x)",
                f"fields of shape (batch, K, ...) = {(len(x), self.unknowns, *x.shape[1:])}",
                f"shape {tuple(v.shape)} for inputs {tuple(x.shape)}",
                "Stack the fields along the second axis.",
            )
        return v

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """The point that x reaches in unit time along sum_k c_k v_k."""
        c = torch.as_tensor(coefficients, dtype=x.dtype, device=x.device)
        h = 1 / RUNGE_KUTTA_STEPS

        def velocity(y: Tensor) -> Tensor:
            return torch.einsum("k,bk...->b...", c, self(y))

        for _ in range(RUNGE_KUTTA_STEPS):
            a = velocity(x)
            b = velocity(x + h / 2 * a)
            d = velocity(x + h / 2 * b)
            x = x + h / 6 * (a + 2 * b + 2 * d + velocity(x + h * d))
        return x


def as_action(action: Action | Callable[[Tensor], Tensor], x: Tensor) -> Action:
    """The action itself, or a callable x -> (batch, K, ...) as one; ``x`` tells its number of fields."""
    if isinstance(action, Action):
        return action
    v = action(x[:1])
    if not isinstance(v, Tensor) or v.ndim != x.ndim + 1:
        got = f"shape {tuple(v.shape)}" if isinstance(v, Tensor) else type(v).__name__
        raise ShapeError(
            "action(x)",
            f"fields of shape (batch, K, ...) for inputs {tuple(x.shape)}",
            got,
            "Stack the fields along the second axis.",
        )
    return VectorFields(action, v.shape[1])


@dataclass(frozen=True)
class PolynomialAction(Action):
    """The fields x^a d/dx_i on R^d for all monomials x^a up to a degree; inputs (batch, d).

    Fields of degree two and more close to no finite algebra, so there are no matrices; the flow is integrated and
    may leave the finite numbers, which the finite-step error then says. Coefficients belong to the units of the data:
    scale the inputs to order one first.

    Args:
        d: dimension of the space.
        degree: of the highest monomials; 1 is aff(d).

    Examples:
        >>> action = PolynomialAction(2, 2)
        >>> action(torch.ones(5, 2)).shape
        torch.Size([5, 12, 2])
        >>> action.formula([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, -2, 0])
        '(1 x1^2) d1 + (-2 x1 x2) d2'
    """

    d: int
    degree: int

    def __post_init__(self) -> None:
        require_positive(self, d=self.d, degree=self.degree)
        _ = self._exponents  # refuses what is too large

    @cached_property
    def _exponents(self) -> np.ndarray:
        return field_exponents(self.d, self.degree)

    @property
    def basis(self) -> Float[np.ndarray, "K 0 0"]:
        """Matrices of size zero: only the number of fields is known."""
        return np.zeros((self.d * len(self._exponents), 0, 0))

    @property
    def polynomial(self) -> tuple[int, int]:
        """The dimension and the degree."""
        return self.d, self.degree

    def __call__(self, x: Tensor) -> Tensor:
        """Every monomial in every component, (batch, d * monomials, d), component after component."""
        require_shape(self, x, (self.d,))
        powers = torch.stack([x**e for e in range(self.degree + 1)], dim=2)
        exponents = torch.as_tensor(self._exponents, device=x.device)
        values = torch.ones(len(x), len(exponents), dtype=x.dtype, device=x.device)
        for j in range(self.d):
            values = values * powers[:, j, exponents[:, j]]
        return torch.einsum("ba,ij->biaj", values, torch.eye(self.d, dtype=x.dtype, device=x.device)).flatten(1, 2)

    def flow(self, x: Tensor, coefficients: Float[np.ndarray, " K"]) -> Tensor:
        """The point that x reaches in unit time."""
        return VectorFields(self, len(self.basis)).flow(x, coefficients)

    def formula(self, coefficients: ArrayLike) -> str:
        """The field with these coefficients, written out."""
        return field_formula(coefficients, self.d, self.degree)
