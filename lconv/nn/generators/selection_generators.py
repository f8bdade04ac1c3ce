"""Generators whose rows are unit rows or zero: the shifts of a convolution, kept as indices."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor, nn

from lconv.nn.contraction import require_fit, selection_lie_convolution
from lconv.nn.generators.parametrization import GeneratorParametrization
from lconv.nn.selections import transposed_selection
from lconv.nn.shifts import Shifts
from lietheory.errors import ShapeError


class SelectionGenerators(GeneratorParametrization):
    """L_k whose every row is a unit row or zero: shifts and selections of points, kept as indices, never as matrices.

    Args:
        source: integers (n_L, space_out): row t of L_k is e_source[k, t]; ``space`` stands for a zero row.
        space: points of the input space.
        shifts: the convolution whose taps are the identity, if it is among its terms, and these; torch's convolution sums them.

    Examples:
        >>> SelectionGenerators(torch.tensor([[1, 2]]), 2)()
        tensor([[[0., 1.],
                 [0., 0.]]])
    """

    source: Tensor
    back: Tensor | None

    def __init__(self, source: Tensor, space: int, shifts: Shifts | None = None):
        super().__init__()
        if source.ndim != 2 or source.is_floating_point() or bool(((source < 0) | (source > space)).any()):
            raise ShapeError(
                f"SelectionGenerators(source, {space})",
                f"integers (n_L, space_out) from 0 to {space}",
                f"shape {tuple(source.shape)}, dtype {source.dtype}",
                f"Points are 0 to {space - 1}; {space} is a zero row.",
            )
        self.space, self.shifts = space, shifts
        self.register_buffer("source", source.clone())
        self.register_buffer("back", None, persistent=False)
        self._follow_source()
        self.register_load_state_dict_post_hook(SelectionGenerators._follow_source)

    @property
    def shape(self) -> tuple[int, int, int]:
        n, t = self.source.shape
        return n, t, self.space

    def forward(self) -> Float[Tensor, "k t s"]:
        return nn.functional.one_hot(self.source, self.space + 1)[..., : self.space].to(torch.get_default_dtype())

    def convolve(self, x: Tensor, W: Tensor, bias: Tensor | None, identity: bool | None = None) -> Float[Tensor, "b t e"]:
        if not self._is_followed():  # changed in place, or others in its place: what was looked up is of other points
            return selection_lie_convolution(x, self.source, W, bias, None, identity)
        if self.shifts is None or not self.shifts.pays(x.dtype, W):
            return selection_lie_convolution(x, self.source, W, bias, self.back, identity)
        require_fit("selection_lie_convolution(x, source, W)", x, self.shape, W, bias, identity)
        return self.shifts.sum(x, W, bias)

    def act(self, x: Float[Tensor, "b s c"], which: slice = slice(None)) -> Float[Tensor, "k b t c"]:
        source = self.source[which]
        rows = nn.functional.pad(x, (0, 0, 0, 1)).index_select(1, source.flatten())
        return rows.unflatten(1, source.shape).transpose(0, 1)

    def mean_square(self) -> Float[Tensor, " k"]:
        return (self.source < self.space).to(torch.get_default_dtype()).mean(1)

    def _follow_source(self, _incompatible: object = None) -> None:
        """Look up the way back for gradients, and whether these still are the shifts; again after other numbers were loaded."""
        self._followed = self.source, None if self.source.is_inference() else self.source._version
        if self.source.is_meta:
            return
        self.back = transposed_selection(self.source, self.space)
        if self.shifts is not None:
            taps = self.shifts.table("SelectionGenerators(...)").to(self.source.device)
            if not torch.equal(taps[len(taps) - len(self.source) :], self.source):
                self.shifts = None

    def _is_followed(self) -> bool:
        """Whether source is as it was when the way back was looked up; a graph reads the points that are there when it runs."""
        if torch.compiler.is_compiling() or self.source is not self._followed[0] or self.source.is_inference():
            return False
        return self.source._version == self._followed[1]

    def _apply(self, fn, recurse: bool = True) -> SelectionGenerators:
        super()._apply(fn, recurse)
        self._follow_source()  # a move to another device makes other tensors
        return self

    def __setstate__(self, state: dict) -> None:
        super().__setstate__(state)
        self._follow_source()
