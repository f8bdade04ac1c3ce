"""The L-conv layer, known layers written as L-conv, and LieGG: which symmetry a trained network has learned.

The public names are listed in ``__init__.pyi`` and loaded when they are first used.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

import lazy_loader

from lconv.renamed import RenamedModules, names_in, warn_renamed

_public, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

RENAMED = {
    "bridge": "lconv.numpy_io, lconv.nn.generators.files",
    "discrete_leftovers": "lconv.discrete_symmetries",
    "functional": "lconv.nn.contraction",
    "known": "lconv.convert, lconv.nn.generators, lconv.nn.group",
    "known.convolution": "lconv.convert.convolution",
    "known.graph_convolution": "lconv.convert.graph_convolution",
    "known.grid_algebra": "lconv.nn.generators.grid_algebra",
    "known.group_convolution": "lconv.nn.group.group_convolution",
    "known.kernels": "lconv.nn.group.kernels",
    "known.linear": "lconv.convert.linear",
    "known.node_layers": "lconv.nn.group.channel_exponentials",
    "known.propagation": "lconv.convert.graph_propagation",
    "known.representation_convolution": "lconv.nn.group.representation_convolution",
    "known.sparse": "lconv.nn.generators.sparse",
    "known.to_convolution": "lconv.convert.to_convolution",
    "layer": "lconv.nn.layer",
    "layout": "lconv.images",
    "liegg.action": "lconv.liegg.actions.action",
    "liegg.batches": "lconv.liegg.inputs.data_loaders",
    "liegg.door": "lconv.liegg.inputs.validation",
    "liegg.finite_step": "lconv.liegg.finite_steps",
    "liegg.fixed_batch": "lconv.liegg.inputs.fixed_batch_models",
    "liegg.flows": "lconv.liegg.finite_steps",
    "liegg.grid_actions": "lconv.liegg.actions.grid_actions",
    "liegg.jacobians": "lconv.liegg.derivatives",
    "liegg.leftovers": "lconv.liegg.discrete_symmetries",
    "liegg.linearisation": "lconv.liegg.derivatives",
    "liegg.losses": "lconv.liegg.label_symmetry",
    "liegg.matrix_actions": "lconv.liegg.actions.representation_actions",
    "liegg.matrix_free": "lconv.liegg.least_directions",
    "liegg.model_files": "lconv.liegg.inputs.model_files",
    "liegg.motion": "lconv.liegg.actions.action",
    "liegg.polynomial_action": "lconv.liegg.actions.vector_field_actions",
    "liegg.risk": "lconv.liegg.label_symmetry",
    "liegg.rows": "lconv.liegg.evidence_rows",
    "liegg.views": "lconv.liegg.inputs.intermediate_outputs",
    "nn.group.channel_flows": "lconv.nn.group.channel_exponentials",
    "parametrization": "lconv.nn.generators.parametrization",
    "pooling": "lconv.nn.pooling",
    "regularizers": "lconv.nn.penalties",
}
"""Names that moved, and where to: the old ones are imported, read and unpickled still, and warn."""

sys.meta_path.append(RenamedModules(__name__, RENAMED))


def __getattr__(name: str) -> Any:
    if name not in RENAMED:
        return _public(name)
    new = RENAMED[name]
    warn_renamed(f"{__name__}.{name}", new)
    here = new.removeprefix(f"{__name__}.")
    if here in __all__:
        return _public(here)
    if ", " not in new:
        return import_module(new)
    module = ModuleType(f"{__name__}.{name}", f"Now {new}.")
    vars(module).update(names_in(new))
    return module
