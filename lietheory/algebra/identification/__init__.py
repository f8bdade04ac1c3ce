"""Which Lie algebra is it? From bare matrices, in any basis and with any noise, to a canonical name and how far it is certain.

``name_from_structure`` splits g into simple ideals, central lines outside [g, g] and indecomposable ideals (s + R^j) |x n, and
names each: ``semisimple`` by complex type and real form, ``recognise_module`` by the constituents of an abelian n, ``solvable``
by the Jordan blocks of R on an abelian or Heisenberg nilradical (``jordan_blocks_of_floats`` where these round),
``recognise_galilei`` by invariants that fix
the Galilei and Bargmann algebras. One matrix has more than its abstract algebra R: ``one_generator`` reads its spectrum.

Noise is the harder half. The type of a semisimple algebra is rigid, H^2(g, g) = 0: it is certain as long as the Killing form
keeps its signature under errors of the size that ``error_model`` gives or estimates, and ``nearest`` moves the span to a
closed one of that type. Every other algebra may be a limit of less degenerate ones, as se(3) is of so(4) and so(3,1), so floats
cannot exclude those. There ``candidate_types`` lists types by the flags of ideals that the constants nearly have, ``fit_type``
fits the nearest closed span of each, and ``type_selection`` takes the most degenerate type that tests do not reject.

``identify`` puts these together.
"""

from lietheory.algebra.identification.identify import Identification
from lietheory.algebra.identification.name_from_structure import Decomposition, decompose, decomposed
from lietheory.algebra.identification.nearest import NearestAlgebra, nearest_algebra

__all__ = ["Decomposition", "Identification", "NearestAlgebra", "decompose", "decomposed", "nearest_algebra"]
