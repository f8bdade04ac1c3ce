"""The invariants of a Lie algebra by this library, under the names that :class:`proofs_tests.peers.gap.Answer` has for them."""

from __future__ import annotations

from lietheory.algebra import LieAlgebra
from lietheory.algebra.enveloping.root_system import root_system
from lietheory.algebra.invariants.derivations import derivations as derivations_of
from lietheory.algebra.lie_algebra import computing_basis
from proofs_tests.peers import gap


def invariants(g: LieAlgebra, *, derivations: bool = True) -> dict[str, object]:
    """All that GAP answers with too; the dimension of the derivations is -1 where they are not asked for, as in ``gap.ask``."""
    levi = g.levi()
    types = root_system(levi).type.split(" + ") if levi.dimension else []
    return {
        "dimension": g.dimension,
        "killing_signature": g.killing_signature(),
        "derived_series": tuple(h.dimension for h in g.derived_series()),
        "lower_central_series": tuple(h.dimension for h in g.lower_central_series()),
        "upper_central_series": tuple(h.dimension for h in reversed(g.upper_central_series())),
        "center": g.center().dimension,
        "radical": g.radical().dimension,
        "nilradical": g.nilradical().dimension,
        "levi": levi.dimension,
        "cartan": g.cartan_subalgebra().dimension,
        "derivations": len(derivations_of(computing_basis(g)[0])) if derivations else -1,
        "type": gap.normal_type(types),
    }
