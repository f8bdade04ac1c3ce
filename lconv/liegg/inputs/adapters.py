"""Models of structures, dictionaries, tuples and objects as maps of one tensor: which part of a sample moves, and what stays.

A sample's moving part becomes one row of a tensor x, with the sample's number beside it; the model puts the moved part
back into that sample. Structures may have different sizes: shorter ones are filled up with vectors of length zero. A model of
one structure at a time is called once for each, and of whatever evaluates n points n structures are evaluated, no more.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import torch
from torch import Tensor

from lconv.liegg.actions import Action, AffineAction, LinearAction, PointCloudAction
from lconv.liegg.actions.carried_actions import LABEL, CarriedAction, StructureAction
from lconv.liegg.inputs.data_loaders import is_numbers, native
from lconv.liegg.inputs.intermediate_outputs import Field, selected
from lconv.liegg.inputs.numpy_functions import differentiable
from lconv.torch_arguments import random_source
from lietheory.errors import RankError, ShapeError, UnknownNameError, shown

CALL = "lconv.adapt(model, data, action, moves=...)"
VECTORS = "vectors"
Key = str | int


class Adapted(NamedTuple):
    """What the functions of this library take: ``lconv.discover(*adapted)``.

    Args:
        model: a map of x.
        x: the moving parts of all samples.
        action: the action on them.
    """

    model: torch.nn.Module
    x: Tensor
    action: Action


@runtime_checkable
class _Atoms(Protocol):
    """Atoms as ASE has them: a copy by hand, since a shallow one shares its arrays, and the calculator stays behind."""

    calc: object

    def copy(self) -> _Atoms: ...
    def set_positions(self, newpositions: np.ndarray) -> None: ...


@runtime_checkable
class _Joined(Protocol):
    """A batch of graphs as PyTorch Geometric has it."""

    def to_data_list(self) -> list: ...


def adapt(
    model: Callable,
    data: Iterable | Mapping,
    action: Action,
    *,
    moves: Key | Sequence[Key] | None = None,
    vectors: Key | Sequence[Key] = (),
    outputs: str | None = None,
    field: Field | None = None,
    collate: Callable[[list], object] | None = None,
    gradient: Callable | None = None,
    keywords: bool = False,
    generator: torch.Generator | None = None,
) -> Adapted:
    """A model of samples that are more than one tensor, as a map of what an action moves.

    What a sample holds that was computed from the moving part, such as lengths of edges, stays as it was: the model must
    compute it. A list of neighbours may stay as long as none of them comes or goes.

    Args:
        model: what takes a sample, or a batch that ``collate`` makes. A sample is a tensor, a dictionary, a tuple or an object
            whose attributes can be set, such as a graph or atoms; where its moving part is a numpy array, the model is one of
            arrays, differentiated as :func:`lconv.differentiable` does.
        data: a list of samples, or a loader of them or of joined graphs; under an action on points, of any sizes. Or all
            samples at once, as a dictionary or a tuple of tensors with the batch first, which the model takes as one dictionary
            (or by keyword) or as several arguments.
        action: for a list, a LinearAction, AffineAction or PointCloudAction without copies; else any that takes the part.
        moves: the keys of the parts (n, d) that move; not needed where a sample is one tensor.
        vectors: those of them that are vectors, which a translation leaves alone: velocities, the axes of a cell.
        outputs: ``"vectors"`` where the output (n, d) is one vector for each row of the first moving part, such as forces, that
            moves with it under the same matrix without the translation. The map is then u . F(x) with covectors u, one draw for
            each sample, which is invariant exactly if F is equivariant, at one reverse pass for any number of outputs.
        field: key or place of the output.
        collate: from a list of samples to a batch of which the model gives all outputs, one a sample or one a row of all
            samples; one sample at a time unless given.
        gradient: for models of arrays, from a sample to the derivative of its output by the moving part, (n, d).
        keywords: whether a dictionary of tensors goes to the model as keyword arguments.
        generator: draws the covectors; a fresh one, always the same, unless given.

    Raises:
        ShapeError: parts that are no points of the action's space, or data that hold no tensors.
        RankError: no samples.
        UnknownNameError: a part that a sample does not have.

    Examples:
        >>> import lconv
        >>> draw = torch.Generator().manual_seed(0)
        >>> molecules = [{"z": i % 3, "pos": torch.randn(3 + i % 2, 3, generator=draw)} for i in range(300)]
        >>> def energy(molecule):
        ...     return torch.pdist(molecule["pos"]).sum() * (1 + molecule["z"])
        >>> lconv.discover(*lconv.adapt(energy, molecules, lconv.PointCloudAction(3, translations=True), moves="pos")).dimension
        6
    """
    names, straight = _keys(moves), _keys(vectors)
    names = [*names, *(key for key in straight if key not in names)]
    if isinstance(data, Mapping) or (isinstance(data, tuple) and all(isinstance(a, Tensor) for a in data)):
        return _at_once(model, data, action, names, field, keywords)
    no_axis = isinstance(data, Tensor | np.ndarray) and data.ndim == 0
    if not isinstance(data, Iterable) or isinstance(data, str | bytes) or no_axis:
        raise ShapeError(CALL, "a list of samples, or a dictionary of tensors", shown(data), "Give one item for each sample.")
    samples = [s for item in data for s in (item.to_data_list() if isinstance(item, _Joined) else [item])]
    if not samples:
        raise RankError(CALL, "at least one sample", "none", "Check the data.")
    if not isinstance(action, LinearAction | AffineAction | PointCloudAction):
        cure = "Give PointCloudAction(d, translations=True), or all samples at once as a dictionary of tensors."
        raise ShapeError(CALL, "an action on points for samples one by one", repr(action), cure)
    if outputs is not None and not (isinstance(outputs, str) and outputs == VECTORS):
        raise UnknownNameError.nearest(CALL, "kind of outputs", shown(outputs), [VECTORS])
    translations = isinstance(action, AffineAction) or (isinstance(action, PointCloudAction) and action.translations)
    inner = _Structures(model, samples, names, field, collate, gradient, outputs == VECTORS)
    x = inner.rows(action.d, [key in straight for key in names], random_source(generator, CALL))
    return Adapted(inner, x, StructureAction(action.d, translations, inner.covectors))


def _keys(keys: Key | Sequence[Key] | None) -> list[Key]:
    listed = [] if keys is None else [keys] if isinstance(keys, str | int) else keys
    if isinstance(listed, list | tuple) and all(isinstance(key, str | int) for key in listed):
        return list(listed)
    raise ShapeError(CALL, "keys or places of a sample, one or a list of them", shown(keys), 'Give moves="pos", say.')


def _at_once(
    model: Callable, data: Mapping | tuple, action: Action, names: list[Key], field: Field | None, keywords: bool
) -> Adapted:
    try:
        fields = {k: torch.as_tensor(v) for k, v in (data.items() if isinstance(data, Mapping) else enumerate(data))}
    except (RuntimeError, TypeError, ValueError):  # texts, dictionaries, rows of several lengths
        raise ShapeError(CALL, "arrays with the batch first", shown(data), "Or give the samples as a list.") from None
    if len(names) != 1:
        raise ShapeError(CALL, "one moving tensor of a batch", f"moves={names}", "Give the samples as a list to move several.")
    if names[0] not in fields:
        raise UnknownNameError.nearest(CALL, "part", str(names[0]), [str(k) for k in fields])
    moved = fields[names[0]]
    inner = _Batched(model, fields, names[0], isinstance(data, tuple), field, keywords)
    x = torch.cat([moved.flatten(1), LABEL * torch.arange(len(moved)).to(moved)[:, None]], dim=1)
    return Adapted(inner, x, CarriedAction(action, tuple(moved.shape[1:])))


class _Batched(torch.nn.Module):
    """A model of several tensors with the batch first, as a map of one of them with the number of its sample."""

    def __init__(
        self, model: Callable, fields: dict[Key, Tensor], moves: Key, positional: bool, field: Field | None, keywords: bool
    ):
        super().__init__()
        self.model, self.fields, self.moves, self.field = model, fields, moves, field
        self.positional, self.keywords, self.training = positional, keywords, False

    def forward(self, x: Tensor) -> Tensor:
        """The outputs."""
        number = (x[:, -1].detach() / LABEL).round().long()
        batch = {key: value.to(x.device)[number] for key, value in self.fields.items()}
        batch[self.moves] = x[:, :-1].reshape(len(x), *self.fields[self.moves].shape[1:])
        named = {str(key): value for key, value in batch.items()}
        y = self.model(**named) if self.keywords else self.model(*batch.values()) if self.positional else self.model(batch)
        return y if self.field is None else selected(y, self.field)


class _Structures(torch.nn.Module):
    """A model of structures, as a map of their moving rows."""

    def __init__(
        self,
        model: Callable,
        samples: list,
        names: list[Key],
        field: Field | None,
        collate: Callable[[list], object] | None,
        gradient: Callable | None,
        vectors: bool,
    ):
        super().__init__()
        self.model, self.samples, self.names, self.field = model, samples, names, field
        self.collate, self.gradient, self.vectors = collate, gradient, vectors
        parts = [self._parts(s) for s in samples]
        if strange := [p for of_one in parts for p in of_one if not is_numbers(p)]:
            raise ShapeError(CALL, "samples of numbers", shown(strange[0]), "Name the entries that move by moves=.")
        self.sizes = [[len(part) for part in of_one] for of_one in parts]
        self.covectors = max(sizes[0] for sizes in self.sizes) if vectors else 0
        self.arrays = not isinstance(parts[0][0], Tensor)
        self.outside = differentiable(np.asarray) if self.arrays else None  # says that derivatives come from outside
        self.training = False

    def rows(self, d: int, straight: list[bool], generator: torch.Generator) -> Tensor:
        """(n, rows, d + 1): the moving rows, with LABEL for points and 0 for vectors, the covectors, and the number."""
        most = max(map(sum, self.sizes))
        parts = [[native(p) for p in self._parts(s)] for s in self.samples]
        first = parts[0][0]
        x = first.new_zeros(len(parts), most + self.covectors + 1, d + 1)
        for i, of_one in enumerate(parts):
            for part in of_one:
                if part.ndim != 2 or part.shape[1] != d or not part.is_floating_point():
                    got = f"shape {tuple(part.shape)} in {part.dtype} in sample {i}"
                    raise ShapeError(CALL, f"moving parts (n, {d}) of floats", got, "Give the key of the positions.")
            x[i, : sum(self.sizes[i]), :d] = torch.cat(of_one)
            weights = [LABEL * (not straight[k]) if straight else LABEL for k, part in enumerate(of_one) for _ in part]
            x[i, : len(weights), d] = torch.as_tensor(weights)
            if self.covectors:
                drawn = torch.randn(self.sizes[i][0], d, dtype=torch.float64, generator=generator)
                x[i, most : most + len(drawn), :d] = drawn.to(x)
            x[i, -1, 0] = i * LABEL
        if self.covectors:  # of the size of the other rows, so that all have one unit
            x[:, most:-1] *= x[:, :most, :d].std()
        return x

    def forward(self, x: Tensor) -> Tensor:
        """One output for each structure, or u . F(x)."""
        numbers = (x[:, -1, 0].detach() / LABEL).round().long().tolist()
        d = x.shape[2] - 1
        coordinates = [x[k, : sum(self.sizes[i]), :d] for k, i in enumerate(numbers)]
        if self.arrays:
            values = [self._from_arrays(i, c) for i, c in zip(numbers, coordinates, strict=True)]
        else:
            moved = [self._moved(i, c) for i, c in zip(numbers, coordinates, strict=True)]
            values = self._evaluated(moved, [self.sizes[i][0] for i in numbers])
        if self.vectors:
            first = x.shape[1] - 1 - self.covectors
            return torch.stack([(x[k, first : first + len(F), :d] * F).sum().reshape(1) for k, F in enumerate(values)])
        return torch.stack([v.reshape(-1) for v in values])

    def _evaluated(self, moved: list, lengths: list[int]) -> Sequence[Tensor]:
        if self.collate is None:
            return [self._output(sample) for sample in moved]
        y = self._output(self.collate(moved))
        return y.unbind() if len(y) == len(moved) else y.split(lengths)

    def _output(self, sample: object) -> Tensor:
        y = self.model(sample) if self.field is None else selected(self.model(sample), self.field)
        return y if isinstance(y, Tensor) else torch.as_tensor(np.asarray(y))  # torch takes a number for a single one

    def _from_arrays(self, number: int, rows: Tensor) -> Tensor:
        """The output for rows that the model takes as arrays, one structure at a time."""
        gradient = self.gradient

        def value(a: np.ndarray) -> np.ndarray:
            outputs = [self._output(self._moved(number, torch.as_tensor(c))).detach().cpu().numpy() for c in a]
            return np.stack([np.asarray(y, dtype=np.float64).ravel() for y in outputs])

        def slope(a: np.ndarray) -> np.ndarray:
            return np.stack([np.asarray(gradient(self._moved(number, torch.as_tensor(c)))) for c in a]) if gradient else a

        spread = float((rows - rows.mean(dim=0)).detach().double().square().mean().sqrt()) or 1.0
        y = differentiable(value, slope if gradient else None, scale=spread)(rows[None])[0]
        return y.reshape(self.sizes[number][0], -1) if self.vectors else y

    def _parts(self, sample: object) -> list:
        return [_part(sample, key) for key in self.names] or [sample]

    def _moved(self, number: int, rows: Tensor) -> object:
        """The sample with its moving parts replaced."""
        sample, parts = self.samples[number], rows.split(self.sizes[number])
        for key, part in zip(self.names, parts, strict=False):
            sample = _with_part(sample, key, part.detach().cpu().numpy() if self.arrays else part)
        return sample if self.names else parts[0].detach().cpu().numpy() if self.arrays else parts[0]


def _part(sample: object, key: Key) -> Tensor | np.ndarray:
    fields: dict[object, object] | None = None
    if isinstance(sample, Mapping | tuple | list):
        fields = dict(sample if isinstance(sample, Mapping) else enumerate(sample))
    try:
        part = getattr(sample, str(key)) if fields is None else fields[key]
    except (KeyError, AttributeError):
        known = [str(k) for k in (dir(sample) if fields is None else fields) if not str(k).startswith("_")]
        raise UnknownNameError.nearest(CALL, f"part of a {type(sample).__name__}", str(key), known) from None
    return part if isinstance(part, Tensor) else np.asarray(part, dtype=np.float64)


def _with_part(sample: object, key: Key, part: Tensor | np.ndarray) -> object:
    """A copy of the sample with another part; what it shares with the sample is not written to."""
    if isinstance(sample, Mapping):
        return {**sample, key: part}
    if isinstance(sample, tuple | list):
        return type(sample)(part if place == key else value for place, value in enumerate(sample))
    moved = sample.copy() if isinstance(sample, _Atoms) else copy.copy(sample)
    if isinstance(sample, _Atoms) and isinstance(moved, _Atoms):
        moved.calc = sample.calc
    setattr(moved, str(key), part)
    return moved
