"""The Lie algebra convolution as a module: generators and weights that learn together."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.generators.parametrization import DenseGenerators, GeneratorParametrization, LowRankGenerators
from lconv.numpy_io import floating_dtype, to_torch
from lconv.torch_arguments import called, dense_tensor, floats_of, random_source, require_bool, require_function
from lietheory.algebra import AlgebraLike, matrices_if_algebra
from lietheory.errors import PrecisionError, ShapeError, shown
from lietheory.memory import require_memory


class LConv(nn.Module):
    """y = sigma(x W_0 + sum_k L_k x W_k + b): the generators L_k mix the points of a space, W_k the channels.

    The layer is not equivariant under the group that its L_k generate, unless they commute with it:
    its error under u is |sum_k (L_k - u^-1 L_k u) x W_k|.

    Initialisation: with rho_k^2 = |L_k|_F^2 / space_out, W_k has independent normal entries of
    variance gain^2 / (terms * in_channels * rho_k^2), where terms counts the W_k, and b = 0. As
    E y_te^2 = sum_k,c Var(W_k) E (L_k x)_tc^2, and (L_k x)_c has mean square rho_k^2 for white features
    x of mean square 1, outputs have mean square gain^2 before sigma, and gain^2 = 1 / E sigma(z)^2 for a
    standard normal z keeps it through a stack (gain^2 = 1 without sigma, 2 for ReLU). Random generators
    have rho_k = 1 in the mean, whatever x is: entries of variance 1 / space; low rank, 1 / rank in U and
    1 / space in V. These are means over initialisations: one stack of 10 layers strays the further the
    fewer its channels, at 32 by up to 2.3 times with GELU, at 8 by 5. Given generators that all keep the
    same features, as shifts keep constants, stray further where sigma gives features a mean (ReLU: 4 times at 32).

    Under torch.compile the layer is one graph, and torch.export takes it for any batch; the backend inductor needs
    a C++ compiler, aot_eager needs none. First and second derivatives, forward mode and vmap are those of Eq 6.

    Args:
        space: points of the space, d.
        in_channels: channels of x.
        out_channels: channels of y.
        n_generators: how many L_k; taken from ``generators`` where they are given.
        rank: L_k = U_k V_k of this rank; None for full matrices.
        generators: (n_L, d_out, d), copied, those of a :class:`~lietheory.LieAlgebra` or of its name on its own space, or a
            :class:`~lconv.nn.generators.parametrization.GeneratorParametrization`, which may be shared between layers and is how
            an algebra acts on a grid (:func:`lconv.grid_algebra`); random if None.
        trainable: whether the generators learn; a parametrization given as such decides for itself.
        bias: whether there is b, one entry per output channel.
        activation: sigma, a pointwise function or module; the identity if None.
        identity: whether there is the term x W_0, which needs square generators; if None, where they are square.
        dtype: of all numbers; that of floating generators, a tensor or a parametrization, else torch's default, if None.
        generator: source of the initial numbers; torch's default generator if None.

    Attributes:
        weight: W, (n_L + 1, in_channels, out_channels), W[0] that of the identity; (n_L, ...) without the identity term.
        bias: b, (out_channels,), or None.
        parametrization: the module that holds the generators.

    Raises:
        ShapeError: sizes below 1, a rank above the space, rank and generators together, generators
            of another space, an identity term with rectangular ones, and, when called, features that do not fit.
        PrecisionError: NaN or infinity in the generators, or complex generators; when called, features
            of another dtype than the layer's, unless autocast casts both to one.

    Examples:
        >>> layer = LConv(9, 1, 4, n_generators=2, rank=3)
        >>> layer(torch.zeros(5, 9, 1)).shape, layer.generators.shape
        (torch.Size([5, 9, 4]), torch.Size([2, 9, 9]))
        >>> turn = LConv(2, 1, 1, generators=[[[0, -1], [1, 0]]], trainable=False)
        >>> turn.generators
        tensor([[[ 0., -1.],
                 [ 1.,  0.]]])

    References:
        L-conv paper, Eq 6 and section 3, "Learning the L_i".
    """

    weight: nn.Parameter
    bias: nn.Parameter | None
    parametrization: GeneratorParametrization

    def __init__(
        self,
        space: int,
        in_channels: int,
        out_channels: int,
        n_generators: int = 8,
        rank: int | None = None,
        generators: AlgebraLike | Tensor | GeneratorParametrization | None = None,
        trainable: bool = True,
        bias: bool = True,
        activation: Callable[[Tensor], Tensor] | None = None,
        *,
        identity: bool | None = None,
        dtype: torch.dtype | None = None,
        generator: torch.Generator | None = None,
    ):
        super().__init__()
        self.space, self.in_channels, self.out_channels = space, in_channels, out_channels
        call = f"LConv({shown(space)}, {shown(in_channels)}, {shown(out_channels)}, ...)"
        _require_sizes(call, space, in_channels, out_channels, n_generators, rank, generators is not None)
        for name, value in (("identity", identity), ("bias", bias), ("trainable", trainable)):
            require_bool(value, call, name)
        require_function(activation, call, "activation")
        generator = None if generator is None else random_source(generator, call)
        dtype = floats_of(dtype, call) or _dtype_of(generators) or torch.get_default_dtype()
        if generators is not None:
            self.parametrization = _given(call, generators, space, trainable, dtype)
        elif rank is not None:
            self.parametrization = LowRankGenerators.random(n_generators, space, rank, trainable, dtype, generator)
        else:
            self.parametrization = DenseGenerators.random(n_generators, space, trainable, dtype, generator)
        n, space_out, _ = self.parametrization.shape
        if identity and space_out != space:
            raise ShapeError(
                call,
                "square generators, for the identity term x W_0",
                f"generators from {space} points to {space_out}",
                "Leave out identity=True.",
            )
        terms = n + (space_out == space if identity is None else identity)
        self.weight = nn.Parameter(torch.randn(terms, in_channels, out_channels, dtype=dtype, generator=generator))
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_channels, dtype=dtype)) if bias else None)
        self.activation = activation
        self._scale_weight()

    @classmethod
    def from_numbers(
        cls,
        generators: Tensor | GeneratorParametrization,
        weight: Float[Tensor, "terms c e"],
        bias: Float[Tensor, " e"] | None = None,
        trainable: bool = True,
    ) -> LConv:
        """The layer that has these numbers, copied, in the dtype and on the device of the weights.

        Args:
            generators: matrices (n_L, d_out, d), copied, or a parametrization, held as it is.
            weight: W, (n_L + 1, in, out), or (n_L, in, out) without the identity term.
            bias: (out,), or None.
            trainable: whether generators that are given as matrices learn.
        """
        n, _, space = generators.shape
        layer = cls(
            space,
            *weight.shape[1:],
            generators=generators,
            trainable=trainable,
            bias=bias is not None,
            identity=len(weight) > n,
            dtype=weight.dtype,
        ).to(weight.device)
        with torch.no_grad():
            layer.weight.copy_(weight)
            if layer.bias is not None and bias is not None:
                layer.bias.copy_(bias)
        return layer

    @property
    def identity(self) -> bool:
        """Whether there is the term x W_0."""
        return len(self.weight) > self.parametrization.shape[0]

    @property
    def generators(self) -> Float[Tensor, "k t s"]:
        """The L_k, differentiable where they learn."""
        return self.parametrization().to(self.weight)

    def forward(self, x: Tensor) -> Float[Tensor, "b t e"]:
        """sigma(x W_0 + sum_k L_k x W_k + b), (batch, space_out, out_channels), for x (batch, space, in_channels)."""
        dense_tensor(x, "LConv(space, in_channels, out_channels)(x)", "x")
        if x.ndim != 3 or tuple(x.shape[1:]) != (self.space, self.in_channels):
            raise self._shape_error(x)
        if x.dtype != self.weight.dtype and not _autocast_casts(x, self.weight):
            raise self._dtype_error(x)
        y = self.parametrization.convolve(x, self.weight, self.bias, self.identity)
        return y if self.activation is None else self.activation(y)

    def extra_repr(self) -> str:
        """The sizes, whether there is a bias and, for square generators, x W_0, and an activation that is no module."""
        sizes = f"{self.space}, {self.in_channels}, {self.out_channels}, n_generators={self.parametrization.shape[0]}"
        named = isinstance(self.activation, nn.Module) or self.activation is None  # a module has a line of its own
        activation = "" if named else f", activation={getattr(self.activation, '__name__', repr(self.activation))}"
        _, t, s = self.parametrization.shape
        identity = ", identity=False" if t == s and not self.identity else ""
        return sizes + ("" if self.bias is not None else ", bias=False") + identity + activation

    @torch.no_grad()
    def _scale_weight(self) -> None:
        """Scale standard normal weights so that the mean square of white features is kept."""
        square = self.parametrization.mean_square().to(self.weight)
        square = torch.where(square > 0, square, torch.ones_like(square))  # L_k = 0 carries nothing, whatever W_k is
        if self.identity:
            square = torch.cat([square.new_ones(1), square])
        fan = len(self.weight) * self.in_channels
        self.weight.mul_((_squared_gain(self.activation) / (fan * square)).sqrt()[:, None, None])

    def _shape_error(self, x: Tensor) -> ShapeError:
        shape, space, channels = tuple(x.shape), self.space, self.in_channels
        cure = "Features are (batch, space, channel)."
        if len(shape) == 4:
            cure = "These look like images (batch, channel, height, width): pass lconv.images.images_to_features(x)."
        elif shape[1:] == (channels, space):
            cure = "Space and channel are exchanged: pass x.transpose(1, 2)."
        elif shape == (space, channels):
            cure = "The batch axis is missing: pass x[None]."
        elif len(shape) == 2 and (shape[1], channels) == (space, 1):
            cure = "The channel axis is missing: pass x[..., None]."
        return ShapeError(
            f"LConv({space}, {channels}, {self.out_channels})(x)",
            f"x of shape (batch, {space}, {channels})",
            f"shape {shape}",
            cure,
        )

    def _dtype_error(self, x: Tensor) -> PrecisionError:
        mine, theirs = (str(dtype).removeprefix("torch.") for dtype in (self.weight.dtype, x.dtype))
        cure = f"Pass x.to(layer.weight.dtype), or convert the layer: layer.to(torch.{theirs})."
        if not x.is_floating_point():
            cure = "Features are floating numbers: pass x.to(layer.weight.dtype)."
        call = f"LConv({self.space}, {self.in_channels}, {self.out_channels})(x)"
        return PrecisionError(call, f"x in the dtype of the layer's numbers, {mine}", f"dtype {theirs}", cure)


def _autocast_casts(x: Tensor, weight: Tensor) -> bool:
    """Whether autocast casts both to one dtype: it casts single precision and below, never double."""
    dtypes = {x.dtype, weight.dtype}
    lower = {torch.float32, torch.float16, torch.bfloat16}
    return torch.is_autocast_enabled(x.device.type) and dtypes <= lower


def _squared_gain(activation: Callable[[Tensor], Tensor] | None) -> float:
    """1 / E sigma(z)^2 for a standard normal z, from 4096 equally likely values of z."""
    if activation is None:
        return 1.0
    z = torch.special.ndtri((torch.arange(4096.0) + 0.5) / 4096)
    square = float(called("activation(x)", activation, z[None, :, None]).square().mean())
    return 1.0 / square if square > 0 else 1.0


def _dtype_of(generators: object) -> torch.dtype | None:
    """The floating dtype of generators that are a tensor or a parametrization; None for others."""
    tensors = generators.state_dict().values() if isinstance(generators, GeneratorParametrization) else [generators]
    return next((dtype for t in tensors if (dtype := floating_dtype(t)) is not None), None)


def _given(
    call: str, generators: AlgebraLike | Tensor | GeneratorParametrization, space: int, trainable: bool, dtype: torch.dtype
) -> GeneratorParametrization:
    """The parametrization of generators the caller gives; an error unless they act on ``space`` points."""
    if isinstance(generators, GeneratorParametrization):
        parametrization = generators
    else:
        L = to_torch(matrices_if_algebra(generators, call, "generators"), dtype, call, "generators")
        if L.ndim != 3 or not L.numel():
            expected, got = f"generators (n_L, d_out, {space})", f"shape {tuple(L.shape)}"
            raise ShapeError(call, expected, got, "One generator L is given as L[None].")
        parametrization = DenseGenerators(L, trainable)
    shape = parametrization.shape
    if shape[2] != space:
        raise ShapeError(
            call,
            f"generators of a space of {space} points",
            f"shape {shape}, of a space of {shape[2]} points",
            f"Give generators (n_L, d_out, {space}), or space={shape[2]}.",
        )
    brought = _dtype_of(parametrization)
    if brought not in (None, dtype):
        raise PrecisionError(
            call,
            f"generators in the dtype of the layer, {dtype}",
            f"{brought}",
            f"Pass generators.to({dtype}), or leave out dtype.",
        )
    for name, tensor in parametrization.state_dict().items():
        if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
            raise PrecisionError(
                call, f"finite numbers in the generators' {name}", "NaN or infinity", "Repair them before the call."
            )
    return parametrization


def _require_sizes(
    call: str, space: int, in_channels: int, out_channels: int, n_generators: int, rank: int | None, given: bool
) -> None:
    sizes = {"space": space, "in_channels": in_channels, "out_channels": out_channels, "n_generators": n_generators}
    for name, size in sizes.items():
        if isinstance(size, bool) or not isinstance(size, Integral) or size < 1:
            raise ShapeError(call, f"{name} as an integer of at least 1", shown(size), f"Give a positive {name}.")
    needed = float(min(8 * n_generators * in_channels * out_channels, 10**300))  # an integer within floats
    require_memory(call, f"weights of {shown(in_channels)} x {shown(out_channels)} channels", needed, "Give fewer channels.")
    if rank is None:
        return
    if given:
        cure = "Leave out rank; factors are given as generators=LowRankGenerators(U, V)."
        raise ShapeError(call, "rank or generators, not both", f"rank={shown(rank)} and generators", cure)
    if isinstance(rank, bool) or not isinstance(rank, Integral) or not 1 <= rank <= space:
        raise ShapeError(call, f"a rank from 1 to space = {space}", f"rank={shown(rank)}", "For full matrices give rank=None.")
