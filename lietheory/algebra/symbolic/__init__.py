"""Lie algebras in closed form, with SymPy in and out: parameters, left-invariant forms, and products of exponentials.

An algebra whose matrices depend on parameters, such as so(3) with a metric diag(1, 1, 1/a), is an algebra over the field
Q(parameters) and specialises wherever its matrices stay independent. Ranks of its structure constants are generic outside
an algebraic set: ``parameter_strata`` computes the hypersurfaces on which the dimension, the Killing form, [g, g], the centre or
the derivations change their rank. On a connected piece of the rest the Killing signature is constant.

On the group, u^-1 du = sum_k w^k L_k defines the left-invariant forms w^k, and d w^k = -1/2 f_ij^k w^i ^ w^j are the
Maurer-Cartan equations, which are the structure constants once more (``maurer_cartan``).

log(exp X exp Y) = X + Y + [X, Y]/2 + ... is a series of brackets, the same in every Lie algebra (Baker, Campbell, Hausdorff);
``bch`` computes its coefficients in the basis of Lyndon words, and evaluates it in matrices or in an algebra.

The class SymbolicAlgebra stands beside LieAlgebra, in :mod:`lietheory.algebra.symbolic_algebra`.
"""

from lietheory.algebra.symbolic.bch import CampbellHausdorffSeries
from lietheory.algebra.symbolic.maurer_cartan import exterior_derivative, left_invariant_forms
from lietheory.algebra.symbolic.parameter_strata import TypeChange, type_changes

__all__ = ["CampbellHausdorffSeries", "TypeChange", "exterior_derivative", "left_invariant_forms", "type_changes"]
