"""Variations of an instance, by which the rule of verdicts looks for what a hypothesis was not meant to admit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from numbers import Number
from typing import Any

import numpy as np

from lietheory.algebra import LieAlgebra
from lietheory.proof.instances import Instance

FACTORS = (2, 1000, Fraction(1, 1000))  # of one entry: a magnitude is no reason for an equation to hold
NEAR = 1e-3  # of a small step, after which an open condition such as x > 0 still holds


def perturbed(instance: Instance, rng: np.random.Generator, step: float = 1.0) -> Iterator[Instance]:
    """The instance with one of its numeric entries moved, so that it need not meet the printed hypotheses any more."""
    for name, value in instance.items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            yield instance | {name: value + step * rng.standard_normal(value.shape)}
        elif isinstance(value, np.ndarray) and value.dtype.kind in "iO" and step == 1.0:
            yield instance | {name: value + rng.integers(1, 4, value.shape)}
        elif isinstance(value, float) and step != 1.0:
            yield instance | {name: value * (1 + step * float(rng.standard_normal()))}
        elif isinstance(value, float | Fraction | int) and not isinstance(value, bool) and step == 1.0:
            yield instance | {name: value + int(rng.choice([-2, -1, 1, 2]))}
        elif isinstance(value, tuple) and step == 1.0:
            yield from (instance | {name: _with_one_moved(value, rng)} for _ in range(3))


def _with_one_moved(value: Any, rng: np.random.Generator) -> Any:
    """A nested tuple with one of its whole numbers moved."""
    if isinstance(value, tuple) and value:
        k = int(rng.integers(len(value)))
        return (*value[:k], _with_one_moved(value[k], rng), *value[k + 1 :])
    return value + int(rng.integers(1, 4)) if isinstance(value, int) and not isinstance(value, bool) else value


def scaled(instance: Instance) -> Iterator[Instance]:
    """The instance with one numeric entry multiplied."""
    for name, value in instance.items():
        for factor in FACTORS:
            if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                yield instance | {name: value * float(factor)}
            elif isinstance(value, np.ndarray) and value.dtype.kind == "O":
                yield instance | {name: value * Fraction(factor)}
            elif isinstance(value, float):
                yield instance | {name: value * float(factor)}


def mixed(instance: Instance, other: Instance) -> Iterator[Instance]:
    """The instance with one entry of another one, which may carry a tag that says which instances are true."""
    for name in instance:
        if name in other and other[name] is not instance[name]:
            yield instance | {name: other[name]}


def in_floats(value: Any) -> Any:
    """An instance with its rational and whole numbers as floats, and the other way round nothing: a float stays one."""
    if isinstance(value, dict):
        return {name: in_floats(entry) for name, entry in value.items()}
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, np.ndarray) and value.dtype == object:
        try:
            return value.astype(float)
        except (TypeError, ValueError):
            return value
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(in_floats(entry) for entry in value)
    return value


def sizes(instance: Instance) -> tuple:
    """The shapes of the arrays of an instance, and its whole numbers."""
    extents = []
    for name in sorted(instance, key=str):
        value = instance[name]
        if isinstance(value, np.ndarray):
            extents.append((name, value.shape))
        elif isinstance(value, int | np.integer) and not isinstance(value, bool):
            extents.append((name, int(value)))
        elif isinstance(value, list | tuple):
            extents.append((name, len(value)))
    return tuple(extents)


def fingerprint(value: object) -> str:
    """Of the numbers and words of an instance, of its lists, algebras and named tuples."""
    if isinstance(value, dict):
        return ";".join(f"{name}={fingerprint(v)}" for name, v in value.items())
    if isinstance(value, list | tuple):
        return "".join(f"({fingerprint(v)})" for v in value)
    if isinstance(value, LieAlgebra):
        return repr(value.generators.tolist())
    return repr(value.tolist()) if isinstance(value, np.ndarray) else repr(value) if isinstance(value, Number | str) else ""
