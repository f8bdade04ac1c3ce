"""What LieGG looks at: networks and points, as they come.

A symmetry is a property of one function of one sample. A network becomes such a function by being evaluated in eval mode,
with one tensor in and one out, whose samples do not influence each other: :func:`view` selects a field of its output or
stops at a layer, :func:`fixed_batch` lifts a graph of one batch size to any, :func:`load_model` reads files of torch.export
without executing anything in them, :func:`differentiable` takes functions of numpy arrays, and :func:`adapt` models of
structures and of several arguments. Points are one tensor or a
loader, whose batches :func:`batches` joins until the first can whiten the outputs. :func:`require_usable` and
:func:`require_labels` raise an error that says what is wrong with inputs, a network or labels that give no evidence.
"""

from lconv.liegg.inputs.adapters import Adapted, adapt
from lconv.liegg.inputs.data_loaders import batches
from lconv.liegg.inputs.fixed_batch_models import fixed_batch
from lconv.liegg.inputs.intermediate_outputs import Field, layer_inputs, view
from lconv.liegg.inputs.model_files import is_model_file, load_model
from lconv.liegg.inputs.numpy_functions import differentiable
from lconv.liegg.inputs.validation import Loss, require_labels, require_usable

__all__ = [
    "Adapted",
    "Field",
    "Loss",
    "adapt",
    "batches",
    "differentiable",
    "fixed_batch",
    "is_model_file",
    "layer_inputs",
    "load_model",
    "require_labels",
    "require_usable",
    "view",
]
