"""Sparse generators, and sparse matrices of torch and scipy read into torch."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from numpy.typing import ArrayLike
from scipy.sparse import coo_array, sparray, spmatrix
from torch import Tensor

from lconv.nn.generators.matrix_free import AppliedGenerators
from lconv.numpy_io import to_torch
from lietheory.errors import PrecisionError, ShapeError

Matrix = ArrayLike | Tensor | sparray | spmatrix
"""A dense array, or a sparse matrix of torch (COO, CSR) or of scipy."""


class SparseGenerators(AppliedGenerators):
    """Fixed sparse L_k, stored by their entries: a product takes one multiply-add for each entry and channel.

    Args:
        L: a sparse COO tensor (n_L, space_out, space); copied.

    Examples:
        >>> L = torch.tensor([[[0.0, 0.0], [2.0, 0.0]]])
        >>> SparseGenerators(L.to_sparse()).act(torch.tensor([[[3.0], [0.0]]])).flatten()
        tensor([0., 6.])
    """

    entries: Int[Tensor, "2 nonzero"]
    numbers: Float[Tensor, " nonzero"]

    def __init__(self, L: Tensor):
        super().__init__()
        if L.layout != torch.sparse_coo or L.ndim != 3 or L.sparse_dim() != 3:
            raise ShapeError(
                "SparseGenerators(L)",
                "a sparse COO tensor (n_L, space_out, space)",
                f"shape {tuple(L.shape)}, layout {L.layout}",
                "One matrix A is given as A[None].to_sparse().",
            )
        L = L.detach().coalesce()
        k, row, column = L.indices()
        n, t, s = L.shape
        self._shape = n, t, s
        self.register_buffer("entries", torch.stack([k * L.shape[1] + row, column]))
        self.register_buffer("numbers", L.values().clone())

    @property
    def shape(self) -> tuple[int, int, int]:
        return self._shape

    @property
    def values(self) -> Float[Tensor, " nonzero"]:
        """The entries that are not zero."""
        return self.numbers

    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b t c"]:
        (n, t, s), (b, _, c) = self.shape, x.shape
        columns = x.transpose(0, 1).reshape(s, b * c)
        if torch.compiler.is_compiling():  # the compiler traces no sparse products
            picked = self.numbers[:, None] * columns.index_select(0, self.entries[1])
            product = columns.new_zeros(n * t, b * c).index_add(0, self.entries[0], picked)
        else:
            product = _SparseProduct.apply(self.entries, self.numbers, columns, (n * t, s))
        return product.view(n, t, b, c).transpose(1, 2)[which]

    def mean_square(self) -> Float[Tensor, " k"]:
        n, t, _ = self.shape
        return self.numbers.new_zeros(n).index_add(0, self.entries[0] // t, self.numbers.square()) / t


class _SparseProduct(torch.autograd.Function):
    """S X for a fixed sparse S: its way back is the product with the transpose, and it is linear forwards too."""

    @staticmethod
    def forward(
        entries: Int[Tensor, "2 nonzero"],
        numbers: Float[Tensor, " nonzero"],
        X: Float[Tensor, "s columns"],
        shape: tuple[int, int],
    ) -> Float[Tensor, "t columns"]:
        S = torch.sparse_coo_tensor(entries, numbers.to(X.dtype), shape, check_invariants=False)
        return torch.sparse.mm(S, X)

    @staticmethod
    def setup_context(ctx, inputs: tuple, output: Tensor) -> None:
        entries, numbers, _, ctx.shape = inputs
        ctx.save_for_backward(entries, numbers)
        ctx.save_for_forward(entries, numbers)

    @staticmethod
    def backward(ctx, gradient: Tensor) -> tuple[Tensor | None, ...]:
        entries, numbers = ctx.saved_tensors
        return None, None, _SparseProduct.apply(entries.flip(0), numbers, gradient, ctx.shape[::-1]), None

    @staticmethod
    def jvp(ctx, _entries: None, _numbers: Tensor | None, dX: Tensor, _shape: None) -> Tensor:
        entries, numbers = ctx.saved_tensors
        return _SparseProduct.apply(entries, numbers, dX, ctx.shape)

    @staticmethod
    def vmap(info, in_dims: tuple, entries: Tensor, numbers: Tensor, X: Tensor, shape: tuple[int, int]) -> tuple[Tensor, int]:
        columns = X.movedim(in_dims[2], 1)  # S is never batched, and more columns are one product still
        product = _SparseProduct.apply(entries, numbers, columns.flatten(1), shape)
        return product.unflatten(1, columns.shape[1:]), 1


def as_matrix(A: Matrix, dtype: torch.dtype, call: str, name: str = "A") -> Float[Tensor, "d d"]:
    """A square matrix in this dtype: dense, or coalesced sparse COO where it was sparse.

    Raises:
        ShapeError: no numbers in two axes, or not square.
        PrecisionError: NaN or infinity.
    """
    if isinstance(A, (sparray, spmatrix)) or (isinstance(A, Tensor) and A.layout != torch.strided):
        matrix = _sparse(A, dtype, call, name)
    else:
        matrix = to_torch(A, dtype, call, name)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.shape[0]:
        raise ShapeError(call, f"{name} (d, d)", f"shape {tuple(matrix.shape)}", f"{name} has one row and one column per node.")
    return matrix


def scaled_sum(identity: float, scale: float, A: Float[Tensor, "d d"]) -> Float[Tensor, "d d"]:
    """identity I + scale A, sparse where A is.

    Examples:
        >>> scaled_sum(1.0, 2.0, torch.ones(2, 2))
        tensor([[3., 2.],
                [2., 3.]])
    """
    d = len(A)
    if A.layout == torch.strided:
        return scale * A + identity * torch.eye(d, dtype=A.dtype, device=A.device)
    diagonal = torch.arange(d, device=A.device).expand(2, d)
    entries = torch.cat([A.indices(), diagonal], 1)
    numbers = torch.cat([scale * A.values(), A.values().new_full((d,), identity)])
    return torch.sparse_coo_tensor(entries, numbers, (d, d), check_invariants=False).coalesce()


def _sparse(A: Tensor | sparray | spmatrix, dtype: torch.dtype, call: str, name: str) -> Float[Tensor, "rows columns"]:
    if isinstance(A, Tensor):
        tensor = A.detach().to_sparse_coo().coalesce()
        entries, numbers, shape = tensor.indices(), tensor.values(), tuple(tensor.shape)
    else:
        coo = coo_array(A)
        entries = torch.stack([torch.tensor(axis, dtype=torch.int64) for axis in (coo.row, coo.col)])
        numbers, shape = to_torch(coo.data, dtype, call, name), coo.shape
    if shape is None or len(shape) != 2:
        raise ShapeError(call, f"{name} (d, d)", f"shape {shape}", f"{name} has one row and one column per node.")
    if numbers.is_complex() or not bool(numbers.isfinite().all()):
        raise PrecisionError(
            call, f"finite real numbers in {name}", "complex numbers, NaN or infinity", "Repair them before the call."
        )
    return torch.sparse_coo_tensor(entries, numbers.to(dtype), shape, check_invariants=False).coalesce()
