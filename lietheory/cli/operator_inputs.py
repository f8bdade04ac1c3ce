"""Reading operators on qubits for the command: JSON files, and sums of Pauli strings, which are parsed and never evaluated."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

from lietheory.cli.generator_inputs import read_generators
from lietheory.errors import FileFormatError, shown
from lietheory.quadratic_numbers import parse_exact
from lietheory.readers import read_json

_TERM = re.compile(r"\s*([+-]?)\s*(?:(\d+(?:\.\d+)?(?:/\d+)?)\s*\*?\s*)?([IXYZ]+)\s*", re.IGNORECASE)
_SUFFIXES = (".json", ".npy", ".npz", ".pt")


def read_operators(source: str) -> list[Any]:
    """The generators that a file or an expression holds: dictionaries of strings, or matrices.

    Raises:
        FileFormatError: no such file, or an expression that is no sum of Pauli strings.
    """
    path = Path(source)
    if path.suffix == ".json":
        content = read_json(path, f"read {path}")
        operators = content.get("operators") if isinstance(content, dict) else content
        if isinstance(operators, list) and operators and all(isinstance(one, (dict, str)) for one in operators):
            return operators
    if path.suffix in _SUFFIXES:
        return list(read_generators(source))
    return [read_sum(part) for part in source.split(";") if part.strip()] or [read_sum(source)]


def read_sum(text: str) -> dict[str, Fraction]:
    """A sum of Pauli strings with rational coefficients.

    Raises:
        FileFormatError: anything else.

    Examples:
        >>> read_sum("XXI - 1/2 IZZ")
        {'XXI': Fraction(1, 1), 'IZZ': Fraction(-1, 2)}
    """
    terms: dict[str, Fraction] = {}
    place = 0
    while place < len(text):
        match = _TERM.match(text, place)
        if match is None or (place and not match[1]):
            cure = "Write 'XXI + 1/2 IZZ; ZII', or give a .json file."
            raise FileFormatError("lietheory closure", "a file, or sums of Pauli strings", repr(text[place : place + 40]), cure)
        sign, number, string = match.groups()
        parts = parse_exact(number or "1", decimals=True)
        if parts is None:  # 1/0, or thousands of digits
            raise FileFormatError("lietheory closure", "a number", shown(number), "Write 1/2.")
        terms[string.upper()] = terms.get(string.upper(), Fraction(0)) + (-parts[0] if sign == "-" else parts[0])
        place = match.end()
    if not terms:
        raise FileFormatError("lietheory closure", "sums of Pauli strings", "nothing", "Write 'XX; ZI + IZ'.")
    return terms
