"""Propagation rules of graph convolutions: how a weighted, directed adjacency becomes the matrix A in A h W."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from lconv.nn.generators.sparse import Matrix, as_matrix, scaled_sum
from lconv.numpy_io import floating_dtype
from lietheory.errors import PrecisionError, UnknownNameError

RULES = ("symmetric", "random-walk", "sum", "laplacian", "chebyshev")


def propagation(
    adjacency: Matrix,
    rule: str = "symmetric",
    loops: float | None = None,
    largest: float = 2.0,
    *,
    dtype: torch.dtype | None = None,
) -> Float[Tensor, "d d"]:
    """The matrix by which a graph convolution moves features along the edges, with B = adjacency + loops I, D = diag(B 1).

    - ``"symmetric"``: D^-1/2 B D^-1/2, of the graph convolutional network (loops = 1).
    - ``"random-walk"``: D^-1 B, the mean over neighbours (loops = 1).
    - ``"sum"``: B, unnormalised (loops = 1); the isomorphism network's (1 + eps) I + A is loops = 1 + eps.
    - ``"laplacian"``: I - D^-1/2 B D^-1/2 (loops = 0), with eigenvalues from 0 to 2 where B is symmetric.
    - ``"chebyshev"``: 2 / largest times the Laplacian, minus I (loops = 0): from -1 to 1 if no eigenvalue is above ``largest``.

    Row t holds the weights of the edges into node t, so the degree is that of incoming edges, also of directed
    graphs. A node of degree 0 receives nothing: its D^-1/2 and D^-1 count as 0.

    Args:
        adjacency: weights (d, d), dense, or sparse of torch or scipy. Loops it has stay, and ``loops`` are added.
        rule: as above.
        loops: weight of the loop added at every node; the rule's own if None.
        largest: the largest eigenvalue of the Laplacian, for ``"chebyshev"``; 2 is an upper bound.
        dtype: that of a floating tensor, else torch's default, if None.

    Returns:
        (d, d), sparse COO where the adjacency is sparse.

    Raises:
        ShapeError: an adjacency that is not square.
        PrecisionError: NaN or infinity, or a degree below zero under a normalised rule.
        UnknownNameError: an unknown rule.

    Examples:
        >>> path = torch.tensor([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
        >>> propagation(path, "random-walk")[1]
        tensor([0.3333, 0.3333, 0.3333])
        >>> propagation(path.to_sparse(), "laplacian").is_sparse
        True

    References:
        Kipf and Welling 2017, section 2; Defferrard, Bresson and Vandergheynst 2016; Xu et al. 2019, equation 4.1.
    """
    call = f"propagation(adjacency, {rule!r})"
    if rule not in RULES:
        raise UnknownNameError.nearest(call, "propagation rule", str(rule), RULES)
    dtype = dtype or floating_dtype(adjacency) or torch.get_default_dtype()
    own = 0.0 if rule in ("laplacian", "chebyshev") else 1.0
    B = scaled_sum(own if loops is None else loops, 1.0, as_matrix(adjacency, dtype, call, "adjacency"))
    if rule == "sum":
        return B
    normalised = _normalised(B, rule == "random-walk", call)
    if rule == "laplacian":
        return scaled_sum(1.0, -1.0, normalised)
    if rule == "chebyshev":
        return scaled_sum(2 / largest - 1, -2 / largest, normalised)
    return normalised


def _normalised(B: Float[Tensor, "d d"], rows_only: bool, call: str) -> Float[Tensor, "d d"]:
    """D^-1 B or D^-1/2 B D^-1/2, zero where D is."""
    sparse = B.layout != torch.strided
    degree = torch.sparse.sum(B, 1).to_dense() if sparse else B.sum(1)
    if bool((degree < 0).any()):
        node = int(degree.argmin())
        raise PrecisionError(
            call, "degrees of at least zero", f"{float(degree[node]):g} at node {node}", 'Negative weights take rule="sum".'
        )
    power = torch.where(degree > 0, degree, 1.0) ** (-1.0 if rows_only else -0.5)
    left = torch.where(degree > 0, power, 0.0)
    right = torch.ones_like(left) if rows_only else left
    if not sparse:
        return left[:, None] * B * right
    t, s = B.indices()
    return torch.sparse_coo_tensor(B.indices(), left[t] * B.values() * right[s], B.shape, check_invariants=False).coalesce()
