"""Names of real Lie algebras: one canonical name for each isomorphism class, and everything else that stands for it.

A simple real algebra is fixed by its complex type (A_n to G_2), by whether it is a complex algebra read as a real one, and by
its real form, for which the signature of the Killing form suffices below dimension 153; ``simple_types`` is that table, with
the natural modules, and ``dynkin`` the Cartan matrices behind it. Coincidences such as so(3) = su(2), so(2,1) = sl(2,R) and
so(3,1) = sl(2,C) give one class many names; the canonical one is the first in a fixed order of families.

A solvable algebra R |x R^m is fixed by the real Jordan form of the matrix by which R acts, up to a factor (``jordan_blocks``).
``solvable_names`` writes such a form in brackets, and has the symbols A3,1 ... A4,12 of the tables. ``modules`` writes
the modules of a reductive algebra as sums of irreducible ones, so(3) |x 2 R^3 or sl(2,R) |x S^3 R^2, with their copies and how
a centre of one dimension acts on these. ``parser`` reads sums, semidirect products and all of these.
"""

from lietheory.algebra.names.agreement import agrees, stands_for
from lietheory.algebra.names.parser import aliases, canonical_name
from lietheory.algebra.names.simple_types import SimpleType, natural_module, simple_type
from lietheory.algebra.names.summands import Piece, join

__all__ = ["Piece", "SimpleType", "agrees", "aliases", "canonical_name", "join", "natural_module", "simple_type", "stands_for"]
