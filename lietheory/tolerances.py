"""Every size below which something counts as zero, as near or as unlikely, with the reason beside it.

The rounding error of one computation is :func:`lietheory.arrays.tolerance`, which grows with the number of its terms. The
constants here decide where that is not enough: the error of floats as input, the distance of brackets from a span, the types
that noise allows. Limits on iterations, memory and time stand where they are used, since they decide no answer.
"""

from __future__ import annotations

# Floats as input, and rounding
FLOAT_ERROR = 1e-9
"""The relative error of generators given as floats: far above rounding at condition 1e3, far below what any training reaches."""
ROUNDING = 1e-11
"""The size of a zero after rounding, relative to generators of length one, in any float64 computation done here."""
ENTRY_ROUNDING = 1e-12
"""The error that every entry of float generators is taken to have at least: some thousand eps."""
DEPENDENT = 1e-8
"""Singular values of unit generators below this are no directions: about sqrt(eps)."""
LARGE_EXPONENT = 1e6
"""Entries of A up to this: the rounding of A moves exp(A) by 1e-9 at most, relative to its size, which is not checked."""
MOVED_EXPONENTIAL = 1e-6
"""exp(A) that moves by more than this part of its size with a change of A by eight roundings has too few digits to give."""
FIXED_SEED = 0
"""The seed of random checks without a generator from the caller: one algebra gets one answer in every run."""

# Structure constants with errors
SLACK = 3.0
"""Decisions about zero allow so many times the root mean square error."""
ONE_DIRECTION = 5.0 * 8.0**0.5
"""The error of the constants in one direction over that of an entry of the basis: five standard deviations of a sum of eight."""
SMALLER_ZEROS = (0.2, 0.04)
"""Parts of the error that are tried as zero where highest weight vectors are not found: it is that of all constants together."""
OPEN = 0.25
"""Brackets of unit generators this far outside their span, where sqrt(2) is the most, are no noise."""
CENTROID_SLACK = 3.0
"""By which the error of the constants may grow in the equations of the centroid, for each dimension."""
CENTROID_MOST = 0.02
"""A size of zero in these equations beyond this part of |ad| leaves too few of them: every map would be one of the centroid."""
READ_AS_IT_IS = 1e-4
"""Errors below this part of |ad| move no rank and no signature of a semisimple algebra, whose gaps are of order 1 / its rank."""
IDEAL_SLACK = 1e3
"""By which the error of the constants may grow in maps that are solved from brackets of elements in general position."""
NEWTON_DIVERGED = 1e3
"""By which Newton's iteration for a semisimple part never grows without noise."""
EIGENVALUES_APART = 1e-4
"""Eigenvalues of a map in general position differ by more, relative to the largest; closer ones lose digits to noise."""
COMPLEX_PAIR = 1e-6
"""An imaginary part above this fraction of the spread is one: rounding splits a double real root by about sqrt(eps)."""
INTEGRAL = 0.1
"""Cartan integers and labels may be off by so much: a wrong Cartan subalgebra has errors of order 1. All are then counted."""
ROOT_INSIDE = 1e-2
"""A root whose inner products with an ideal are below this fraction of the largest of all is orthogonal to it."""
RATIO = 0.05
"""K(x, y) / tr(xy) of natural modules differs by whole steps, so noise needs no finer comparison."""

# One generator
SPECTRUM_NEAR = 0.1
"""One part of the spectrum this small beside the other may be noise, where the noise of a single matrix is unknown."""
DEFECTIVE = 1e3
"""Condition of the eigenvectors beyond which a spectrum is not determined: an error of 1e-3 moves it by its own size."""

