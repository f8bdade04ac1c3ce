"""Graph convolutions as L-conv: one generator and equal weights for it and the identity, or one for each Chebyshev polynomial."""

from __future__ import annotations

import torch
from jaxtyping import Float
from numpy.typing import ArrayLike
from torch import Tensor

from lconv.nn.generators.matrix_free import AppliedGenerators
from lconv.nn.generators.parametrization import DenseGenerators, GeneratorParametrization
from lconv.nn.generators.sparse import Matrix, SparseGenerators, as_matrix, scaled_sum
from lconv.nn.layer import LConv
from lconv.numpy_io import floating_dtype, to_torch
from lietheory.errors import ShapeError


def from_gcn(A: Matrix, W: ArrayLike | Tensor, bias: ArrayLike | Tensor | None = None) -> LConv:
    """A graph convolution A h W + b is the L-conv with L_1 = A - I and W_0 = W_1 = W: W h + (A - I) h W.

    A is the propagation rule itself, normalised or not, directed or not: :func:`~lconv.convert.graph_propagation` makes it
    from an adjacency. h -> A h is the explicit Euler step of unit length along the flow dh/dt = (A - I) h, not the flow.

    Args:
        A: propagation rule (d, d); a sparse one, of torch or scipy, stays sparse.
        W: weights (in, out).
        bias: (out,).

    Returns:
        A layer on d points, in the dtype of W where W is a floating tensor, else in torch's default.
        The generator is fixed; W_0 and W_1 are two parameters, equal at the start.

    Raises:
        ShapeError: A is not square, or W and the bias do not fit.
        PrecisionError: NaN or infinity.

    Examples:
        >>> swap = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
        >>> from_gcn(swap, torch.ones(1, 1))(torch.tensor([[[2.0], [5.0]]])).flatten()
        tensor([5., 2.], grad_fn=...)

    References:
        L-conv paper, Proposition 5, with time scale lambda = 1.
    """
    call = "from_gcn(A, W, bias)"
    A, W, b = _numbers(A, W, bias, call)
    if W.ndim != 2 or not W.numel():
        raise ShapeError(call, "weights W (in, out)", f"shape {tuple(W.shape)}", "A graph convolution has one weight matrix.")
    return LConv.from_numbers(_fixed(scaled_sum(-1.0, 1.0, A)), W.expand(2, -1, -1), b)


def from_chebyshev(A: Matrix, W: ArrayLike | Tensor, bias: ArrayLike | Tensor | None = None) -> LConv:
    """A Chebyshev graph convolution sum_k T_k(A) h W_k + b, k = 0..K, is the L-conv with L_k = T_k(A), where T_0(A) = I.

    The T_k(A) are applied by their recursion T_k = 2 A T_(k-1) - T_(k-2), without their matrices.

    Args:
        A: (d, d) with eigenvalues from -1 to 1, as ``propagation(adjacency, "chebyshev")`` gives; sparse stays sparse.
        W: weights (K + 1, in, out), K at least 1.
        bias: (out,).

    Returns:
        A layer on d points, in the dtype of W where W is a floating tensor, else in torch's default.

    Raises:
        ShapeError: A is not square, or W and the bias do not fit.
        PrecisionError: NaN or infinity.

    Examples:
        >>> swap = torch.tensor([[0.0, 1.0], [1.0, 0.0]])
        >>> from_chebyshev(swap, torch.ones(3, 1, 1))(torch.tensor([[[2.0], [5.0]]])).flatten()  # T_2(A) = 2 A^2 - I
        tensor([ 9., 12.], grad_fn=...)

    References:
        Defferrard, Bresson and Vandergheynst 2016; L-conv paper, Eq 6.
    """
    call = "from_chebyshev(A, W, bias)"
    A, W, b = _numbers(A, W, bias, call)
    if W.ndim != 3 or len(W) < 2 or not W.numel():
        raise ShapeError(
            call, "weights W (K + 1, in, out), K >= 1", f"shape {tuple(W.shape)}", "W has one matrix for each of T_0, ..., T_K."
        )
    return LConv.from_numbers(ChebyshevGenerators(_fixed(A), len(W) - 1), W, b)


class ChebyshevGenerators(AppliedGenerators):
    """L_k = T_k(A) for k = 1..order, applied by recursion.

    Args:
        A: one generator, held as it is.
        order: K, the highest degree.
    """

    def __init__(self, A: GeneratorParametrization, order: int):
        super().__init__()
        if A.shape[0] != 1 or A.shape[1] != A.shape[2] or order < 1:
            raise ShapeError(
                f"ChebyshevGenerators(A, {order})",
                "one square generator, and an order of at least 1",
                f"generators {A.shape}",
                "T_1(A) = A is the first.",
            )
        self.base, self.order = A, order

    @property
    def shape(self) -> tuple[int, int, int]:
        return (self.order, *self.base.shape[1:])

    @property
    def values(self) -> Float[Tensor, "*sizes"]:
        """The numbers of A."""
        return next(tensor for tensor in self.base.state_dict(keep_vars=True).values() if tensor.is_floating_point())

    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b s c"]:
        terms = [x, self.base.act(x)[0]]
        while len(terms) <= self.order:
            terms.append(2 * self.base.act(terms[-1])[0] - terms[-2])
        return torch.stack(terms[1:])[which]


def _numbers(
    A: Matrix, W: ArrayLike | Tensor, bias: ArrayLike | Tensor | None, call: str
) -> tuple[Float[Tensor, "d d"], Float[Tensor, "*sizes"], Float[Tensor, " e"] | None]:
    """All arguments in one dtype, that of W."""
    dtype = floating_dtype(W) or torch.get_default_dtype()
    A, W = as_matrix(A, dtype, call), to_torch(W, dtype, call, "W")
    b = None if bias is None else to_torch(bias, dtype, call, "bias")
    if b is not None and b.shape != W.shape[-1:]:
        raise ShapeError(call, f"bias ({W.shape[-1]},)", f"shape {tuple(b.shape)}", "The bias has one entry per output channel.")
    return A, W, b


def _fixed(A: Float[Tensor, "d d"]) -> GeneratorParametrization:
    """One fixed generator, sparse where the matrix is."""
    if A.layout == torch.strided:
        return DenseGenerators(A[None], trainable=False)
    entries = torch.cat([torch.zeros_like(A.indices()[:1]), A.indices()])
    return SparseGenerators(torch.sparse_coo_tensor(entries, A.values(), (1, *A.shape), check_invariants=False))
