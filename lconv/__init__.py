"""The L-conv layer, known layers written as L-conv, and LieGG: which symmetry a trained network has learned.

The public names are listed in ``__init__.pyi`` and loaded when they are first used.
"""

import warnings
from importlib import import_module
from typing import Any

import lazy_loader

_public, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

RENAMED = {
    "discrete_leftovers": "lconv.discrete_symmetries",
    "known": "lconv.convert",
    "layout": "lconv.images",
    "pooling": "lconv.nn.pooling",
}
"""Names that moved, and where to: the old ones still work, and warn."""


def __getattr__(name: str) -> Any:
    if name not in RENAMED:
        return _public(name)
    new = RENAMED[name]
    warnings.warn(f"lconv.{name} is now {new}", DeprecationWarning, stacklevel=2)
    package, _, attribute = new.rpartition(".")
    return getattr(import_module(package), attribute, None) or import_module(new)
