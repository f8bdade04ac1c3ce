"""Layers that move each channel by its own group element exp(t_k . L): explicit L-convs, Cayley steps and exponentials."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.generators.parametrization import GeneratorParametrization
from lconv.nn.layer import LConv
from lietheory.errors import ShapeError, UnknownNameError, shown

DEEPEST = 10_000
"""Layers of a stack, each of which costs a product."""
METHODS = ("euler", "taylor", "cayley", "exponential")


class ChannelwiseLayer(nn.Module, ABC):
    """y_c = function of M_c = sum_k w_kc L_k (and w_0c I), applied to x_c: channels do not mix.

    Args:
        generators: the L_k, square; shared, not copied.
        weight: (n_L, channels), or with the weight of the identity first (n_L + 1, channels); copied.
    """

    identity: ClassVar[int]
    """1 where the first weight is that of the identity, else 0."""

    def __init__(self, generators: GeneratorParametrization, weight: Tensor):
        super().__init__()
        n, out, space = generators.shape
        if out != space or weight.ndim != 2 or len(weight) != n + self.identity:
            raise ShapeError(
                f"{type(self).__name__}(generators, weight)",
                f"square generators and weight ({n + self.identity}, channels)",
                f"generators {generators.shape} and weight {tuple(weight.shape)}",
                "A weight has a row for each generator, and a column for each channel.",
            )
        self.parametrization = generators
        self.weight = nn.Parameter(weight.detach().clone())

    @abstractmethod
    def applied(self, M: Float[Tensor, "c s s"], x: Float[Tensor, "c s b"]) -> Float[Tensor, "c s b"]:
        """The layer for matrices M and columns x."""

    def matrices(self) -> Float[Tensor, "c s s"]:
        """The M_c."""
        L = self.parametrization().to(self.weight)
        M = torch.einsum("kc,kts->cts", self.weight[self.identity :], L)
        if self.identity:
            M = M + self.weight[0, :, None, None] * torch.eye(M.shape[1], dtype=M.dtype, device=M.device)
        return M

    def forward(self, x: Float[Tensor, "b s c"]) -> Float[Tensor, "b s c"]:
        """(batch, space, channels) to the same; autocast does not reach inside, where its dtypes have no solver."""
        with torch.autocast(x.device.type, enabled=False):
            return self.applied(self.matrices(), x.to(self.weight.dtype).permute(2, 1, 0)).permute(2, 1, 0)


class SolveLayer(ChannelwiseLayer):
    """The inverse of the L-conv with W_k = diag(w_k): y with y w_0 + sum_k L_k y w_k = x.

    It makes one space x space matrix a channel, and solves with it.

    Examples:
        >>> from lconv.nn.generators.parametrization import DenseGenerators
        >>> turn = DenseGenerators(torch.tensor([[[0.0, -1.0], [1.0, 0.0]]]), trainable=False)
        >>> y = SolveLayer(turn, torch.tensor([[0.0], [1.0]]))(torch.tensor([[[1.0], [0.0]]]))
        >>> (y.flatten().round(decimals=5) + 0).tolist()
        [0.0, -1.0]
    """

    identity = 1

    def applied(self, M: Float[Tensor, "c s s"], x: Float[Tensor, "c s b"]) -> Float[Tensor, "c s b"]:
        """M^-1 x."""
        return torch.linalg.solve(M, x)


class ExponentialLayer(ChannelwiseLayer):
    """y_c = exp(sum_k w_kc L_k) x_c, by one matrix exponential a channel."""

    identity = 0

    def applied(self, M: Float[Tensor, "c s s"], x: Float[Tensor, "c s b"]) -> Float[Tensor, "c s b"]:
        """e^M x."""
        return _exponential_of(M) @ x

    def fixed(self) -> FixedLayer:
        """The layer as it is now, with its exponentials taken once."""
        return FixedLayer(_exponential_of(self.matrices()))


class FixedLayer(nn.Module):
    """y_c = M_c x_c for fixed matrices, one a channel.

    Args:
        M: (channels, space_out, space); copied, and not part of the state_dict.
    """

    M: Float[Tensor, "c t s"]

    def __init__(self, M: Float[Tensor, "c t s"]):
        super().__init__()
        self.register_buffer("M", M.detach().clone(), persistent=False)

    def forward(self, x: Float[Tensor, "b s c"]) -> Float[Tensor, "b t c"]:
        """(batch, space, channels) to (batch, space_out, channels)."""
        return (self.M @ x.permute(2, 1, 0)).permute(2, 1, 0)


def node_stack(generators: GeneratorParametrization, t: Tensor, depth: int, method: str = "euler") -> nn.Sequential:
    """Layers that take channel k to exp(X_k) h_k, X_k = t_k . L, in ``depth`` equal steps; exactly or nearly so.

    Per step, with X = X_k / depth and skew X_k of angle theta for the error of all steps (leading term):

    - ``"euler"``: I + X, an L-conv with W_0 = I and W_i = diag(t_i) / depth; |X_k^2 e^X_k| / (2 depth), theta^2 / (2 depth).
    - ``"taylor"``: I + X + X^2 / 2, two L-convs through twice the channels; theta^3 / (6 depth^2).
    - ``"cayley"``: (I - X / 2)^-1 (I + X / 2), an L-conv and a :class:`SolveLayer`; theta^3 / (12 depth^2), and forms stay.
    - ``"exponential"``: exp X, an :class:`ExponentialLayer`; none.

    The first two only apply the generators, so they suit grids; the others make one space x space matrix a node. In Proposition
    2, h -> u^-1 h needs t = -(coordinates of u). Each layer stands ``depth`` times in the stack, as one module; it learns.

    Args:
        generators: the L_k, square.
        t: coordinates (nodes, n_L).
        depth: steps, at least one.
        method: as above.

    Returns:
        A stack from (batch, space, nodes) to the same, in the dtype of t.

    Raises:
        ShapeError: a depth below one, or coordinates that are not (nodes, n_L).
        UnknownNameError: an unknown method.

    Examples:
        >>> from lconv.nn.generators.parametrization import DenseGenerators
        >>> turn = DenseGenerators(torch.tensor([[[0.0, -1.0], [1.0, 0.0]]]), trainable=False)
        >>> stack = node_stack(turn, torch.tensor([[torch.pi / 2]]), 64, "cayley")
        >>> (stack(torch.tensor([[[1.0], [0.0]]])).flatten() - torch.tensor([0.0, 1.0])).abs().max() < 1e-3
        tensor(True)

    References:
        L-conv paper, Proposition 2, with the inverse it lacks; claims prop2, lemma-cayley-depth and lemma-second-order-depth.
    """
    call = f"node_stack(generators, t, {shown(depth)}, {shown(method)})"
    if not isinstance(depth, int) or depth > DEEPEST:
        raise ShapeError(call, f"depth >= 1, a whole number of at most {DEEPEST}", shown(depth), "Take fewer layers.")
    if not isinstance(method, str) or method not in METHODS:
        raise UnknownNameError.nearest(call, "method", method, METHODS)
    n, out, space = generators.shape
    if depth < 1 or t.ndim != 2 or t.shape[1] != n or out != space:
        raise ShapeError(
            call,
            f"depth >= 1, square generators and t (nodes, {n})",
            f"depth {shown(depth)}, generators {generators.shape} and t {tuple(t.shape)}",
            "A node has one coordinate for each generator.",
        )
    step = {"euler": _euler, "taylor": _taylor, "cayley": _cayley, "exponential": _exponential}[method]
    return nn.Sequential(*step(generators, t.T / depth) * depth)


def _euler(generators: GeneratorParametrization, t: Float[Tensor, "k c"]) -> list[nn.Module]:
    one = torch.eye(t.shape[1], dtype=t.dtype, device=t.device)
    return [LConv.from_numbers(generators, torch.cat([one[None], torch.diag_embed(t)]))]


def _taylor(generators: GeneratorParametrization, t: Float[Tensor, "k c"]) -> list[nn.Module]:
    """h -> (h, h + X h / 2) -> h + X (h + X h / 2)."""
    one, X = torch.eye(t.shape[1], dtype=t.dtype, device=t.device)[None], torch.diag_embed(t)
    first = torch.cat([torch.cat([one, one], 2), torch.cat([0 * X, X / 2], 2)])
    second = torch.cat([torch.cat([one, 0 * one], 1), torch.cat([0 * X, X], 1)])
    return [LConv.from_numbers(generators, first), LConv.from_numbers(generators, second)]


def _cayley(generators: GeneratorParametrization, t: Float[Tensor, "k c"]) -> list[nn.Module]:
    return [*_euler(generators, t / 2), SolveLayer(generators, torch.cat([torch.ones_like(t[:1]), -t / 2]))]


def _exponential(generators: GeneratorParametrization, t: Float[Tensor, "k c"]) -> list[nn.Module]:
    return [ExponentialLayer(generators, t)]


def _exponential_of(M: Float[Tensor, "c s s"]) -> Float[Tensor, "c s s"]:
    """e^M; torch 2.13 rounds a lone matrix to 2e-10 (|M| = .05, float64) and two to 1e-15."""
    return torch.linalg.matrix_exp(M if len(M) > 1 else M.expand(2, -1, -1))[: len(M)]
