"""Which continuous symmetry a data set or a trained network has, its Lie algebra by name, and the proofs.

The public names are listed in ``__init__.pyi`` and loaded when they are first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

__version__ = "0.1.0"
