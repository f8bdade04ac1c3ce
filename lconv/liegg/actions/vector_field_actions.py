"""Vector fields as an action without matrices: any map, and the polynomial fields up to a degree."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

import numpy as np
import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from scipy.linalg import expm
from torch import Tensor

from lconv.liegg.actions.action import Action, as_coefficients, require_points, require_positive, require_shape
from lconv.torch_arguments import called, dense_floats
from lietheory.arrays import as_floats, tolerance
from lietheory.errors import PrecisionError, ShapeError, shown
from lietheory.representation.polynomial_fields import field_exponents, field_formula

MOST_LINEAR = 256
"""Inputs up to which fields are tried for linearity: their matrices are written out."""
MOST_CHECKED = 200
"""Points at which they are tried."""
FEW, SAME = 8, 1e-8
"""Points at which brackets are compared, and how far they may differ: the rounding of two derivatives."""
RUNGE_KUTTA_STEPS = 32  # of a flow of length one: error about (1/32)^4, far below the finite-step tolerance


@dataclass(frozen=True)
class VectorFields(Action):
    """Any map x -> (batch, K, *x.shape[1:]) as an action; its flow is integrated (Runge-Kutta, 4th order).

    Args:
        fields: the map.
        unknowns: K.
        generators: (K, n, n), matrices in whose terms symmetries are reported, if there are any: where they have the brackets of
            the fields, the algebra of the symmetries gets a name. See :func:`with_generators`.
    """

    fields: Callable[[Tensor], Tensor]
    unknowns: int
    generators: Float[np.ndarray, "K n n"] | None = field(default=None, compare=False, repr=False)

    @property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The matrices that the fields were given, else matrices of size zero: only the number of fields is known."""
        return np.zeros((self.unknowns, 0, 0)) if self.generators is None else self.generators

    def __call__(self, x: Tensor) -> Tensor:
        """The fields at x."""
        require_points(self, x)
        v = self.fields(x)
        if v.shape != (len(x), self.unknowns, *x.shape[1:]):
            raise ShapeError(
                "action(x)",
                f"fields of shape (batch, K, ...) = {(len(x), self.unknowns, *x.shape[1:])}",
                f"shape {tuple(v.shape)} for inputs {tuple(x.shape)}",
                "Stack the fields along the second axis.",
            )
        if v.dtype != x.dtype:
            raise PrecisionError(
                "action(x)", f"fields in {x.dtype}, as the inputs are", f"fields in {v.dtype}", "Compute in x.dtype."
            )
        return v

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """The point that x reaches in unit time along sum_k c_k v_k."""
        require_points(self, x)
        c = torch.as_tensor(as_coefficients(self, coefficients), dtype=x.dtype, device=x.device)
        return _in_unit_time(lambda y: torch.einsum("k,bk...->b...", c, self(y)), x)


