"""Reading generators: catalogue names, .npy, .npz, .json, and what other packages' readers add."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lietheory.algebra import catalogue_algebra
from lietheory.arrays import as_generators
from lietheory.cli.plugins import contributed_reader
from lietheory.discovery import SymmetryEstimate
from lietheory.errors import FileFormatError
from lietheory.files import load_result
from lietheory.quadratic_numbers import Surd, parse_exact, sympy_number
from lietheory.readers import is_there, read_json, read_npy, require_file

_KEY = "generators"


def read_generators(source: str) -> np.ndarray:
    """The real matrices (n_L, d, d) of :func:`read_matrices`, complex ones as real ones of twice the size."""
    return as_generators(read_matrices(source), f"read {source}", _KEY)


def read_matrices(source: str) -> ArrayLike:
    """The matrices (n_L, d, d) of a file, or of a catalogue algebra if there is no such file and it is a name.

    Raises:
        FileFormatError: no such file, or a file without generators.
        UnknownNameError: a name that the catalogue does not have; the nearest are suggested.
    """
    if not source.strip() or (not is_there(source) and not Path(source).suffix):  # Path("") is the folder it is called in
        return catalogue_algebra(source).generators
    return read_array(Path(source))


def read_array(path: Path) -> np.ndarray:
    """The array called generators in a file, or its only array."""
    call = f"read {path}"
    if path.suffix == ".npz":
        header, arrays = load_result(path)
        if header.get("kind") == "SymmetryEstimate":
            estimate = SymmetryEstimate.load(path)
            if not estimate.dimension:
                cure = "Print it: SymmetryEstimate.load(path)."
                raise FileFormatError(call, "an estimate with symmetries", f"one that is {estimate.status!r}", cure)
            return estimate.generators
        for key in (_KEY, f"algebra:{_KEY}"):  # of an algebra, or of the algebra that a result holds
            if key in arrays:
                return arrays[key]
        if len(arrays) == 1:
            return next(iter(arrays.values()))
        raise FileFormatError(
            call, f"an array named {_KEY!r}", f"arrays {', '.join(arrays) or 'none'}", "Save it under that name."
        )
    require_file(path, call)
    if path.suffix == ".npy":
        return read_npy(path, call)
    if path.suffix == ".json":
        content = read_json(path, call)
        return _numbers(content[_KEY] if isinstance(content, dict) and _KEY in content else content, call)
    if path.suffix == ".pt":
        return contributed_reader(path.suffix)(path)
    raise FileFormatError(call, "a .npy, .npz, .json or .pt file", f"suffix {path.suffix!r}", "Convert it to one of these.")


def _numbers(content: Any, call: str) -> Any:
    """Nested lists with exact numbers in place of texts such as "1/2", "sqrt(2)" and "1+2*I"."""
    if isinstance(content, list):
        return [_numbers(item, call) for item in content]
    if not isinstance(content, str):
        return content
    parts = parse_exact(content)
    if parts is None:
        cure = 'Write "1/2", "1-3*sqrt(5)/2" or "2*I", or a number without quotes.'
        raise FileFormatError(call, "texts that are exact numbers", repr(content[:40]), cure)
    return _complex(*parts) if parts[1] else parts[0]


def _complex(real: Surd | Fraction, imaginary: Surd | Fraction) -> Any:
    import sympy

    return sympy_number(real) + sympy.I * sympy_number(imaginary)
