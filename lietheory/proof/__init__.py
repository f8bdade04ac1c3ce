r"""How a claim is established.

A claim is a statement of a source, or a lemma of ours, in a form that can be executed. It has one
file, which takes all it needs for that from this package::

    from lietheory import proof as p

    claim = p.Claim("thm1", "Symmetries of linear regression", source="L-conv, Theorem 1", statement=r"...")
    claim.assume("covariance", r"$u H u^\top = H$")

    @claim.residual
    def residual(u, u_c, A):
        return p.relative(u_c @ A - A @ u, A, u, u_c)

    claim.draw(sampled=p.sampled_regression, exact=p.exact_regression)
    claim.without("covariance", r"$u = 2 I$, $u_c = \tfrac12$", lambda: ...)

An *instance* is a concrete case: matrices, functions and sizes by name. The *residual* measures how far an
instance is from the statement, in units of its inputs; its parameters are entries of the instance. One
residual meets two populations: it vanishes on every instance that is drawn under the assumptions, and
does not vanish on a *counterexample*, which drops exactly one of them. An assumption that no
counterexample drops carries the reason; loading a claim with neither raises an error.

Five judges run. *Derived*: a chain of equalities or bounds in noncommuting words, index sums or traces
is accepted step by step with no size fixed, and fails without any one hypothesis. *Replayed*: residual
and steps vanish exactly over the rationals, at small sizes. *Sampled*: the residual vanishes to rounding
on random instances, and on no counterexample. *Formal*: a proof assistant has checked the theorem.
*Torch*: trained layers agree. The printed form of a source is judged as well: it holds, is imprecise
(it holds under a stated reading), or is refuted by the smallest counterexample that a search meets.

A verdict is always the outcome of an executed check. All text of a claim is Markdown with its
mathematics as TeX between dollars.
"""

from lietheory.proof.bounds import AtMost, NonNegative, Norm, Product, row_sum_norm
from lietheory.proof.checked_claim import CheckedClaim
from lietheory.proof.claim_builder import Claim
from lietheory.proof.constraint_nullity import constraint_null_space, constraint_nullity, split_solution
from lietheory.proof.derivation_chains import Derivation, chain, derive, evaluate, step
from lietheory.proof.index_arithmetic import Index
from lietheory.proof.index_sums import IndexSum, component, constant, delta
from lietheory.proof.instances import Instance, Instances, applied
from lietheory.proof.logarithms import logarithm, unpaired_blocks
from lietheory.proof.normaliser import Equation, Invertible, NonZero, NotProved, Symmetric, Use
from lietheory.proof.printed_form import Sides, at_most, equal, same_truth
from lietheory.proof.random_instances import (
    above_exponential,
    exact_regression,
    exponential_of_nilpotent,
    nilpotent,
    orthogonal,
    rational,
    rational_invertible,
    rational_orthogonal,
    regression_instance,
    regression_pairs,
    relative,
    sampled_regression,
    well_conditioned,
)
from lietheory.proof.scalar_functions import Feature, polynomial, rectified, waves
from lietheory.proof.scalars import Scalar, symbol
from lietheory.proof.traces import Trace
from lietheory.proof.words import Expression, commutator, identity, matrix, zero

__all__ = [
    "AtMost",
    "CheckedClaim",
    "Claim",
    "Derivation",
    "Equation",
    "Expression",
    "Feature",
    "Index",
    "IndexSum",
    "Instance",
    "Instances",
    "Invertible",
    "NonNegative",
    "NonZero",
    "Norm",
    "NotProved",
    "Product",
    "Scalar",
    "Sides",
    "Symmetric",
    "Trace",
    "Use",
    "above_exponential",
    "applied",
    "at_most",
    "chain",
    "commutator",
    "component",
    "constant",
    "constraint_null_space",
    "constraint_nullity",
    "delta",
    "derive",
    "equal",
    "evaluate",
    "exact_regression",
    "exponential_of_nilpotent",
    "identity",
    "logarithm",
    "matrix",
    "nilpotent",
    "orthogonal",
    "polynomial",
    "rational",
    "rational_invertible",
    "rational_orthogonal",
    "rectified",
    "regression_instance",
    "regression_pairs",
    "relative",
    "row_sum_norm",
    "same_truth",
    "sampled_regression",
    "split_solution",
    "step",
    "symbol",
    "unpaired_blocks",
    "waves",
    "well_conditioned",
    "zero",
]
