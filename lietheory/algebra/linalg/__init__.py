"""Linear algebra over the rationals, over a real quadratic field and in floats, behind one set of functions.

Every invariant of a Lie algebra is rank, null space, row space, solution of a linear system, characteristic polynomial or
signature of matrices made from its structure constants. ``dispatch`` has one function for each, and sends a matrix of

- integers and Fractions to ``rationals``, where FLINT works on integers over one common denominator;
- numbers of one Q(sqrt(n)) to ``quadratic_field``, by restriction of scalars: a + b sqrt(n) becomes a block of size 2;
- floats to ``floats``: rank-revealing by singular values, with an absolute size of zero that belongs to the data.

Over an exact field no decision rests on a tolerance. In floats the rank of a matrix is a decision about its singular values
s_i: an error E moves each by at most |E| (Weyl), so the number of those above |E| bounds the rank from below.

``algebraic_numbers`` holds real algebraic numbers of any degree, by minimal polynomial and certified enclosure, and the
intervals that stand for them where floats do not determine more; ``memory`` estimates what an algebra takes before it is built.
"""

from lietheory.algebra.linalg.dispatch import (
    characteristic_polynomial,
    complement,
    coordinates,
    independent_rows,
    inverse,
    multiply,
    null_space,
    rank,
    row_space,
    signature,
    solve,
    tensordot,
)

__all__ = [
    "characteristic_polynomial",
    "complement",
    "coordinates",
    "independent_rows",
    "inverse",
    "multiply",
    "null_space",
    "rank",
    "row_space",
    "signature",
    "solve",
    "tensordot",
]
