"""Invariants of exact algebras by which two are told apart: each is the same for isomorphic ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np

from lietheory.algebra.invariants import cartan
from lietheory.algebra.invariants.characteristic_ideals import (
    center,
    derived_series,
    levi_factor,
    lower_central_series,
    nilradical,
    radical,
    upper_central_series,
)
from lietheory.algebra.invariants.derivations import derivations
from lietheory.algebra.invariants.simple_ideals import split_semisimple
from lietheory.algebra.isomorphism.adapted_frame import adapted_frame, undecided
from lietheory.algebra.isomorphism.fundamental_cartan import numeric_system
from lietheory.algebra.isomorphism.rational_cartan import shortened
from lietheory.algebra.linalg.dispatch import characteristic_polynomial, complement, coordinates, multiply
from lietheory.algebra.names.dynkin import dynkin_types
from lietheory.algebra.names.simple_types import complex_types
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.quadratic_numbers import Surd
from lietheory.tolerances import FLOAT_ERROR

_DERIVATIONS_UP_TO = 12  # the dimension of a radical whose derivations take seconds at most


def told_apart(g: Structure, h: Structure) -> str | None:
    """The first invariant that differs, with both values; None where none of them does."""
    for (name, mine), (_, other) in zip(_invariants(g), _invariants(h), strict=False):
        if mine != other:
            return f"{name}: {mine} and {other}"
    return _spectra_apart(g, h)


def _spectra_apart(g: Structure, h: Structure) -> str | None:
    """The characteristic polynomials by which g / nilradical acts on the nilradical n, where they differ by more than a factor.

    Where g / n is a line, x outside n acts on the layers of a series of n by what depends on x modulo n only, up to a factor c:
    the coefficient of t^(m - k) is multiplied by c^k, for all layers together.
    """
    if len(nilradical(g)) != g.dimension - 1:
        return None
    ratios: list[tuple[int, Fraction | Surd]] = []
    for mine, other in zip(_layers(g), _layers(h), strict=True):
        for k, (p, q) in enumerate(zip(mine, other, strict=True)):
            if (p == 0) != (q == 0):
                return f"eigenvalues on the nilradical: polynomials {mine} and {other}"
            if p != 0 and k:
                ratios.append((k, q / p))
    for i, r in ratios:
        wrong = next((s for j, s in ratios if r**j != s**i or (i % 2 == 0 and r < 0)), None)
        if wrong is not None:
            return f"eigenvalues on the nilradical, up to a common factor: polynomials {_layers(g)} and {_layers(h)}"
    return None


def _layers(g: Structure) -> list[list]:
    """The characteristic polynomials of an x outside the nilradical on it and on the terms of its lower central series."""
    rows = nilradical(g)
    x = complement(rows)[0]
    series = [multiply(term, rows) for term in lower_central_series(g.restrict(rows))]
    actions = [coordinates(term, multiply(term, g.ad(x).T))[0] for term in series if len(term)]
    return [[Fraction(int(c)) if isinstance(c, int) else c for c in characteristic_polynomial(A).tolist()] for A in actions]


def _invariants(g: Structure) -> Iterator[tuple[str, object]]:
    yield "dimension", g.dimension
    yield "signature of the Killing form", g.killing_signature
    yield "derived series", [len(term) for term in derived_series(g)]
    yield "lower central series", [len(term) for term in lower_central_series(g)]
    yield "upper central series", [len(term) for term in upper_central_series(g)]
    yield "simple ideals of the Levi factor", _simple_types(g)
    for name, ideal in _ideals(g):
        inside = g.restrict(ideal)
        yield f"dimension of the {name}", len(ideal)
        yield f"derived series of the {name}", [len(term) for term in derived_series(inside)]
        yield f"lower central series of the {name}", [len(term) for term in lower_central_series(inside)]
        yield f"dimension of the centraliser of the {name}", len(g.centralizer(ideal))
    if len(radical(g)) <= _DERIVATIONS_UP_TO:
        yield "dimension of the algebra of derivations", len(derivations(g))


def _ideals(g: Structure) -> Iterator[tuple[str, np.ndarray]]:
    ideals: list[tuple[str, Callable[[Structure], np.ndarray]]] = [
        ("radical", radical),
        ("nilradical", nilradical),
        ("centre", center),
    ]
    for name, ideal in ideals:
        yield name, ideal(g)


def _simple_types(g: Structure) -> list[tuple]:
    """Dimension, whether it is complex, Killing signature, rank and letter of each simple ideal, in order."""
    levi = g.restrict(levi_factor(g))
    if not levi.dimension:
        return []
    return sorted(_type(levi.restrict(ideal.rows), ideal.is_complex) for ideal in split_semisimple(levi))


def _type(s: Structure, is_complex: bool) -> tuple:
    rank = len(cartan.cartan_subalgebra(s))  # checked to be nilpotent, so that this is the rank
    factor = 2 if is_complex else 1
    letters = complex_types(s.dimension // factor, rank // factor)
    return s.dimension, is_complex, s.killing_signature, rank, letters[0] if len(letters) == 1 else _letter(s, letters)


def _letter(s: Structure, letters: list[str]) -> str:
    """B, C or E by the Cartan matrix, of which the computed numbers must be next to integers, and of this dimension.

    Raises:
        UndecidedError: floats do not resolve the roots.
    """
    frame = adapted_frame(shortened(s.constants)[1].astype(np.float64))
    if frame.error > FLOAT_ERROR:
        raise undecided("constants too large for floats")
    present = {kind[0] for kind, _ in dynkin_types(numeric_system(frame).cartan_matrix)}
    if len(present) != 1 or not present <= set(letters):
        raise undecided(f"types {sorted(present)} where {letters} are possible")
    return present.pop()
