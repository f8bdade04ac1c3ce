"""isomorphism: the linear map between two real Lie algebras, what tells them apart, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from lietheory.algebra.algebra_arguments import AlgebraLike, as_algebra
from lietheory.algebra.invariants.characteristic_ideals import bracket_space, center, radical
from lietheory.algebra.invariants.direct_decomposition import direct_summands
from lietheory.algebra.isomorphism.distinguishing import told_apart
from lietheory.algebra.isomorphism.radical_maps import radical_maps
from lietheory.algebra.isomorphism.rational_cartan import reduced
from lietheory.algebra.isomorphism.semisimple_maps import exact_maps, is_homomorphism, numeric_map
from lietheory.algebra.lie_algebra import LieAlgebra, computing_basis
from lietheory.algebra.linalg.dispatch import cleared, cleared_rows, coordinates, inverse, multiply, rank, row_space
from lietheory.algebra.linalg.quadratic_field import arithmetic, parts, radicand
from lietheory.algebra.structure.structure_constants import Structure
from lietheory.arrays import has_surds, is_exact
from lietheory.errors import LieTheoryError, RankError, ShapeError, UndecidedError
from lietheory.printing import Printed, text_table
from lietheory.progress import reports_progress
from lietheory.tolerances import FLOAT_ERROR

LARGEST = 80
"""The largest dimension; above it the call is refused."""


@dataclass(frozen=True, eq=False, repr=False)
class Isomorphism(Printed):
    """Whether two Lie algebras are isomorphic over the reals, with the map or what tells them apart.

    Args:
        status: "isomorphic", "different" or "undecided".
        map: (n, n), for "isomorphic": it takes columns of coordinates in the generators of g to those of h.
        field: what the entries of the map are: "Q", "Q(sqrt(3))", or "R", where they are floats near those of an isomorphism.
            Another isomorphism may have entries in a smaller field.
        error: for floats, a bound on the Frobenius norm of the map minus that isomorphism; 0 for an exact map. Where an
            algebra was given by floats, it is that of the closed algebras which these stand for.
        reason: what proves it, what tells them apart, or what is open.
    """

    status: str
    map: np.ndarray | None
    field: str | None
    error: float
    reason: str

    def __str__(self) -> str:
        rows = {"because": self.reason}
        if self.map is not None:
            rows |= {
                "map": f"{len(self.map)} x {len(self.map)}, entries in {self.field}",
                "error of the map": f"{self.error:.2g}",
            }
        return text_table(self.status, rows)


@reports_progress
def isomorphism(g: AlgebraLike, h: AlgebraLike) -> Isomorphism:
    """An isomorphism g -> h of real Lie algebras, or an invariant in which they differ, or "undecided".

    Exact algebras: an isomorphism over Q or a real quadratic field where one is met, by Chevalley generators for fundamental
    Cartan subalgebras on the Levi factors, and by the equations of a homomorphism on the radicals; it is checked exactly.
    Semisimple algebras have one in floats otherwise, within a proven distance of an isomorphism (Whitehead's rigidity).
    Algebras of floats are decided where they are semisimple beyond their errors; others may be limits of several classes, and
    are undecided.

    Args:
        g: an algebra, matrices, or a name.
        h: another one.

    Raises:
        ShapeError: a dimension above 80.
        UnknownNameError, RankError, ClosureError, PrecisionError: as for other arguments that are algebras.

    Examples:
        >>> found = isomorphism("so(3,1)", "sl(2,C)")
        >>> found.status, found.field
        ('isomorphic', 'Q')
        >>> isomorphism("so(4)", "so(3,1)").reason
        'signature of the Killing form: (0, 6, 0) and (3, 3, 0)'
    """
    call = "isomorphism(g, h)"
    one, two = as_algebra(g, call), as_algebra(h, call, "h")
    for algebra in (one, two):
        if algebra.dimension > LARGEST:
            raise ShapeError(call, f"dimensions up to {LARGEST}", str(algebra.dimension), "Compare names, by identify.")
    if one.dimension != two.dimension:
        return _different(f"dimension: {one.dimension} and {two.dimension}")
    if not one.dimension:
        return _exactly(np.zeros((0, 0), dtype=np.int64))
    if not (one.is_exact and two.is_exact):
        return _of_floats(one, two)
    try:
        n = radicand(one.structure_constants, two.structure_constants)
    except LieTheoryError:
        n = -1
    return _of_exact(one, two) if n >= 0 else _undecided("the structure constants lie in two different quadratic fields")


def _different(reason: str) -> Isomorphism:
    return Isomorphism("different", None, None, 0.0, reason)


def _undecided(reason: str) -> Isomorphism:
    return Isomorphism("undecided", None, None, 0.0, reason)


def _of_exact(g: LieAlgebra, h: LieAlgebra) -> Isomorphism:
    if np.array_equal(g.structure_constants, h.structure_constants):
        return _exactly(np.eye(g.dimension, dtype=np.int64))
    exact = _exact_map(g, h)
    if exact is not None:
        return _exactly(exact)
    try:
        differs = told_apart(Structure(g.structure_constants), Structure(h.structure_constants))
    except UndecidedError as problem:
        return _undecided(problem.got)
    if differs is not None:
        return _different(differs)
    if g.is_semisimple:
        return _numeric(g, 0.0, h, 0.0)
    back = _exact_map(h, g)  # the search starts from one of the two, and may meet a map from the other one only
    return (
        _undecided("no invariant computed tells them apart, and no isomorphism was met")
        if back is None
        else _exactly(inverse(back))
    )


def _exactly(whole: np.ndarray) -> Isomorphism:
    field = arithmetic(whole).removeprefix("exact over ")
    return Isomorphism("isomorphic", whole.T, "Q" if field == "exact" else field, 0.0, "the brackets agree exactly")


def _exact_map(g: LieAlgebra, h: LieAlgebra) -> np.ndarray | None:
    """An isomorphism that is met, rows the images of the generators of g, checked exactly."""
    for f, C in bases_of(g):
        for k, D in bases_of(h):
            for T in _met(Structure(f), Structure(k)):
                whole = multiply(multiply(C, T), inverse(D))
                if rank(whole) == g.dimension and is_homomorphism(g.structure_constants, whole, h.structure_constants):
                    return whole
    return None


def bases_of(g: LieAlgebra) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The two bases of an exact algebra with the smallest constants: these, and the generators in them.

    They are among its own, the echelon basis of the span of its matrices, and short ones of the lattices that these two span.
    """
    bases = [(g.structure_constants, np.eye(g.dimension, dtype=np.int64))]
    if g.has_matrices:
        flat = g.generators.reshape(g.dimension, -1)
        echelon = row_space(flat)
        lattices = [] if has_surds(flat) else [cleared(flat), cleared_rows(echelon)]
        for basis in (echelon, *(multiply(reduced(rows), rows) for rows in lattices)):
            C = coordinates(basis, flat)[0]
            bases.append((Structure(g.structure_constants).restrict(inverse(C)).constants, C))
    yield from sorted(bases, key=lambda pair: _height(pair[0]))[:2]


def _height(f: np.ndarray) -> int:
    """The largest numerator or denominator of an exact array."""
    rational, irrational = parts(f)
    return max((max(abs(x.numerator), x.denominator) for A in (rational, irrational) for x in A.astype(object).flat), default=0)


def _met(g: Structure, h: Structure) -> Iterator[np.ndarray]:
    """The maps up to the first number that rounding leaves open."""
    try:
        yield from maps(g, h)
    except (UndecidedError, RankError, np.linalg.LinAlgError):
        return


def maps(g: Structure, h: Structure) -> Iterator[np.ndarray]:
    """Exact isomorphisms, rows the images of the basis of g in that of h, that are met; each is checked by the caller."""
    sizes = {(len(radical(x)), len(center(x)), len(bracket_space(x, x.whole, x.whole))) for x in (g, h)}
    if len(sizes) > 1:
        return
    solvable, middle, derived = sizes.pop()
    if solvable == 0:
        yield from exact_maps(g.constants, h.constants)
    elif solvable == middle and derived + middle == g.dimension:  # reductive
        bases = [np.concatenate([bracket_space(x, x.whole, x.whole), center(x)]) for x in (g, h)]
        blocks = exact_maps(*(x.restrict(basis[:derived]).constants for x, basis in zip((g, h), bases, strict=True)))
        for T in blocks if derived else [np.zeros((0, 0), dtype=np.int64)]:
            whole = np.eye(g.dimension, dtype=np.int64).astype(T.dtype)
            whole[:derived, :derived] = T
            yield multiply(multiply(inverse(bases[0]), whole), bases[1])
    else:
        with suppress(UndecidedError, RankError, np.linalg.LinAlgError):  # summands over a field that floats stand for
            yield from _by_summands(g, h)
        yield from radical_maps(g, h)


def _by_summands(g: Structure, h: Structure) -> Iterator[np.ndarray]:
    """The map of each direct summand of g to the first one left of h to which one is met."""
    ours, theirs = direct_summands(g), direct_summands(h)
    if len(ours) != len(theirs) or len(ours) < 2 or not all(map(is_exact, (*ours, *theirs))):
        return
    images = []
    for rows in ours:
        for i, others in enumerate(theirs):
            part, other = g.restrict(rows), h.restrict(others)
            met = _met(part, other) if len(rows) == len(others) else iter(())
            T = next((T for T in met if rank(T) == len(T) and is_homomorphism(part.constants, T, other.constants)), None)
            if T is not None:
                images.append(multiply(T, theirs.pop(i)))
                break
        else:
            return
    yield multiply(inverse(np.concatenate(ours)), np.concatenate(images))


def _of_floats(g: LieAlgebra, h: LieAlgebra) -> Isomorphism:
    errors = []
    for algebra in (g, h):
        f = computing_basis(algebra)[0]
        least = float(np.abs(np.linalg.eigvalsh(f.killing.astype(np.float64))).min(initial=np.inf))
        if not algebra.is_exact and least <= f.killing_error:
            return _undecided(
                "floats within whose errors an algebra that is not semisimple lies: it may be a limit of several classes"
            )
        errors.append(f.error)
    if g.killing_signature() != h.killing_signature():
        return _different(f"signature of the Killing form: {g.killing_signature()} and {h.killing_signature()}")
    if not (g.is_semisimple and h.is_semisimple):
        return _undecided("floats, and an algebra that is not semisimple")
    return _numeric(g, errors[0], h, errors[1])


def _numeric(g: LieAlgebra, g_error: float, h: LieAlgebra, h_error: float) -> Isomorphism:
    (f, C), (k, D) = (_computed_in(algebra) for algebra in (g, h))  # the generators are C and D times the bases
    try:
        proof = numeric_map(f, g_error, k, h_error)
    except UndecidedError as problem:
        return _undecided(problem.got)
    except np.linalg.LinAlgError as problem:
        return _undecided(f"floats too near to singular: {problem}")
    if proof is None:
        return _undecided("their diagrams do not agree in floats")
    rigid, frame = proof
    if not np.isfinite(rigid.bound):
        return _undecided("a map was found whose defect is beyond the radius of rigidity")
    T = C @ rigid.map @ np.linalg.inv(D)
    outside = float(np.linalg.norm(np.linalg.inv(frame.basis), 2) * np.linalg.norm(frame.basis @ np.linalg.inv(D), 2))
    error = rigid.bound * float(np.linalg.norm(C @ rigid.map)) * outside + FLOAT_ERROR * float(np.linalg.norm(T))
    return Isomorphism(
        "isomorphic", T.T, "R", error, "the defect of the map is within the radius of rigidity of a semisimple algebra"
    )


def _computed_in(g: LieAlgebra) -> tuple[np.ndarray, np.ndarray]:
    """Constants in floats of a basis to compute in, and the generators in it."""
    if g.is_exact:
        f, C = next(bases_of(g))
        return f.astype(np.float64), C.astype(np.float64)
    return computing_basis(g)[0].constants, np.linalg.inv(g._change)
