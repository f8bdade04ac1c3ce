"""Polynomial vector fields up to a degree as an action: symmetries that no matrix generates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from lconv.liegg.actions.interface import Action, require_positive, require_shape
from lconv.liegg.actions.linear_and_images import VectorFields
from lietheory.representation.polynomial_fields import field_exponents, field_formula


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

    def formula(self, coefficients: Float[np.ndarray, " K"]) -> str:
        """The field with these coefficients, written out."""
        return field_formula(coefficients, self.d, self.degree)
