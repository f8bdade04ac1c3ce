"""Invariants are computed once for each algebra, and two functions of one name are two invariants."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.invariants.characteristic_ideals import remembered
from lietheory.algebra.structure.structure_constants import Structure


def _named(value: int):
    @remembered
    def invariant(g: Structure) -> int:
        calls.append(value)
        return value

    return invariant


calls: list[int] = []


def test_two_functions_of_one_name_do_not_share_their_values():
    g, one, two = Structure(np.zeros((2, 2, 2))), _named(1), _named(2)
    assert (one(g), two(g), one(g), two(g)) == (1, 2, 1, 2)
    assert calls == [1, 2]