# Parameters of solvable algebras
EIGENVALUE_SLACK = 2.0
"""The first-order reach of an error in an eigenvalue is widened by this, for the higher orders."""
APART = 1e-2
"""Characters of a centre on the copies of a module that differ by less than this part of the largest are not told apart."""
BLOCK_SLACK = 2.0
"""The error of the centre on the copies of a module over that of the constants: highest weight vectors add theirs."""
BLOCK_ROUNDING = 1e-14
"""An error that rounding alone may have. Where the blocks then differ from those for the assumed one, they are undecided."""
ROUNDING_PART = 0.1
"""The rounding of constants in one direction over what their error is taken for, which is thrice that of all together or more."""
SIBLING = 1e-6
"""Where rounding may hide that two parameters differ by half of this part of the largest, whether they are one is undecided."""
WIDEST_PARAMETER = 0.5
"""A parameter known no better than by this part of itself, or of 1, is not written: 1 and 1/2 would have one name."""

# Sizes of errors, and what is certain under them
CONFIDENCE = 1e-3
"""The probability that a true error is above its estimated bound."""
FAILURE = 1e-6
"""The probability that independent errors of known size move the Killing form by more than their stated reach."""
APART_ZEROS = 10.0
"""Two thresholds of zero under which a name is the same are at least this factor apart."""
CLEAR = 2.0
"""A decision nearer to its threshold than this factor is none."""
NO_GAIN = 1e-9
"""A closure residual that grows by less than this with the noise measures none: the span is all of gl(d), up to rounding."""

# Fits of types
STANDS = 1e-3
"""A type stands if its own errors exceed a loss at least so often: larger would lose true degenerate types and gain none."""
EXCLUDED = 1e-5
"""A type is excluded if they do so less often: a hundredfold gap to those that stand."""
CERTAINLY = 1 - 1e-9
"""Probabilities above count as this, so that the logarithm of a certain event is not zero."""
LEAST_PROBABILITY = 1e-300
"""Probabilities below count as this, so that their logarithms are finite."""
LARGEST_NOISE = 0.1
"""Relative noise beyond this must be given, not estimated: a type that is far from the generators would explain itself."""
STABLE = (FLOAT_ERROR, 1e3 * FLOAT_ERROR)
"""The sizes of zero at which a fitted algebra, closed to 1e-10, must have the same name."""
DERIVATION = 1e-6
"""The equations of a derivation hold up to this, relative to the largest one."""
NOT_FOLLOWED = 10.0
"""Types at so many times the distance of the nearest, or of the noise given, are not followed up: 100 in squares."""
AWAY_FROM_LIMIT = 0.01
"""The distance from a limit at which its deformations are fitted, where the nearest span is not that far: well above rounding."""
FIT_FLOOR = 1e-5
"""The weight of distances in a fit: what is closed is closed to its square, 1e-10, beside the distance from the generators."""
FIT_CLOSED = 1e-9
"""A closure residual this small beside the length 1 + distance is none: ten times the residual at the floor."""
FIT_SETTLED = 1e-6
"""A relative change of the squared distance this small is the last: tests between types need fewer digits."""
FIT_FREE = 1e-9
"""Eigenvalues of the normal matrix below this times the largest are directions along the type."""
FALLING = 0.1
"""A closure residual that six Newton steps leave above this part of the first one is not that of a span near an algebra."""
NEAREST_SETTLED = 0.05
"""A step this small beside the distance from the given span changes that distance by its square only."""
LSMR = 1e-12
"""The relative residual at which the iterative solution of a step ends, so that it is not what limits the step."""

# Candidates for types
EQUATION_NEAR = 0.3
"""The largest residual of the equations of a type, relative to the constants, for the type to be fitted."""
CENTRAL = (0.05, 0.2)
"""How far an element may be from the centre, relative to the constants: a strict choice and a wide one, both are fitted."""
NO_BETTER = 1.5
"""A candidate with fewer equations whose residual is no less than this fraction of another's adds no type."""
CANDIDATE_SURE = 0.03
"""Where the residual of that other one is no more than this, a tenth of what is near."""
CLOSURE_SLACK = 4.0
"""|[A, B]| errs by 2 sqrt(2) times the error of the generators, the span by as much again as that error."""
