"""Algebras of the catalogue say by which call they were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import ParamSpec

from lietheory.algebra.lie_algebra import LieAlgebra

Parameters = ParamSpec("Parameters")


def says_its_call(function: Callable[Parameters, LieAlgebra]) -> Callable[Parameters, LieAlgebra]:
    """The same function, whose algebras print its call, such as ``so(3, 1)``; nothing else about them depends on it."""

    @wraps(function)
    def saying(*args: Parameters.args, **kwargs: Parameters.kwargs) -> LieAlgebra:
        made = function(*args, **kwargs)  # first, since what it refuses may have no text
        written = [*map(str, args), *(f"{key}={value}" for key, value in kwargs.items())]
        return replace(made, made_by=f"{function.__name__}({', '.join(written)})")

    return saying
