"""Group convolution on a representation space by quadrature, exact at the nodes or through layers of L-conv."""

from __future__ import annotations

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.generators.parametrization import DenseGenerators, GeneratorParametrization
from lconv.nn.group.channel_exponentials import ExponentialLayer, node_stack
from lconv.nn.group.kernels import Kernel, hold_nodes, kernel_values, require_features
from lconv.numpy_io import to_torch
from lconv.torch_arguments import floats_of, random_source, require_bool, require_function
from lietheory.algebra import AlgebraLike, matrices_if_algebra
from lietheory.errors import ShapeError, shown
from lietheory.representation.group_convolution import Neighbourhood


class RepresentationConv(nn.Module):
    """y = integral of f(T(u)^-1 x) g(u) over u, by quadrature: features x on a space where u acts by T(u) = exp(eps . L).

    As printed, Eq 3 has no group argument, and y is equivariant for linear f if and only if the integral of g(u) T(u)^-1
    commutes with the group, e.g. for class functions g; :class:`~lconv.nn.group.GroupConv` is the equivariant form.

    The nodes are reached exactly, or by ``depth`` L-conv layers each, in which the node is a channel:
    :func:`lconv.nn.group.channel_exponentials.node_stack`. That error adds to the error of the quadrature, and for Euler layers
    is at most |g|_1 Lip(f) |x| max |X_k^2| e^|X_k| / (2 depth), X_k = eps_k . L. The nodes are fixed; g learns, and L if it does.

    Args:
        nodes: quadrature on the group, with Haar weights; its coordinates belong to the generators.
        generators: L on the space, (n_L, d, d): an algebra, its name, matrices, or a parametrization, as
            :func:`~lconv.nn.generators.grid_algebra` gives for images.
        in_channels: channels of f(x).
        out_channels: channels of y.
        kernel: g, elements (N, n, n) -> (N, in, out), a function or a module; values at the nodes that learn if None.
        f: of features (batch, space, channel); the identity if None.
        depth: layers for each node; None for exp itself.
        method: ``"euler"``, ``"taylor"``, ``"cayley"`` or ``"exponential"``.
        bias: whether there is a bias, one entry per output channel.
        dtype: of all numbers; torch's default if None.
        generator: source of the initial values of g.

    Raises:
        ShapeError: nodes, generators or a kernel that do not fit together; when called, features that do not fit.
        PrecisionError: features of another dtype, unless autocast casts both to one.
        UnknownNameError: an unknown method.

    Examples:
        >>> import lietheory as lt
        >>> from lietheory.representation import so2_quadrature
        >>> mean = RepresentationConv(so2_quadrature(5), lt.so(2), 1, 1, lambda u: torch.ones(len(u), 1, 1), bias=False)
        >>> bool(mean(torch.tensor([[[1.0], [2.0]]])).abs().max() < 1e-6)
        True

    References:
        L-conv paper, Eq 3 and Proposition 2; claims eq3, prop2 and multilayer-rate.
    """

    coordinates: Float[Tensor, "N n_L"]
    elements: Float[Tensor, "N n n"]
    weights: Float[Tensor, " N"]
    values: nn.Parameter | None
    bias: nn.Parameter | None

    def __init__(
        self,
        nodes: Neighbourhood,
        generators: AlgebraLike | Tensor | GeneratorParametrization,
        in_channels: int,
        out_channels: int,
        kernel: Kernel | None = None,
        f: Callable[[Tensor], Tensor] | None = None,
        depth: int | None = None,
        method: str = "euler",
        bias: bool = True,
        *,
        dtype: torch.dtype | None = None,
        generator: torch.Generator | None = None,
    ):
        super().__init__()
        self.channels, self.f, self.kernel = (in_channels, out_channels), f, kernel
        dtype = floats_of(dtype, self._call) or torch.get_default_dtype()
        require_bool(bias, self._call, "bias")
        require_function(kernel, self._call, "kernel")
        require_function(f, self._call, "f")
        generator = None if generator is None else random_source(generator, self._call)
        hold_nodes(self, self._call, nodes, self.channels, dtype)
        L = _parametrization(generators, dtype, self._call)
        if L.shape[0] != self.coordinates.shape[1]:
            raise ShapeError(
                self._call,
                f"{self.coordinates.shape[1]} generators, one for each coordinate of the nodes",
                f"{L.shape[0]}",
                "Give the nodes of the group that the generators belong to.",
            )
        self.space = L.shape[2]
        self.stack = _moves(L, -self.coordinates, depth, method)
        values = None
        if kernel is None:  # orthogonal T(u), independent values: the mean square of y is that of f
            values = torch.randn(len(self.weights), *self.channels, dtype=dtype, generator=generator)
            values = nn.Parameter(values / (in_channels * self.weights.square().sum()).sqrt())
        self.register_parameter("values", values)
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_channels, dtype=dtype)) if bias else None)

    @property
    def _call(self) -> str:
        return f"RepresentationConv(nodes, generators, {shown(self.channels[0])}, {shown(self.channels[1])})"

    def moved(self, x: Float[Tensor, "b s c"]) -> Float[Tensor, "N b s c"]:
        """T(u_k)^-1 x for every node."""
        (b, s, c), n = x.shape, len(self.weights)
        columns = x.transpose(1, 2).reshape(b * c, s, 1).expand(-1, -1, n)
        return self.stack(columns).view(b, c, s, n).permute(3, 0, 2, 1)

    def forward(self, x: Tensor) -> Float[Tensor, "b t e"]:
        """y, (batch, points of f, out), for x (batch, space, channel)."""
        require_features(f"{self._call}(x)", x, self.space, None, self.weights.dtype)
        nodes = self.moved(x)
        if self.f is not None:
            nodes = self.f(nodes.flatten(0, 1)).unflatten(0, nodes.shape[:2])
        g = kernel_values(self.kernel, self.elements, self.channels, self._call) if self.kernel is not None else self.values
        if nodes.shape[-1] != self.channels[0]:
            raise ShapeError(
                f"{self._call}(x)",
                f"f(x) with {self.channels[0]} channels",
                f"{nodes.shape[-1]}",
                "in_channels counts the channels of f(x).",
            )
        y = torch.einsum("n,nbsc,nce->bse", self.weights, nodes, g)
        return y if self.bias is None else y + self.bias

    def extra_repr(self) -> str:
        """The space, the nodes and the channels."""
        return f"{self.space}, nodes={len(self.weights)}, {self.channels[0]}, {self.channels[1]}"


def _moves(L: GeneratorParametrization, t: Float[Tensor, "N n_L"], depth: int | None, method: str) -> nn.Sequential:
    """The stack that moves node k by exp(t_k . L); its nodes stay where the quadrature has them."""
    stack = node_stack(L, t, 1, "exponential") if depth is None else node_stack(L, t, depth, method)
    first = stack[0]
    if isinstance(first, ExponentialLayer) and not any(p.requires_grad for p in L.parameters()):
        return nn.Sequential(first.fixed())
    for layer in stack:
        layer.get_parameter("weight").requires_grad_(False)
    return stack


def _parametrization(
    generators: AlgebraLike | Tensor | GeneratorParametrization, dtype: torch.dtype, call: str
) -> GeneratorParametrization:
    if isinstance(generators, GeneratorParametrization):
        return generators
    L = to_torch(matrices_if_algebra(generators, call, "generators"), dtype, call, "generators")
    if L.ndim != 3 or L.shape[1] != L.shape[2]:
        raise ShapeError(call, "generators (n_L, d, d)", f"shape {tuple(L.shape)}", "One generator L is given as L[None].")
    return DenseGenerators(L, trainable=False)
