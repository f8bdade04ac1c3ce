"""Group convolution by quadrature with Haar measure, of functions on a group: equivariant as far as the quadrature is exact."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.group.kernels import ElementKernel, Kernel, hold_nodes, kernel_values, require_features
from lconv.torch_arguments import floats_of, require_bool, require_function
from lietheory.errors import shown
from lietheory.representation.group_convolution import Neighbourhood


class GroupConv(nn.Module):
    """(f * g)(v) = integral of f(s) g(s^-1 v) over s: a function on a group, known at the nodes, to another.

    With u = s^-1 v this is the integral of f(v u^-1) g(u), where left Haar measure of s is right Haar measure of u;
    on compact groups the two are one. Moving f by w, (w f)(s) = f(w^-1 s), moves f * g likewise because left Haar
    measure is invariant: on SO(2) exactly for w among the nodes, on SO(3) for functions f and kernels of matrix
    coefficients up to the band of the quadrature, elsewhere up to the error of the quadrature, for f that vanish near the
    border of the nodes. With the Lebesgue measure of the coordinates instead it fails on every group whose ad has a trace.

    Args:
        nodes: elements s of a matrix group with left Haar weights, from ``so2_quadrature``, ``so3_quadrature`` or
            ``box_quadrature`` of :mod:`lietheory.representation`.
        in_channels: channels of f.
        out_channels: channels of f * g.
        kernel: g, elements (N, n, n) -> (N, in, out), a function or a module that learns; an
            :class:`~lconv.nn.group.ElementKernel` if None; a :class:`~lconv.nn.group.PolynomialKernel` keeps within a band.
        bias: whether there is a bias, one entry per output channel, which is equivariant on a group.
        dtype: of all numbers; torch's default if None.

    Raises:
        ShapeError: nodes or a kernel of other shapes; when called, features that do not fit.
        PrecisionError: features of another dtype, unless autocast casts both to one.

    Examples:
        >>> from lietheory.representation import so3_quadrature
        >>> layer = GroupConv(so3_quadrature(1), 2, 4)
        >>> layer(torch.zeros(5, 18, 2)).shape
        torch.Size([5, 18, 4])

    References:
        L-conv paper, Eq 3, corrected to a function of v: Kondor and Trivedi 2018.
    """

    elements: Float[Tensor, "N n n"]
    weights: Float[Tensor, " N"]
    bias: nn.Parameter | None

    def __init__(
        self,
        nodes: Neighbourhood,
        in_channels: int,
        out_channels: int,
        kernel: Kernel | None = None,
        bias: bool = True,
        *,
        dtype: torch.dtype | None = None,
    ):
        super().__init__()
        self.channels = (in_channels, out_channels)
        dtype = floats_of(dtype, self._call) or torch.get_default_dtype()
        require_bool(bias, self._call, "bias")
        require_function(kernel, self._call, "kernel")
        hold_nodes(self, self._call, nodes, self.channels, dtype)
        self.kernel = (
            kernel if kernel is not None else ElementKernel(self.elements.shape[1], in_channels, out_channels, dtype=dtype)
        )
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_channels, dtype=dtype)) if bias else None)

    @property
    def _call(self) -> str:
        return f"GroupConv(nodes, {shown(self.channels[0])}, {shown(self.channels[1])})"

    def forward(self, f: Tensor, at: Float[Tensor, "M n n"] | None = None) -> Float[Tensor, "b M e"]:
        """f * g at elements v (M, n, n), by default the nodes: (batch, M, out) for f at the nodes, (batch, N, in)."""
        (n, c), e = (len(self.weights), self.channels[0]), self.channels[1]
        require_features(f"{self._call}(f)", f, n, c, self.weights.dtype)
        v = self.elements if at is None else at
        between = (torch.linalg.inv(self.elements)[:, None] @ v).flatten(0, 1)  # s^-1 v, node s first
        g = kernel_values(self.kernel, between, self.channels, self._call).view(n, len(v), c, e)
        mass = (f * self.weights[:, None]).reshape(f.shape[0], n * c)
        y = (mass @ g.transpose(1, 2).reshape(n * c, len(v) * e)).view(f.shape[0], len(v), e)
        return y if self.bias is None else y + self.bias

    def extra_repr(self) -> str:
        """The nodes and the channels."""
        return f"nodes={len(self.weights)}, {self.channels[0]}, {self.channels[1]}" + (
            "" if self.bias is not None else ", bias=False"
        )