def _in_unit_time(velocity: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The points that x reach along a field, by the method of Runge and Kutta of fourth order."""
    h = 1 / RUNGE_KUTTA_STEPS
    for _ in range(RUNGE_KUTTA_STEPS):
        a = velocity(x)
        b = velocity(x + h / 2 * a)
        d = velocity(x + h / 2 * b)
        x = x + h / 6 * (a + 2 * b + 2 * d + velocity(x + h * d))
    return x


@dataclass(frozen=True)
class LinearFields(VectorFields):
    """Fields v_k(x) = M_k (x, 1) that were given as a map; their flow is a matrix exponential.

    Args:
        maps: M, (K, p, p + 1).
    """

    maps: Float[np.ndarray, "K p p1"] = field(default_factory=lambda: np.zeros((0, 0, 1)), compare=False, repr=False)

    @property
    def basis(self) -> Float[np.ndarray, "K n n"]:
        """The matrices that the fields were given, else their own, homogeneous where there are translations."""
        if self.generators is not None:
            return self.generators
        linear = self.maps[:, :, :-1]
        return np.pad(self.maps, ((0, 0), (0, 1), (0, 0))) if self.maps[:, :, -1].any() else linear

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """exp(sum_k c_k M_k) x."""
        require_points(self, x)
        if math.prod(x.shape[1:]) != self.maps.shape[1]:
            got = f"shape {tuple(x.shape)}"
            raise ShapeError(repr(self), f"inputs of {self.maps.shape[1]} numbers", got, "Reshape the inputs.")
        M = np.tensordot(as_coefficients(self, coefficients), self.maps, axes=1)
        step = torch.as_tensor(expm(np.pad(M, ((0, 1), (0, 0))))[:-1], dtype=x.dtype, device=x.device)
        return (x.flatten(1) @ step[:, :-1].T + step[:, -1]).reshape(x.shape)


def with_generators(fields: Callable[[Tensor], Tensor], generators: ArrayLike, x: Tensor) -> VectorFields:
    """Vector fields with matrices that have their brackets, so that what they span has a name.

    Args:
        fields: x -> (batch, K, *x.shape[1:]), differentiable.
        generators: L, (K, n, n), with [v_k, v_l] = -(sum_m f_klm v_m) where [L_k, L_l] = sum_m f_klm L_m, as for v_k(x) = L_k x.
        x: points, at which this is checked.

    Raises:
        ShapeError: another number of matrices than of fields, or matrices with other brackets.

    Examples:
        >>> L = np.array([[[0.0, -1.0], [1.0, 0.0]]])
        >>> x = torch.randn(5, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
        >>> with_generators(lambda x: torch.stack([-x[:, 1], x[:, 0]], dim=1)[:, None], L, x).basis.shape
        (1, 2, 2)
    """
    call = "with_generators(fields, generators, x)"
    L, x = as_floats(generators, call, "generators"), dense_floats(x, call, "x")
    if x.ndim < 2 or 0 in x.shape:
        raise ShapeError(call, "points x of shape (batch, ...)", f"shape {tuple(x.shape)}", "Give a few points.")
    made = as_action(fields, x)
    if L.ndim != 3 or L.shape[0] != made.size or L.shape[1] != L.shape[2]:
        raise ShapeError(call, f"{made.size} square matrices", f"shape {L.shape}", "Give a matrix for every field.")
    flat = L.reshape(len(L), -1)
    if np.linalg.matrix_rank(flat) < len(L):
        raise ShapeError(call, "linearly independent matrices", f"rank {np.linalg.matrix_rank(flat)}", "Give faithful ones.")
    points = x[:FEW].detach().double()
    v = called(call, fields, points)
    along = [v[:, k].contiguous() for k in range(len(L))]
    slope = [called(call, torch.func.jvp, fields, (points,), (w,))[1] for w in along]  # D v_l along v_k
    size = float(v.abs().max()) or 1.0
    for k, l in combinations(range(len(L)), 2):
        f = np.linalg.lstsq(flat.T, (L[k] @ L[l] - L[l] @ L[k]).ravel(), rcond=None)[0]
        closed = np.abs(f @ flat - (L[k] @ L[l] - L[l] @ L[k]).ravel()).max() <= SAME * np.abs(L).max() ** 2
        bracket = slope[k][:, l] - slope[l][:, k]
        gap = float((bracket + torch.einsum("m,nm...->n...", torch.as_tensor(f), v)).abs().max())
        if closed and gap > SAME * max(size, float(bracket.abs().max())):
            got = f"[v_{k + 1}, v_{l + 1}] that differs by {gap:.1e} from what [L_{k + 1}, L_{l + 1}] says"
            raise ShapeError(call, "matrices with the brackets of the fields", got, "Check signs: v_k(x) = L_k x has them.")
    return replace(made, generators=L) if isinstance(made, VectorFields) else VectorFields(fields, len(L), L)


def as_action(action: Action | Callable[[Tensor], Tensor], x: Tensor) -> Action:
    """The action itself, or a callable x -> (batch, K, ...) as one; ``x`` shows how many fields, and whether linear."""
    if isinstance(action, Action):
        return action
    if not callable(action) or isinstance(action, type):
        raise ShapeError("action", "an action, or a map x -> (batch, K, ...)", shown(action), "Give LinearAction(d), say.")
    v = called("action(x)", action, x[:1])
    if (
        not isinstance(v, Tensor)
        or v.ndim != x.ndim + 1
        or v.shape[1] == 0
        or v.shape[2:] != x.shape[1:]
        or v.layout != torch.strided
    ):
        got = f"shape {tuple(v.shape)}" if isinstance(v, Tensor) else type(v).__name__
        raise ShapeError(
            "action(x)",
            f"fields of shape (batch, K, ...) for inputs {tuple(x.shape)}",
            got,
            "Stack the fields along the second axis.",
        )
    K = v.shape[1]
    maps = _linear_maps(action, x.detach()[:MOST_CHECKED]) if x[0].numel() <= MOST_LINEAR else None
    return VectorFields(action, K) if maps is None else LinearFields(action, K, maps=maps)


def acting_on_outputs(action: Action | Callable[[Tensor], Tensor], y: Tensor) -> Action:
    """The action on a model's outputs.

    Raises:
        ShapeError: outputs that it does not act on, which the message calls outputs.
    """
    try:
        if y.ndim == 1:
            raise ShapeError(f"output_action={action!r}", "inputs of shape (batch, m)", f"shape {tuple(y.shape)}", "")
        outer = as_action(action, y)
        outer.motion(y[:1])
    except ShapeError as problem:
        cure = "Return (batch, 1) from the model." if y.ndim == 1 else "Change the output action, or leave it out for invariance."
        expected = f"out{problem.expected.removeprefix('in')}" if problem.expected.startswith("inputs") else problem.expected
        raise ShapeError(f"output_action={action!r}", expected, f"outputs of {problem.got}", cure) from problem
    return outer


def _linear_maps(fields: Callable[[Tensor], Tensor], x: Tensor) -> Float[np.ndarray, "K p p1"] | None:
    """M with v_k(x) = M_k (x, 1) at these points, their opposites, doubles and sums; None unless it is so up to rounding."""
    p, size = x[0].numel(), float(x.abs().max()) or 1.0
    units = size * torch.eye(p, dtype=x.dtype, device=x.device).reshape(p, *x.shape[1:])
    origin = torch.zeros_like(units[:1])
    points = torch.cat([x, -x, 2 * x, x + x.roll(1, 0), x * torch.linspace(-1, 1, p, dtype=x.dtype).reshape(x.shape[1:])])
    try:
        at_units, at_origin, values = (fields(y.clone()).detach() for y in (units, origin, points))
    except (ValueError, RuntimeError, IndexError):  # a map that is not defined there, or for other numbers of points
        return None
    if values.shape[:1] != points.shape[:1] or not all(torch.isfinite(v).all() for v in (at_units, at_origin, values)):
        return None
    b = at_origin[0].flatten(1).double()
    A = (at_units.flatten(2).double() - b).permute(1, 2, 0) / size
    fitted = torch.einsum("kij,nj->nki", A, points.flatten(1).double()) + b
    gap, scale = (fitted - values.flatten(2).double()).abs().max(), values.abs().max().double()
    if float(gap) > tolerance(np.dtype(str(x.dtype).removeprefix("torch.")), p) * float(scale + b.abs().max()):
        return None
    return torch.cat([A, b[:, :, None]], dim=2).cpu().numpy()


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
        values = self._monomials(x)
        return torch.einsum("ba,ij->biaj", values, torch.eye(self.d, dtype=x.dtype, device=x.device)).flatten(1, 2)

    def combined(self, x: Tensor, coefficients: Float[Tensor, " K"]) -> Tensor:
        """One field at the points."""
        return self._monomials(x) @ coefficients.to(x).reshape(self.d, -1).T

    def flow(self, x: Tensor, coefficients: ArrayLike) -> Tensor:
        """The point that x reaches in unit time; that of a field of degree one by a matrix exponential."""
        if self.degree == 1:
            columns = np.column_stack([self._exponents, 1 - self._exponents.sum(axis=1)])  # a monomial is a coordinate, or 1
            maps = np.einsum("ij,am->iajm", np.eye(self.d), columns).reshape(-1, self.d, self.d + 1)
            return LinearFields(self, len(maps), maps=maps).flow(x, coefficients)
        require_shape(self, x, (self.d,))
        c = torch.as_tensor(as_coefficients(self, coefficients), dtype=x.dtype, device=x.device)
        return _in_unit_time(lambda y: self.combined(y, c), x)

    def _monomials(self, x: Tensor) -> Float[Tensor, "batch monomials"]:
        require_shape(self, x, (self.d,))
        powers = torch.stack([x**e for e in range(self.degree + 1)], dim=2)
        exponents = torch.as_tensor(self._exponents, device=x.device)
        values = torch.ones(len(x), len(exponents), dtype=x.dtype, device=x.device)
        for j in range(self.d):
            values = values * powers[:, j, exponents[:, j]]
        return values

    def formula(self, coefficients: ArrayLike) -> str:
        """The field with these coefficients, written out."""
        return field_formula(coefficients, self.d, self.degree)
